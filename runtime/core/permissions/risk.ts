/**
 * How much it is to give a plugin one permission, for a person who looks through many. It goes by what the scope means and
 * not by how it is spelt, and leans to the worse: what is of low or medium risk may be chosen beforehand.
 */
import ipaddr from "ipaddr.js";
import type { PermissionKind } from "./kinds.ts";
import { type NetScope, parseNetScope } from "./net-scope.ts";
import { checkScope } from "./parse-scope.ts";
import { type PathScope, parsePathScope } from "./path-scope.ts";
import { segmentsOf } from "./pattern.ts";

export interface Risk {
  /** From least to most. `broad`: neither the plugin's folder, the workspace nor one owner bounds it. */
  readonly word: "low" | "medium" | "high" | "broad";
  /** What it comes to, in a few words. */
  readonly why: string;
}

const UNREADABLE: Risk = { word: "broad", why: "it cannot be understood" };
/** They only show something. */
const MILD_CAPABILITIES = ["notifications"];

/** @param scope as it is declared; one that cannot be read is as bad as can be */
export function riskOf(kind: PermissionKind, scope: string): Risk {
  const { broad, error } = checkScope(kind, scope);
  if (error) return UNREADABLE;
  switch (kind) {
    case "read":
    case "write": {
      const parsed = parsePathScope(scope);
      return parsed.ok ? fileRisk(kind === "read" ? "reads" : "changes", parsed.scope) : UNREADABLE;
    }
    case "net": {
      const parsed = parseNetScope(scope);
      return parsed.ok ? netRisk(parsed.scope) : UNREADABLE;
    }
    case "memory":
      return broad ? { word: "broad", why: "uses every collection" } : { word: "low", why: "uses a memory of its own" };
    case "ai":
      return broad ? { word: "broad", why: "uses any model" } : { word: "medium", why: "sends text to a model" };
    case "system":
      if (MILD_CAPABILITIES.includes(scope)) return { word: "low", why: "shows you something" };
      return { word: "high", why: "uses your computer" };
  }
}

function fileRisk(does: "reads" | "changes", { base, glob, text }: PathScope): Risk {
  if (base === "absolute") return { word: "broad", why: `${does} files beyond the plugin and the workspace` };
  if (base === "plugin") return { word: does === "reads" ? "low" : "medium", why: `${does} files of its own folder` };
  if (does === "changes") return { word: "high", why: "changes files of your workspace" };
  const heads = glob?.alternatives.map((path) => segmentsOf(path, text.startsWith("="))[0]) ?? [undefined];
  if (heads.some((first) => !first?.literal)) return { word: "high", why: "reads files all over your workspace" };
  if (heads.some((first) => first?.text.startsWith("."))) {
    return { word: "high", why: "reads hidden files of your workspace, where secrets may be" };
  }
  return { word: "medium", why: "reads files of your workspace" };
}

function netRisk({ host, broad }: NetScope): Risk {
  if (broad) return { word: "broad", why: "exchanges data with servers of many owners" };
  if (host.type === "subdomains") return { word: "medium", why: "exchanges data with the servers of a domain" };
  const inside: Risk = { word: "high", why: "reaches this computer or your own network" };
  if (host.type === "name") {
    const isLocal = host.name === "localhost" || /\.(?:localhost|local|internal|lan|home\.arpa)$/.test(host.name);
    return isLocal || !host.name.includes(".") ? inside : { word: "medium", why: "exchanges data with this server" };
  }
  if (ipaddr.process(host.address.toString()).range() !== "unicast") return inside;
  const isOne = host.bits === (host.address.kind() === "ipv4" ? 32 : 128);
  if (isOne) return { word: "medium", why: "exchanges data with this server" };
  return { word: "high", why: "exchanges data with a whole network" };
}
