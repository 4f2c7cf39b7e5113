/** The decision itself: a pure function of what is declared, what was granted and refused, and what is asked. */

import type { PermissionKind } from "../ports.ts";
import { allowFlag, allowInLaunch } from "./allow-flag.ts";
import { isUnavailable, NOT_AVAILABLE } from "./capabilities.ts";
import { deniedHosts, liesInDenied } from "./denial.ts";
import { escapeForDisplay } from "./escape.ts";
import { isName } from "./name-scope.ts";
import { isPort, netScopeMatches, normaliseHost } from "./net-scope.ts";
import { type AnyScope, parseScope } from "./parse-scope.ts";
import { isResolvedPath, type PathRoots, pathScopeMatches, scopeForPath } from "./path-scope.ts";
import type { PermissionSet } from "./permission-set.ts";

export type { PathRoots };

/** What somebody wants to do. */
export type Query =
  /** `path` is an absolute real path with `/` between folders. */
  | { readonly kind: "read" | "write"; readonly path: string }
  /**
   * `protocol` without colon; undefined: any that is declared. `port` undefined: the default one. `host` in any
   * notation of the URL standard.
   */
  | {
      readonly kind: "net";
      readonly protocol?: string | undefined;
      readonly host: string;
      readonly port?: number | undefined;
    }
  | { readonly kind: "memory"; readonly collection: string }
  | { readonly kind: "ai"; readonly model: string }
  | { readonly kind: "system"; readonly name: string };

/** A list of scopes, or everything of its kind. */
export type Scopes = readonly string[] | "all";

/** The ceiling; "all" exists for bare files that are run with a flag and have no manifest. */
export type Declared = { readonly [K in keyof PermissionSet]: Scopes } & {
  /** Where it comes from, for hints on how to widen it. @default plugin.json */
  readonly from?: "flags" | "launch";
};

export interface Rules {
  readonly declared: Declared;
  readonly allow: Partial<Record<PermissionKind, Scopes>>;
  readonly deny: Partial<Record<PermissionKind, Scopes>>;
}

export interface Decision {
  readonly state: "granted" | "prompt" | "denied";
  /** The scope that decided: the one that denies, grants, or would be asked for; "" when there is none. */
  readonly scope: string;
  /** One sentence, escaped for display. For a denial it is the message of the error. */
  readonly reason: string;
  /** What to do about it; "" when granted. */
  readonly hint: string;
}

/**
 * Decides one query. Deny wins over allow, whatever the specificity; what is not declared is denied; what is declared
 * but neither allowed nor denied is `prompt`. A declared or allowed scope that cannot be read matches nothing, a denied
 * one matches everything of its kind; what else a denied one matches beyond its text, denial.ts says.
 */
export function decide(rules: Rules, query: Query, roots: PathRoots): Decision {
  const subject = resolve(query, roots);
  const refusal = deniedMessage(query);
  if (!subject) return { state: "denied", scope: "", reason: refusal, hint: "This value is malformed" };

  if (query.kind === "system" && isUnavailable(query.kind, query.name)) {
    const reason = `System capability ${NOT_AVAILABLE}: ${escapeForDisplay(query.name)}`;
    return { state: "denied", scope: "", reason, hint: "No permission can give it to a plugin" };
  }
  const denied = find(rules.deny[query.kind], subject, "deny");
  if (denied !== undefined) {
    const hint = `Denied by the rule ${quote(denied)}; only the user can change that`;
    return { state: "denied", scope: denied, reason: refusal, hint };
  }
  const { protocols } = rules.declared;
  if (query.kind === "net" && protocols !== "all") {
    const { protocol } = query;
    if (protocol === undefined) return anyProtocol(rules, query, protocols, roots);
    if (!protocols.includes(protocol)) {
      const reason = `Protocol not permitted: ${escapeForDisplay(protocol)}`;
      return { state: "denied", scope: "", reason, hint: addLine(protocol, "network.protocols") };
    }
  }
  const ceiling = find(rules.declared[query.kind], subject, "cover");
  if (ceiling === undefined) {
    const suggestion = subject.suggestion();
    const hint = widen(rules.declared.from, query, suggestion);
    return { state: "denied", scope: "", reason: refusal, hint };
  }
  const granted = find(rules.allow[query.kind], subject, "cover");
  if (granted !== undefined) {
    return { state: "granted", scope: granted, reason: `Granted by ${quote(granted)}`, hint: "" };
  }
  const reason = `Declared by ${quote(ceiling)}, not decided yet`;
  return { state: "prompt", scope: ceiling, reason, hint: "The user has to allow this" };
}

function widen(from: Declared["from"], query: Query, suggestion: string): string {
  if (from === "flags") return `Run again with ${allowFlag(query.kind, suggestion)}`;
  if (from === "launch") return `Add to the debug configuration: ${allowInLaunch(query.kind, suggestion)}`;
  return missingLine(query, suggestion);
}

/** A host without a protocol may be reached when one of the declared protocols may reach it. */
function anyProtocol(
  rules: Rules,
  query: Extract<Query, { kind: "net" }>,
  protocols: readonly string[],
  roots: PathRoots,
): Decision {
  const decisions = protocols.map((protocol) => decide(rules, { ...query, protocol }, roots));
  const best = ["granted", "prompt", "denied"].flatMap((state) => decisions.find((d) => d.state === state) ?? [])[0];
  const hint = addLine("https", "network.protocols");
  return best ?? { state: "denied", scope: "", reason: deniedMessage(query), hint };
}

/** The wording of a denial, `File read not permitted: <path>` and the like, escaped for display. */
export function deniedMessage(query: Query): string {
  const value = (text: string) => escapeForDisplay(text, 300);
  switch (query.kind) {
    case "read":
    case "write":
      return `File ${query.kind} not permitted: ${value(query.path)}`;
    case "net": {
      if (query.port === undefined) return `Domain not permitted: ${value(query.host)}`;
      const host = query.host.includes(":") ? `[${query.host}]` : query.host;
      return `Domain not permitted: ${value(host)}:${query.port}`;
    }
    case "memory":
      return `Memory collection not permitted: ${value(query.collection)}`;
    case "ai":
      return `AI model not permitted: ${value(query.model)}`;
    case "system":
      return `System capability not permitted: ${value(query.name)}`;
  }
}

/** A well-formed query: a test for parsed scopes, and the scope that would name it exactly. */
interface Subject {
  readonly kind: PermissionKind;
  suggestion(): string;
  isCoveredBy(scope: AnyScope): boolean;
  isDeniedBy(scope: AnyScope): boolean;
}

function resolve(query: Query, roots: PathRoots): Subject | undefined {
  switch (query.kind) {
    case "read":
    case "write": {
      const { kind, path } = query;
      if (!isResolvedPath(path)) return undefined;
      const isCoveredBy = (scope: AnyScope) => "base" in scope && pathScopeMatches(scope, path, roots, kind);
      const isDeniedBy = (scope: AnyScope) =>
        isCoveredBy(scope) || ("base" in scope && liesInDenied(scope, path, roots, kind));
      return { kind, suggestion: () => scopeForPath(path, roots, kind), isCoveredBy, isDeniedBy };
    }
    case "net": {
      const { protocol, port } = query;
      const host = normaliseHost(query.host);
      if (host === undefined) return undefined;
      if (port !== undefined && !isPort(port)) return undefined;
      const isCoveredBy = (scope: AnyScope) => "host" in scope && netScopeMatches(scope, host, port, protocol);
      const isDeniedBy = (scope: AnyScope) => "host" in scope && isCoveredBy(deniedHosts(scope));
      const address = host.includes(":") ? `[${host}]` : host;
      const suggestion = () => (port === undefined ? address : `${address}:${port}`);
      return { kind: "net", suggestion, isCoveredBy, isDeniedBy };
    }
    case "memory":
      return named("memory", query.collection);
    case "ai":
      return named("ai", query.model);
    case "system":
      return named("system", query.name);
  }
}

function named(kind: PermissionKind, name: string): Subject | undefined {
  if (!isName(name)) return undefined;
  const isCoveredBy = (scope: AnyScope) => "matches" in scope && scope.matches(name);
  return { kind, suggestion: () => name, isCoveredBy, isDeniedBy: isCoveredBy };
}

/** The first scope that covers the subject, or denies it. One that cannot be parsed covers nothing and denies all. */
function find(scopes: Scopes | undefined, subject: Subject, does: "cover" | "deny"): string | undefined {
  if (scopes === undefined) return undefined;
  if (scopes === "all") return "all";
  return scopes.find((text) => {
    const parsed = parseScope(subject.kind, text);
    if (!parsed.ok) return does === "deny";
    return does === "deny" ? subject.isDeniedBy(parsed.scope) : subject.isCoveredBy(parsed.scope);
  });
}

function missingLine(query: Query, suggestion: string): string {
  switch (query.kind) {
    case "read":
    case "write":
      return addLine(suggestion, `filesystem.${query.kind}`);
    case "net":
      return addLine(suggestion, "network.domains");
    case "memory":
      return addLine(suggestion, "memory.collections");
    case "ai":
      return addLine(suggestion, "ai.models");
    case "system":
      return `add ${quote(suggestion)}: true to permissions.system in plugin.json`;
  }
}

function addLine(scope: string, list: string): string {
  return `add ${quote(scope)} to permissions.${list} in plugin.json`;
}

function quote(text: string): string {
  return JSON.stringify(escapeForDisplay(text, 300));
}
