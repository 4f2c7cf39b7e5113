/**
 * Opens sockets to addresses that were checked, and to no others: the name is not resolved a second time, so that an
 * answer that changed meanwhile (DNS rebinding) changes nothing. Proxies of the environment are not used: behind one, the
 * address that is reached would be the proxy's to choose.
 */
import { connect as connectTcp, isIPv6, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { buildConnector } from "undici";

export interface ConnectOptions {
  /** Addresses that were allowed, best first; tried in turn, IPv6 and IPv4 by turns (RFC 8305). */
  readonly addresses: readonly string[];
  /** Certificates (PEM) of authorities to trust. @default the system's */
  readonly ca: string | undefined;
  /** Ends the attempt, and the connection too when it stands. */
  readonly signal: AbortSignal;
}

/** For undici's `connect` option. TLS names and verifies the host, wherever the connection is pinned to. */
export function pinnedConnector({ addresses, ca, signal }: ConnectOptions): buildConnector.connector {
  const pinned = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  const lookup: LookupFunction = (_host, { all }, callback) => {
    const [first] = pinned;
    if (all || !first) callback(null, pinned);
    else callback(null, first.address, first.family);
  };
  return ({ hostname, port, protocol, servername }, callback) => {
    if (signal.aborted) return callback(signal.reason as Error, null);
    const secure = protocol === "https:";
    const to = { host: hostname, port: Number(port) || (secure ? 443 : 80), lookup, autoSelectFamily: true };
    // Said, because the environment could otherwise switch verification off (NODE_TLS_REJECT_UNAUTHORIZED).
    const trust = { rejectUnauthorized: true, ...(ca ? { ca } : {}), ...(servername ? { servername } : {}) };
    const socket: Socket = secure ? connectTls({ ...to, ...trust, ALPNProtocols: ["http/1.1"] }) : connectTcp(to);
    const onAbort = (): void => void socket.destroy(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    let settled = false;
    const settle = (error: Error | null): void => {
      if (settled) return;
      settled = true;
      if (error) callback(error, null);
      else callback(null, socket);
    };
    socket.once(secure ? "secureConnect" : "connect", () => settle(null));
    socket.on("error", settle);
    socket.once("close", () => {
      signal.removeEventListener("abort", onAbort);
      settle(new Error("The connection was closed"));
    });
    socket.setNoDelay(true);
  };
}
