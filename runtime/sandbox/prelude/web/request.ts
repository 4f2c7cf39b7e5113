/** `Request` (https://fetch.spec.whatwg.org/#request-class), without what only pages have: mode, cache, referrer. */
import { AbortController, AbortSignal } from "./abort.ts";
import { Body, copyBody, extractBody, setBody, takeBody } from "./body.ts";
import { Headers } from "./headers.ts";
import { URL } from "./url.ts";
import { dictionary, domString, exposeInterface, needArguments } from "./webidl.ts";

const USUAL = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];
const REDIRECTS = ["follow", "error", "manual"];

export class Request extends Body {
  readonly #url: string;
  readonly #method: string;
  readonly #headers: Headers;
  readonly #redirect: string;
  readonly #signal: AbortSignal;

  constructor(input: unknown, init: unknown = undefined) {
    super();
    needArguments(arguments.length, 1, "Request");
    const given = dictionary(init, "Request");
    const base = input instanceof Request ? input : undefined;
    this.#url = base ? base.#url : parseUrl(input);
    this.#method = given.method === undefined ? (base ? base.#method : "GET") : methodOf(given.method);
    this.#headers = new Headers(given.headers === undefined ? base?.headers : given.headers);
    this.#redirect = given.redirect === undefined ? (base ? base.#redirect : "follow") : domString(given.redirect);
    if (!REDIRECTS.includes(this.#redirect)) throw new TypeError("Request: redirect is follow, error or manual");
    this.#signal = signalOf(given.signal === undefined ? (base ? base.#signal : undefined) : given.signal);
    const { bytes, type } = extractBody(given.body);
    const hasBody = bytes !== null;
    if (hasBody && (this.#method === "GET" || this.#method === "HEAD")) {
      throw new TypeError(`Request: a ${this.#method} request has no body`);
    }
    if (type !== undefined && !this.#headers.has("content-type")) this.#headers.append("content-type", type);
    setBody(this, hasBody || !base ? bytes : takeBody(base));
  }

  get method(): string {
    return this.#method;
  }
  get url(): string {
    return this.#url;
  }
  get headers(): Headers {
    return this.#headers;
  }
  get redirect(): string {
    return this.#redirect;
  }
  get signal(): AbortSignal {
    return this.#signal;
  }

  clone(): Request {
    const bytes = copyBody(this);
    const copy = new Request(this.#url, {
      method: this.#method,
      headers: this.#headers,
      redirect: this.#redirect,
      signal: this.#signal,
    });
    setBody(copy, bytes);
    return copy;
  }
}

function parseUrl(input: unknown): string {
  const url = new URL(input);
  if (url.username !== "" || url.password !== "") {
    throw new TypeError("Request: a URL with a user name or password is not allowed; send an Authorization header");
  }
  return url.href;
}

function methodOf(value: unknown): string {
  const method = domString(value);
  const upper = method.toUpperCase();
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(method) || ["CONNECT", "TRACE", "TRACK"].includes(upper)) {
    throw new TypeError(`Request: ${JSON.stringify(method.slice(0, 40))} is not a method that can be used`);
  }
  return USUAL.includes(upper) ? upper : method;
}

function signalOf(value: unknown): AbortSignal {
  if (value === undefined || value === null) return new AbortController().signal;
  if (!(value instanceof AbortSignal)) throw new TypeError("Request: signal is not an AbortSignal");
  return value;
}

export function installRequest(global: object): void {
  exposeInterface(global, "Request", Request);
}
