/** Names to addresses, once per connection: what was checked is what is connected to. */
import { lookup } from "node:dns/promises";
import { AiHubError } from "../../core/errors.ts";
import { isAddress, isLocalName } from "./address.ts";

/** All addresses of a name, best first. Rejects, or resolves to none, when there is no such name. */
export type Resolver = (host: string) => Promise<readonly string[]>;

/** As every program of the system resolves. */
export const systemResolver: Resolver = async (host) => {
  const found = await lookup(host, { all: true, order: "verbatim" });
  return found.map(({ address }) => address);
};

/** More answers than any honest name has: each of them would have to be checked. */
const MAX_ADDRESSES = 64;

/**
 * The addresses to try for a host, none of them checked yet. Addresses stand for themselves; `localhost` is this machine
 * whatever DNS says.
 *
 * @throws AiHubError ERR_IO when the name is unknown, or `signal`'s reason
 */
export async function addressesOf(host: string, resolve: Resolver, signal: AbortSignal): Promise<readonly string[]> {
  if (isAddress(host)) return [host];
  if (isLocalName(host)) return ["127.0.0.1", "::1"];
  const addresses = await orAbort(resolve(host), signal).catch((error: unknown) => {
    signal.throwIfAborted();
    throw unknown(host, error);
  });
  if (addresses.length === 0 || addresses.length > MAX_ADDRESSES || !addresses.every(isAddress)) throw unknown(host);
  return addresses;
}

function unknown(host: string, cause?: unknown): AiHubError {
  return new AiHubError("ERR_IO", `The host ${host} cannot be found`, undefined, { cause });
}

/** A lookup cannot be called off; nobody waits for it any longer. */
async function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = (): void => aborted.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
