/** `URL` (https://url.spec.whatwg.org/#url-class): parsing and setters are the host's, this is their shape. */
import { native } from "./host.ts";
import { parse, stringify } from "./primordials.ts";
import { linkParams, resetParams, URLSearchParams } from "./url-search-params.ts";
import { exposeInterface, needArguments, usvString } from "./webidl.ts";

interface UrlParts {
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

function parseUrl(url: unknown, base: unknown): UrlParts | undefined {
  const baseJson = base === undefined ? undefined : stringify(usvString(base));
  const json = native.urlParse(stringify(usvString(url)), baseJson);
  return json === undefined ? undefined : (parse(json) as UrlParts);
}

/** Hands already parsed parts to the constructor, for `URL.parse`. */
let parsed: UrlParts | undefined;

export class URL {
  #parts: UrlParts;
  #searchParams: URLSearchParams | undefined;

  constructor(url: unknown, base: unknown = undefined) {
    const given = parsed;
    parsed = undefined;
    if (given === undefined) needArguments(arguments.length, 1, "URL");
    const parts = given ?? parseUrl(url, base);
    if (parts === undefined) throw invalid(url);
    this.#parts = parts;
  }

  static parse(url: unknown, base: unknown = undefined): URL | null {
    needArguments(arguments.length, 1, "URL.parse");
    const parts = parseUrl(url, base);
    if (parts === undefined) return null;
    parsed = parts;
    return new URL("");
  }

  static canParse(url: unknown, base: unknown = undefined): boolean {
    needArguments(arguments.length, 1, "URL.canParse");
    return parseUrl(url, base) !== undefined;
  }

  get href(): string {
    return this.#parts.href;
  }
  set href(value: unknown) {
    if (!this.#set("href", value)) throw invalid(value);
  }
  get origin(): string {
    return this.#parts.origin;
  }
  get protocol(): string {
    return this.#parts.protocol;
  }
  set protocol(value: unknown) {
    this.#set("protocol", value);
  }
  get username(): string {
    return this.#parts.username;
  }
  set username(value: unknown) {
    this.#set("username", value);
  }
  get password(): string {
    return this.#parts.password;
  }
  set password(value: unknown) {
    this.#set("password", value);
  }
  get host(): string {
    return this.#parts.host;
  }
  set host(value: unknown) {
    this.#set("host", value);
  }
  get hostname(): string {
    return this.#parts.hostname;
  }
  set hostname(value: unknown) {
    this.#set("hostname", value);
  }
  get port(): string {
    return this.#parts.port;
  }
  set port(value: unknown) {
    this.#set("port", value);
  }
  get pathname(): string {
    return this.#parts.pathname;
  }
  set pathname(value: unknown) {
    this.#set("pathname", value);
  }
  get search(): string {
    return this.#parts.search;
  }
  set search(value: unknown) {
    this.#set("search", value);
  }
  get searchParams(): URLSearchParams {
    if (this.#searchParams === undefined) {
      this.#searchParams = new URLSearchParams(this.#parts.search);
      linkParams(this.#searchParams, (query) => this.#apply("search", query));
    }
    return this.#searchParams;
  }
  get hash(): string {
    return this.#parts.hash;
  }
  set hash(value: unknown) {
    this.#set("hash", value);
  }

  toString(): string {
    return this.#parts.href;
  }
  toJSON(): string {
    return this.#parts.href;
  }

  #set(part: keyof UrlParts, value: unknown): boolean {
    const done = this.#apply(part, usvString(value));
    const follows = part === "href" || part === "search";
    if (done && follows && this.#searchParams !== undefined) {
      resetParams(this.#searchParams, this.#parts.search.slice(1));
    }
    return done;
  }

  #apply(part: keyof UrlParts, value: string): boolean {
    const json = native.urlSet(this.#parts.href, part, stringify(value));
    if (json === undefined) return false;
    this.#parts = parse(json) as UrlParts;
    return true;
  }
}

function invalid(input: unknown): TypeError {
  const error = new TypeError("Invalid URL");
  // As Node says it; many libraries look at it.
  return Object.assign(error, { code: "ERR_INVALID_URL", input: usvString(input) });
}

export function installURL(global: object): void {
  exposeInterface(global, "URL", URL);
}
