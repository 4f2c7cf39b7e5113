/** Scopes of `net`: `host`, `*.host`, an IP address or a CIDR range, each with an optional `:port` or `:*`. */
import ipaddr from "ipaddr.js";
import { type ParsedScope, refuseText, scopeError } from "./scope.ts";

export interface NetScope {
  readonly text: string;
  readonly host:
    | { readonly type: "name"; readonly name: string }
    /** Any subdomain, not `suffix` itself. */
    | { readonly type: "subdomains"; readonly suffix: string }
    | { readonly type: "range"; readonly address: ipaddr.IPv4 | ipaddr.IPv6; readonly bits: number };
  /** Undefined: only the scheme's default port. */
  readonly port: number | "any" | undefined;
  /** Covers hosts of many owners, so a person should look twice. */
  readonly broad: boolean;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443, ftp: 21 };

/** The port a URL of this scheme means when it names none. */
export function defaultPort(protocol: string): number | undefined {
  return Object.hasOwn(DEFAULT_PORTS, protocol) ? DEFAULT_PORTS[protocol] : undefined;
}

/**
 * A host as the URL standard sees it: lower case, punycode, no trailing dot, addresses in their canonical form without
 * brackets (`2130706433`, `0x7f.1` and `[::ffff:127.0.0.1]` are all `127.0.0.1`). Undefined when it is no host.
 */
export function normaliseHost(host: string): string | undefined {
  if (host.length === 0 || host.length > 1024 || /[\s\p{Cc}/?#@\\]/u.test(host)) return undefined;
  const bracketed = host.startsWith("[");
  if (bracketed !== host.endsWith("]")) return undefined;
  let name: string;
  try {
    name = new URL(`http://${host.includes(":") && !bracketed ? `[${host}]` : host}/`).hostname;
  } catch {
    return undefined;
  }
  if (name.startsWith("[")) return ipaddr.process(name.slice(1, -1)).toString();
  // The URL standard allows it, but no scope could name such a host, and no name server knows one.
  if (name.includes("*")) return undefined;
  if (name.endsWith(".")) name = name.slice(0, -1);
  return name === "" || name.length > 253 || name.split(".").includes("") ? undefined : name;
}

/** Where a request goes. `protocol` is undefined when it was not said, `port` when it is the default one. */
export interface NetTarget {
  readonly protocol: string | undefined;
  readonly host: string;
  readonly port: number | undefined;
}

/**
 * Reads a URL or `host[:port]`, the host normalised. Undefined for anything else: `https:a.example` and `a.example/x` are
 * neither.
 */
export function parseTarget(text: string): NetTarget | undefined {
  if (text.length > MAX_TARGET) return undefined;
  if (!text.includes("://")) {
    const [, bracketed, plain, port] = /^(?:(\[[^\]]*\])|([^:]*))(?::([1-9]\d{0,4}))?$/.exec(text) ?? [];
    return target(undefined, bracketed ?? plain ?? "", port ?? "");
  }
  try {
    const url = new URL(text);
    if (url.href.length > MAX_TARGET) return undefined;
    return target(url.protocol.slice(0, -1), url.hostname, url.port);
  } catch {
    return undefined;
  }
}

/** Longer URLs are refused, as most servers do: as they are written, and as they are sent. */
export const MAX_TARGET = 8192;

/** `https://good.example@bad.example/` goes to bad.example: no request may be written so that a person misreads it. */
export function namesUser({ username, password }: Pick<URL, "username" | "password">): boolean {
  return username !== "" || password !== "";
}

/** What to do about that. */
export const NO_USER = "A URL with a user name or password is not allowed; send an Authorization header instead";

function target(protocol: string | undefined, hostText: string, portText: string): NetTarget | undefined {
  const host = normaliseHost(hostText);
  const port = portText === "" ? undefined : Number(portText);
  if (host === undefined || (port !== undefined && !isPort(port))) return undefined;
  return { protocol, host, port };
}

export function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536;
}

export function parseNetScope(text: string): ParsedScope<NetScope> {
  const refused = refuseText(text);
  if (refused) return refused;
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(text);
  if (scheme) {
    const rest = text.slice(scheme[0].length).replace(/[/?#].*$/s, "");
    return scopeError("A domain has no scheme; schemes stand in permissions.network.protocols", 0, rest);
  }
  const odd = /[\s?#@%]/.exec(text);
  if (odd) return scopeError(`A domain must not contain ${JSON.stringify(odd[0])}`, odd.index);
  const parts = splitScope(text);
  if (!parts) {
    const slash = text.indexOf("/");
    if (slash >= 0) return scopeError("A domain has no path", slash, text.slice(0, slash));
    return scopeError("This is not a domain");
  }
  const [, host = "", bits, portText] = parts;
  const port = parsePort(portText);
  if (port === false) {
    const message = 'A port is a number from 1 to 65535, or "*"';
    return scopeError(message, text.length - (portText ?? "").length);
  }
  const parsed = bits === undefined ? parseHost(host) : parseRange(host, Number(bits));
  if (typeof parsed === "string") return scopeError(parsed);
  return { ok: true, scope: { text, host: parsed, port, broad: isBroad(parsed) } };
}

/** The whole, the host, the bits of a range and the port. `fd00::/8:443` and `[fd00::/8]:443` are the same. */
function splitScope(text: string): RegExpExecArray | null {
  if (text.startsWith("[")) {
    const outside = text.replace(/^\[([^\]/]*)\/(\d{1,3})\]/, "[$1]/$2");
    return /^\[([^\]/]*:[^\]/]*)\](?:\/(\d{1,3}))?(?::(.*))?$/.exec(outside);
  }
  const bareIpv6 = (text.split("/")[0] ?? "").split(":").length > 2;
  if (bareIpv6) return /^([^/]*)(?:\/(\d{1,3})(?::(.*))?)?$/.exec(text);
  return /^([^:/]*)(?:\/(\d{1,3}))?(?::(.*))?$/.exec(text);
}

function parsePort(text: string | undefined): NetScope["port"] | false {
  if (text === undefined) return undefined;
  if (text === "*") return "any";
  const port = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : false;
}

/** The host part, or what is wrong with it. */
function parseHost(text: string): NetScope["host"] | string {
  const wild = text.startsWith("*.");
  const rest = wild ? text.slice(2) : text;
  if (text === "*") return 'A domain must be named; "*" alone is not one';
  if (rest.includes("*")) return '"*" may stand only for the whole first part, as in *.example.com';
  const name = normaliseHost(rest);
  if (name === undefined) return "This is not a domain or an address";
  if (!ipaddr.isValid(name)) return wild ? { type: "subdomains", suffix: name } : { type: "name", name };
  if (wild) return "An address has no subdomains; use a range such as 10.0.0.0/8";
  const address = ipaddr.parse(name);
  return { type: "range", address, bits: address.kind() === "ipv4" ? 32 : 128 };
}

function parseRange(text: string, bits: number): NetScope["host"] | string {
  // Only plain notation here: what "010.0.0.0/8" means differs from reader to reader.
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return "This is not an address range";
  const address = ipaddr.parse(text);
  const most = address.kind() === "ipv4" ? 32 : 128;
  if (bits > most) return `A range of this kind has at most ${most} bits`;
  // Hosts in ::ffff:0:0/96 are compared as IPv4, so such a range is turned into one too.
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress()) {
    if (bits < 96) return "Write this range as IPv4";
    return { type: "range", address: address.toIPv4Address(), bits: bits - 96 };
  }
  return { type: "range", address, bits };
}

function isBroad(host: NetScope["host"]): boolean {
  if (host.type === "subdomains") return !host.suffix.includes(".");
  return host.type === "range" && host.bits < (host.address.kind() === "ipv4" ? 8 : 16);
}

/**
 * Whether the scope covers a host and port.
 *
 * @param host as `normaliseHost` returns it
 * @param port undefined: the default port of `protocol`, or of any scheme when that is undefined too
 */
export function netScopeMatches(
  scope: NetScope,
  host: string,
  port: number | undefined,
  protocol: string | undefined,
): boolean {
  return hostMatches(scope.host, host) && portMatches(scope.port, port, protocol);
}

function portMatches(scope: NetScope["port"], port: number | undefined, protocol: string | undefined): boolean {
  if (scope === "any") return true;
  const standard = protocol === undefined ? undefined : defaultPort(protocol);
  if (scope !== undefined) return scope === (port ?? standard);
  if (port === undefined) return protocol === undefined || standard !== undefined;
  return protocol === undefined ? Object.values(DEFAULT_PORTS).includes(port) : port === standard;
}

function hostMatches(scope: NetScope["host"], host: string): boolean {
  if (scope.type === "name") return scope.name === host;
  if (scope.type === "subdomains") return host.endsWith(`.${scope.suffix}`);
  if (!ipaddr.isValid(host)) return false;
  const address = ipaddr.process(host);
  return address.kind() === scope.address.kind() && address.match(scope.address, scope.bits);
}

/** Whether whatever `inner` covers, `outer` covers too. */
export function netScopeCovers(outer: NetScope, inner: NetScope): boolean {
  return hostCovers(outer.host, inner.host) && (outer.port === "any" || outer.port === inner.port);
}

/** Whether some host and port may be covered by both. */
export function netScopesOverlap(one: NetScope, two: NetScope): boolean {
  return (hostCovers(one.host, two.host) || hostCovers(two.host, one.host)) && portsOverlap(one.port, two.port);
}

function hostCovers(outer: NetScope["host"], inner: NetScope["host"]): boolean {
  switch (inner.type) {
    case "name":
      return hostMatches(outer, inner.name);
    case "subdomains":
      return outer.type === "subdomains" && `.${inner.suffix}`.endsWith(`.${outer.suffix}`);
    case "range":
      return outer.type === "range" && outer.bits <= inner.bits && hostMatches(outer, inner.address.toString());
  }
}

function portsOverlap(one: NetScope["port"], two: NetScope["port"]): boolean {
  if (one === two || one === "any" || two === "any") return true;
  const [number, other] = one === undefined ? [two, one] : [one, two];
  return other === undefined && number !== undefined && Object.values(DEFAULT_PORTS).includes(number);
}
