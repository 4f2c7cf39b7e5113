/** What kind of address a name led to. Only addresses of the public internet go without a scope of their own. */
import ipaddr from "ipaddr.js";

/**
 * Answered from inside the virtual machine that asks (Azure's platform services), though it lies in a public range.
 * https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
 */
const INSIDE_THE_HOST: ReadonlySet<string> = new Set(["168.63.129.16"]);

/** What ipaddr.js (2.5) still counts as public: IPv4-compatible IPv6, which some systems route to the IPv4 address. */
const IPV4_COMPATIBLE: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("::"), 96];

/** NAT64's well-known prefix: the last 32 bits are the IPv4 address that is reached (RFC 6052). */
const NAT64: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("64:ff9b::"), 96];

/**
 * The address that a connection reaches in the end, in canonical form: an IPv4-mapped one and one behind NAT64's
 * well-known prefix are the IPv4 address. In networks that have only IPv6 every IPv4 host resolves to the latter.
 *
 * @throws {Error} when it is no IP address
 */
export function reachedAddress(address: string): string {
  const parsed = ipaddr.process(withoutZone(address));
  if (!(parsed instanceof ipaddr.IPv6) || !parsed.match(NAT64)) return parsed.toString();
  return ipaddr.fromByteArray(parsed.toByteArray().slice(12)).toString();
}

/** Whether anybody on the internet could be reached there; false for loopback, private, link-local and the like. */
export function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.parse(reachedAddress(address));
  if (parsed.range() !== "unicast" || INSIDE_THE_HOST.has(parsed.toString())) return false;
  return !(parsed instanceof ipaddr.IPv6 && parsed.match(IPV4_COMPATIBLE));
}

/** Whether it is this machine's own, `127.0.0.0/8` or `::1`. */
export function isLoopback(address: string): boolean {
  return ipaddr.parse(reachedAddress(address)).range() === "loopback";
}

export function isAddress(text: string): boolean {
  return ipaddr.isValid(text);
}

/** `localhost` and what ends in `.localhost`: this machine, without asking DNS (RFC 6761, section 6.3). */
export function isLocalName(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost");
}

/** `fe80::1%eth0` names an interface too, which says nothing about the address. */
function withoutZone(address: string): string {
  return address.replace(/%.*$/s, "");
}
