/**
 * The HTTP client of plugins. Each hop of a request is checked by name, then by every address that the name has, and is
 * then sent to one of those addresses. Bodies are whole, and bounded.
 */
import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { AiHubError } from "../../core/errors.ts";
import type { NetTarget } from "../../core/permissions/net-scope.ts";
import { MAX_BYTES } from "../../core/protocol/messages.ts";
import { ACCEPT_ENCODING, bodyTooLarge, readBody } from "./body.ts";
import { pinnedConnector } from "./connect.ts";
import { networkError } from "./errors.ts";
import { type Header, headerValue, MAX_HEADER_BYTES, requestHeaders, responseHeaders } from "./headers.ts";
import { type Hop, MAX_REDIRECTS, nextHop } from "./redirect.ts";
import { addressesOf, type Resolver, systemResolver } from "./resolve.ts";
import { Timer } from "./timer.ts";

/** What a host may change about the network; the defaults are the system's. */
export interface NetworkOptions {
  readonly resolve?: Resolver;
  /** Certificates (PEM) of authorities to trust instead of the system's. */
  readonly ca?: string;
}

/** That the plugin may go to the target by name is the caller's to have checked. */
export interface HttpRequest extends Hop {
  readonly redirect: "follow" | "error" | "manual";
  /** Milliseconds for everything but the time that a person takes to answer prompts. */
  readonly timeoutMs: number;
}

export interface HttpResponse {
  /** Of the last hop. */
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly redirected: boolean;
  readonly headers: readonly Header[];
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Who decides (the broker). Each rejects with ERR_PERMISSION_DENIED. */
export interface NetGate {
  checkNet(target: NetTarget): Promise<void>;
  /** Whether the host of `target`, allowed by name, may be at this address. */
  checkAddress(target: NetTarget, address: string): Promise<void>;
}

/** Bytes of a response's body, before and after decompression. */
export const MAX_BODY = MAX_BYTES;
const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}$/;
/** As in the Fetch standard. CONNECT would make a tunnel, the others echo what a plugin should not see. */
const FORBIDDEN_METHODS: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

export class HttpClient {
  readonly #resolve: Resolver;
  readonly #ca: string | undefined;

  constructor(options: NetworkOptions = {}) {
    this.#resolve = options.resolve ?? systemResolver;
    this.#ca = options.ca;
  }

  /**
   * Sends a request and follows its redirects.
   *
   * @throws AiHubError ERR_PERMISSION_DENIED from the gate, ERR_INVALID_ARGUMENT, ERR_QUOTA when something is too large,
   * ERR_TIMEOUT, ERR_CANCELLED when `signal` aborted, ERR_IO for every other failure
   */
  async send(request: HttpRequest, gate: NetGate, signal: AbortSignal): Promise<HttpResponse> {
    const timer = new Timer(request.timeoutMs, signal);
    let hop: Hop = firstHop(request);
    for (let redirects = 0; ; redirects++) {
      const received = await this.#sendHop(hop, request.redirect, gate, timer);
      if ("status" in received) return { ...received, redirected: redirects > 0 };
      if (request.redirect === "error") throw new AiHubError("ERR_IO", "The response is a redirect");
      if (redirects >= MAX_REDIRECTS) throw new AiHubError("ERR_IO", `More than ${MAX_REDIRECTS} redirects`);
      hop = received;
      await gate.checkNet(hop.target);
    }
  }

  /** The response, or where it redirects to. */
  async #sendHop(
    hop: Hop,
    redirect: HttpRequest["redirect"],
    gate: NetGate,
    timer: Timer,
  ): Promise<Omit<HttpResponse, "redirected"> | Hop> {
    const { host } = hop.target;
    const addresses = await timer.run((signal) => addressesOf(host, this.#resolve, signal));
    // All of them must pass: a name with one forbidden address among its own is not to be trusted with the others.
    for (const address of addresses) await gate.checkAddress(hop.target, address);
    return timer.run(async (signal) => {
      try {
        return await this.#exchange(hop, redirect, addresses, signal);
      } catch (error) {
        signal.throwIfAborted();
        throw networkError(host, error);
      }
    });
  }

  /** One request on a connection of its own: nothing is left open that another hop could be smuggled into. */
  async #exchange(
    hop: Hop,
    redirect: HttpRequest["redirect"],
    addresses: readonly string[],
    signal: AbortSignal,
  ): Promise<Omit<HttpResponse, "redirected"> | Hop> {
    // Loaded late, for it takes tens of milliseconds and most plugins have no network.
    const { default: Client } = await import("undici/lib/dispatcher/client.js");
    const { default: send } = await import("undici/lib/api/api-request.js");
    const { url } = hop.target;
    const client = new Client(url.origin, {
      connect: pinnedConnector({ addresses, ca: this.#ca, signal }),
      allowH2: false,
      useMilo: false, // an experimental parser that an environment variable would choose
      pipelining: 0,
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: 0, // the timer's signal is the one clock
      bodyTimeout: 0,
    });
    try {
      const response = await send.call(client, {
        path: url.pathname + url.search,
        method: hop.method as Dispatcher.HttpMethod,
        headers: withDefaults(hop.headers).flat(),
        body: hop.body ?? null,
        signal,
        responseHeaders: "raw",
      });
      response.body.on("error", () => {}); // destroying the client ends a body that nobody reads
      const headers = responseHeaders(response.headers as unknown as string[]);
      const next = redirect === "manual" ? undefined : nextHop(hop, response.statusCode, headers);
      return next ?? (await receive(hop, response, headers));
    } finally {
      await client.destroy();
    }
  }
}

async function receive(hop: Hop, response: Dispatcher.ResponseData, headers: readonly Header[]) {
  const { statusCode: status, statusText } = response;
  const hasBody = hop.method !== "HEAD" && status !== 204 && status !== 205 && status !== 304;
  if (hasBody && Number(headerValue(headers, "content-length")) > MAX_BODY) throw bodyTooLarge(MAX_BODY);
  const encoding = headerValue(headers, "content-encoding");
  const body = hasBody
    ? await readBody(response.body as Readable, encoding, MAX_BODY)
    : new Uint8Array(new ArrayBuffer(0));
  return { url: hop.target.url.href, status, statusText, headers, body };
}

/** @throws AiHubError ERR_INVALID_ARGUMENT, ERR_QUOTA */
function firstHop({ target, method, headers, body }: HttpRequest): Hop {
  if (!METHOD.test(method) || FORBIDDEN_METHODS.has(method.toUpperCase())) {
    throw new AiHubError("ERR_INVALID_ARGUMENT", `Not a usable method: ${JSON.stringify(method.slice(0, 40))}`);
  }
  if (body && (method === "GET" || method === "HEAD")) {
    throw new AiHubError("ERR_INVALID_ARGUMENT", `A ${method} request has no body`);
  }
  return { target, method, headers: requestHeaders(headers), body };
}

function withDefaults(headers: readonly Header[]): Header[] {
  const has = (name: string) => headers.some(([key]) => key === name);
  return [
    ...headers,
    ...(has("accept") ? [] : [["accept", "*/*"] as const]),
    ...(has("user-agent") ? [] : [["user-agent", "AI Hub"] as const]),
    ["accept-encoding", ACCEPT_ENCODING],
  ];
}
