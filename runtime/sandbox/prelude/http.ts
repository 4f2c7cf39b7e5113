/** `aiHub.http`: `fetch` in the shape of the two calls that most plugins need. */
import type { HttpApi, HttpOptions } from "../../../schemas/guest-api.ts";
import { send } from "./web/fetch.ts";
import { Headers } from "./web/headers.ts";
import { isView, stringify } from "./web/primordials.ts";
import { Request } from "./web/request.ts";
import { URLSearchParams } from "./web/url-search-params.ts";

export function httpApi(): HttpApi {
  return {
    get: (url, options = {}) => request("GET", url, undefined, options),
    post: (url, data, options = {}) => request("POST", url, data, options),
  };
}

async function request(method: string, url: unknown, data: unknown, options: HttpOptions): Promise<any> {
  const headers = new Headers(options.headers);
  let body = data;
  if (!isBody(data)) {
    body = stringify(data);
    if (!headers.has("content-type")) headers.set("content-type", "application/json");
  }
  const { signal, redirect } = options;
  return send(new Request(url, { method, headers, body, signal, redirect }), options.timeoutMs);
}

/** What `fetch` takes as it is; everything else is sent as JSON. */
function isBody(data: unknown): boolean {
  if (typeof data !== "object" || data === null) return typeof data === "string" || data === undefined;
  return isView(data) || data instanceof ArrayBuffer || data instanceof URLSearchParams;
}
