/** Addresses that a network scope admits and such that it does not, each asked of the permission model itself. */
import ipaddr from "ipaddr.js";
import { NO_ROOTS } from "../../../runtime/core/permissions/cover.ts";
import { decide, type Rules } from "../../../runtime/core/permissions/decide.ts";
import { type NetScope, parseNetScope, parseTarget } from "../../../runtime/core/permissions/net-scope.ts";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";
import type { ManifestView } from "../../feature.ts";
import { textsAt } from "../../nodes.ts";
import { code } from "../markdown.ts";

const MOST = 3;

/** Lines of Markdown. The protocols are those that the manifest declares, or https where there are none yet. */
export function domainExamples({ tree }: ManifestView, text: string): string[] {
  const scope = parseNetScope(text);
  if (!scope.ok) return [];
  const declared = ["permissions", "optionalPermissions"].flatMap((b) => textsAt(tree, `/${b}/network/protocols/*`));
  const protocols = declared.length > 0 ? [...new Set(declared)] : ["https"];
  const candidates = candidatesFor(scope.scope, protocols[0] ?? "https");
  const rules: Rules = { declared: { ...NO_PERMISSIONS, net: [text], protocols }, allow: {}, deny: {} };
  const isAdmitted = (url: string) => {
    const target = parseTarget(url);
    return target !== undefined && decide(rules, { kind: "net", ...target }, NO_ROOTS).state !== "denied";
  };
  const admitted = candidates.filter(isAdmitted).slice(0, MOST);
  const refused = candidates.filter((url) => !isAdmitted(url)).slice(0, MOST);
  return [
    ...(admitted.length > 0 ? [`Admits ${admitted.map(code).join(", ")}`] : []),
    ...(refused.length > 0 ? [`Not ${refused.map(code).join(", ")}`] : []),
  ];
}

/** Near misses and hits of every sort; which is which the permission model says. */
function candidatesFor({ host, port }: NetScope, protocol: string): string[] {
  const hosts = hostsFor(host);
  const given = typeof port === "number" ? [`:${port}`] : port === "any" ? [":8080", ""] : [""];
  const other = typeof port === "number" ? ["", `:${port === 8080 ? 8081 : 8080}`] : [":8080"];
  const [first = "", ...others] = hosts;
  return [
    ...given.map((suffix) => `${protocol}://${first}${suffix}`),
    ...others.map((name) => `${protocol}://${name}${given[0] ?? ""}`),
    ...other.map((suffix) => `${protocol}://${first}${suffix}`),
    ...(protocol === "http" ? [] : [`http://${first}${given[0] ?? ""}`]),
  ].filter((url, index, all) => all.indexOf(url) === index);
}

function hostsFor(host: NetScope["host"]): string[] {
  if (host.type === "name") return [host.name, `www.${host.name}`, `${host.name}.evil.example`];
  if (host.type === "subdomains") {
    const { suffix } = host;
    return [`api.${suffix}`, `a.b.${suffix}`, suffix, `evil${suffix}`];
  }
  return addressesIn(host.address, host.bits);
}

/** The first and the last address of a range, and those beside it. */
function addressesIn(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string[] {
  const bytes = address.toByteArray();
  const mask = bytes.map((_, index) => (0xff00 >> Math.min(8, Math.max(0, bits - index * 8))) & 0xff);
  const first = bytes.map((byte, index) => byte & (mask[index] ?? 0));
  const last = first.map((byte, index) => byte | (~(mask[index] ?? 0) & 0xff));
  const range = [first, last, shifted(last, 1), shifted(first, -1)];
  const texts = range.flatMap((each) => (each ? [written(each)] : []));
  return [...new Set(texts)];
}

/** The next or previous address; undefined at the ends of the space. */
function shifted(bytes: readonly number[], by: 1 | -1): number[] | undefined {
  const result = [...bytes];
  for (let index = result.length - 1; index >= 0; index -= 1) {
    const next = (result[index] ?? 0) + by;
    result[index] = next & 0xff;
    if (next >= 0 && next <= 0xff) return result;
  }
  return undefined;
}

function written(bytes: number[]): string {
  const address = ipaddr.fromByteArray(bytes);
  return address.kind() === "ipv6" ? `[${address.toString()}]` : address.toString();
}
