/** Reads the URL of a request once: what is checked, resolved, connected to and sent as `Host` all come from here. */
import { AiHubError } from "../../core/errors.ts";
import { escapeForDisplay } from "../../core/permissions/escape.ts";
import { MAX_TARGET, type NetTarget, NO_USER, namesUser, normaliseHost } from "../../core/permissions/net-scope.ts";

/** What a request is sent to. */
export interface RequestTarget extends NetTarget {
  readonly protocol: "http" | "https";
  /** Canonical, without a trailing dot; an IPv6 address without brackets. */
  readonly host: string;
  /** The same host, and nothing in it that a server or a certificate could read otherwise. */
  readonly url: URL;
}

/**
 * Parses as browsers do, then refuses what a person could misread.
 *
 * @throws AiHubError ERR_INVALID_ARGUMENT for what is no URL, for a user name in it, for port 0; ERR_PERMISSION_DENIED,
 * `Protocol not permitted: <scheme>`, for other schemes than `http` and `https`
 */
export function readTarget(text: string, base?: URL): RequestTarget {
  const url = text.length <= MAX_TARGET ? URL.parse(text, base?.href) : null;
  if (!url || url.href.length > MAX_TARGET) throw invalid(`Not a usable URL: ${shown(text)}`);
  const protocol = url.protocol.slice(0, -1);
  if (protocol !== "http" && protocol !== "https") {
    const hint = "plugins send requests with http and https only";
    throw new AiHubError("ERR_PERMISSION_DENIED", `Protocol not permitted: ${escapeForDisplay(protocol, 80)}`, hint);
  }
  if (namesUser(url)) throw invalid(NO_USER);
  const host = normaliseHost(url.hostname);
  if (host === undefined || url.port === "0") throw invalid(`Not a host that can be reached: ${shown(text)}`);
  url.hostname = host.includes(":") ? `[${host}]` : host;
  return { protocol, host, port: url.port === "" ? undefined : Number(url.port), url };
}

function invalid(message: string): AiHubError {
  return new AiHubError("ERR_INVALID_ARGUMENT", message);
}

function shown(text: string): string {
  return JSON.stringify(escapeForDisplay(text, 100));
}
