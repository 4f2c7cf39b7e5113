/** `Response` (https://fetch.spec.whatwg.org/#response-class). */
import { Body, copyBody, extractBody, setBody } from "./body.ts";
import { type Header, Headers, headersOf } from "./headers.ts";
import { stringify } from "./primordials.ts";
import { URL } from "./url.ts";
import { dictionary, domString, exposeInterface, needArguments } from "./webidl.ts";

const NO_BODY = [101, 103, 204, 205, 304];
const REDIRECTS = [301, 302, 303, 307, 308];

/** The head of a response, as the host sends it. */
export interface ResponseHead {
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly redirected: boolean;
  readonly headers: readonly Header[];
}

/** Makes a response of what the host sent. */
export let receivedResponse: (head: ResponseHead, bytes: ArrayBuffer | undefined) => Response;

export class Response extends Body {
  #type = "default";
  #url = "";
  #redirected = false;
  #status = 200;
  #statusText = "";
  #headers = new Headers();

  static {
    receivedResponse = ({ url, status, statusText, redirected, headers }, bytes) => {
      const response = new Response();
      response.#type = "basic";
      response.#url = url.replace(/#.*$/s, "");
      response.#status = status;
      response.#statusText = statusText;
      response.#redirected = redirected;
      response.#headers = headersOf(headers);
      setBody(response, bytes === undefined || NO_BODY.includes(status) ? null : new Uint8Array(bytes));
      return response;
    };
  }

  constructor(body: unknown = null, init: unknown = undefined) {
    super();
    const { status = 200, statusText = "", headers } = dictionary(init, "Response");
    this.#status = Math.trunc(Number(status));
    if (!(this.#status >= 200 && this.#status <= 599)) throw new RangeError("Response: the status is not 200 to 599");
    this.#statusText = domString(statusText);
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(this.#statusText))
      throw new TypeError("Response: the statusText is not valid");
    this.#headers = new Headers(headers);
    const { bytes, type } = extractBody(body);
    if (bytes !== null && NO_BODY.includes(this.#status)) {
      throw new TypeError(`Response: one with status ${this.#status} has no body`);
    }
    if (type !== undefined && !this.#headers.has("content-type")) this.#headers.append("content-type", type);
    setBody(this, bytes);
  }

  static error(): Response {
    const response = new Response();
    response.#type = "error";
    response.#status = 0;
    return response;
  }

  static json(data: unknown, init: unknown = undefined): Response {
    needArguments(arguments.length, 1, "Response.json");
    const text = stringify(data) as string | undefined;
    if (text === undefined) throw new TypeError("Response.json: the value is not JSON");
    const response = new Response(text, init);
    if (new Headers(dictionary(init, "Response.json").headers).has("content-type")) return response;
    response.#headers.set("content-type", "application/json");
    return response;
  }

  static redirect(url: unknown, status: unknown = 302): Response {
    needArguments(arguments.length, 1, "Response.redirect");
    const { href } = new URL(url);
    if (!REDIRECTS.includes(Number(status)))
      throw new RangeError("Response.redirect: the status is not one of a redirect");
    return new Response(null, { status, headers: { location: href } });
  }

  get type(): string {
    return this.#type;
  }
  get url(): string {
    return this.#url;
  }
  get redirected(): boolean {
    return this.#redirected;
  }
  get status(): number {
    return this.#status;
  }
  get ok(): boolean {
    return this.#status >= 200 && this.#status <= 299;
  }
  get statusText(): string {
    return this.#statusText;
  }
  get headers(): Headers {
    return this.#headers;
  }

  clone(): Response {
    const bytes = copyBody(this);
    const copy = new Response();
    copy.#type = this.#type;
    copy.#url = this.#url;
    copy.#redirected = this.#redirected;
    copy.#status = this.#status;
    copy.#statusText = this.#statusText;
    copy.#headers = new Headers(this.#headers);
    setBody(copy, bytes);
    return copy;
  }
}

export function installResponse(global: object): void {
  exposeInterface(global, "Response", Response);
}
