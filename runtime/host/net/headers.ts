/** Header lists: what a plugin may send, and what it is told. */
import { AiHubError } from "../../core/errors.ts";

/** Lower-case name and value; a name may stand several times. */
export type Header = readonly [name: string, value: string];

/** Bytes of all names and values together, each way. */
export const MAX_HEADER_BYTES = 64 * 1024;
/** Lines, each way. */
export const MAX_HEADERS = 256;

/**
 * Set by the connection itself, so that a request cannot be framed or routed otherwise than it was checked. As in a
 * browser they are left out without an error. `Cookie`, `Origin`, `Referer` and `User-Agent` may be set: there is no
 * ambient session that they could borrow.
 */
const FORBIDDEN: ReadonlySet<string> = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "http2-settings",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "via",
]);
const FORBIDDEN_PREFIX = /^(?:proxy-|sec-)/;

const NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** @throws AiHubError ERR_INVALID_ARGUMENT for what is no header, ERR_QUOTA when they are too many or too long */
export function requestHeaders(given: readonly Header[]): Header[] {
  const headers = given.map(([name, value]): Header => [name.toLowerCase(), value]);
  for (const [name, value] of headers) {
    if (!NAME.test(name) || !VALUE.test(value)) {
      throw new AiHubError("ERR_INVALID_ARGUMENT", `Not a usable header: ${JSON.stringify(name.slice(0, 80))}`);
    }
  }
  checkSize(headers, "The request");
  return headers.filter(([name]) => !FORBIDDEN.has(name) && !FORBIDDEN_PREFIX.test(name));
}

/** Reads undici's raw list of names and values by turns. @throws AiHubError ERR_QUOTA */
export function responseHeaders(raw: readonly string[]): Header[] {
  const headers: Header[] = [];
  for (let i = 0; i < raw.length; i += 2) headers.push([(raw[i] ?? "").toLowerCase(), raw[i + 1] ?? ""]);
  checkSize(headers, "The response");
  return headers;
}

/** All values of a name, joined as the Fetch standard does; undefined when it is not there. */
export function headerValue(headers: readonly Header[], name: string): string | undefined {
  const values = headers.filter(([key]) => key === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(", ");
}

function checkSize(headers: readonly Header[], whose: string): void {
  const bytes = headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (headers.length > MAX_HEADERS || bytes > MAX_HEADER_BYTES) {
    throw new AiHubError(
      "ERR_QUOTA",
      `${whose} has more than ${MAX_HEADERS} headers or ${MAX_HEADER_BYTES} bytes of them`,
    );
  }
}
