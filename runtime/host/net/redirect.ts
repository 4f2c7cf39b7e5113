/** What a redirect turns a request into (https://fetch.spec.whatwg.org/#http-redirect-fetch); a pure function. */
import { AiHubError } from "../../core/errors.ts";
import type { Header } from "./headers.ts";
import { type RequestTarget, readTarget } from "./target.ts";

export interface Hop {
  readonly target: RequestTarget;
  readonly method: string;
  readonly headers: readonly Header[];
  readonly body: Uint8Array | undefined;
}

/** As in the Fetch standard. */
export const MAX_REDIRECTS = 20;

const STATUSES: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What lets a server know who asks; another origin must not see it. */
const CREDENTIALS: ReadonlySet<string> = new Set(["authorization", "cookie", "cookie2", "proxy-authorization"]);
const ABOUT_THE_BODY: ReadonlySet<string> = new Set([
  "content-encoding",
  "content-language",
  "content-location",
  "content-type",
]);

/** The next hop, unchecked; undefined when the response is no redirect. @throws what `readTarget` throws */
export function nextHop(hop: Hop, status: number, headers: readonly Header[]): Hop | undefined {
  if (!STATUSES.has(status)) return undefined;
  const locations = headers.filter(([name]) => name === "location").map(([, value]) => value);
  if (new Set(locations).size > 1) throw new AiHubError("ERR_IO", "The response redirects to several places");
  const [location] = locations;
  if (location === undefined) return undefined;
  // Header values are bytes; servers write UTF-8 in this one.
  const target = readTarget(Buffer.from(location, "latin1").toString("utf8"), hop.target.url);
  if (target.url.hash === "") target.url.hash = hop.target.url.hash;
  const becomesGet =
    status === 303 ? hop.method !== "GET" && hop.method !== "HEAD" : status < 303 && hop.method === "POST";
  const sameOrigin = target.url.origin === hop.target.url.origin;
  return {
    target,
    method: becomesGet ? "GET" : hop.method,
    body: becomesGet ? undefined : hop.body,
    headers: hop.headers.filter(
      ([name]) => !(becomesGet && ABOUT_THE_BODY.has(name)) && (sameOrigin || !CREDENTIALS.has(name)),
    ),
  };
}
