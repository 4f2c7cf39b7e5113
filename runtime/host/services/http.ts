/** `http.fetch`, behind the guest's `fetch` and `aiHub.http`: one request with its redirects, body whole. */
import { AiHubError } from "../../core/errors.ts";
import type { HttpRequest } from "../net/client.ts";
import type { Header } from "../net/headers.ts";
import { readTarget } from "../net/target.ts";
import { type MethodTable, method, params } from "../rpc/method.ts";

/** A request takes so long at most, unless it says otherwise. */
const TIMEOUT_MS = 30_000;
/** Answers of large language models take minutes. */
const MAX_TIMEOUT_MS = 600_000;

interface FetchParams {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly Header[];
  readonly redirect: HttpRequest["redirect"];
  readonly timeoutMs?: number;
}

const HEADER = {
  type: "array",
  items: [{ type: "string", minLength: 1 }, { type: "string" }],
  minItems: 2,
  maxItems: 2,
};

export const httpMethods: MethodTable = {
  "http.fetch": method<FetchParams>({
    params: params(
      {
        url: { type: "string", minLength: 1 },
        method: { type: "string", minLength: 1 },
        headers: { type: "array", items: HEADER },
        redirect: { enum: ["follow", "error", "manual"] },
        timeoutMs: { type: "number", minimum: 0, maximum: MAX_TIMEOUT_MS },
      },
      ["timeoutMs"],
    ),
    permission: { kind: "net", url: ({ url }) => url },
    cancellable: true,
    async handler({ url, method, headers, redirect, timeoutMs = TIMEOUT_MS }, { plugin, bytes, signal }) {
      const body = bytes && new Uint8Array(bytes);
      const request = { target: readTarget(url), method, headers, body, redirect, timeoutMs };
      const { body: received, ...head } = await plugin.http.send(request, plugin.broker, signal);
      if (signal.aborted) throw new AiHubError("ERR_CANCELLED", "The request was cancelled");
      return { value: head, bytes: received.buffer };
    },
  }),
};
