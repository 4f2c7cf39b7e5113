/** What a whole scope may do: the answer to a query that names no single value. */
import type { PermissionKind } from "../ports.ts";
import { isUnavailable } from "./capabilities.ts";
import { comparisonCost, scopeCovers, scopesOverlap } from "./cover.ts";
import type { PathRoots, Rules, Scopes } from "./decide.ts";
import { checkScope } from "./parse-scope.ts";

/** `partial`: its parts get different answers. */
export type ScopeState = "granted" | "prompt" | "denied" | "partial";

/**
 * The state of everything that a scope covers, or of all that is declared of its kind when it is undefined.
 *
 * It is `granted` only when one declared and one allowed scope cover the whole, and no denied one touches it. What
 * cannot be told apart, or would take too long, is `partial`. A scope that cannot be read is `denied`.
 */
export function queryScope(
  rules: Rules,
  kind: PermissionKind,
  scope: string | undefined,
  roots: PathRoots,
): ScopeState {
  const declared = rules.declared[kind];
  const protocols = rules.declared.protocols;
  if (kind === "net" && protocols !== "all" && protocols.length === 0) return "denied";
  if (scope === undefined) return queryAll(rules, kind, declared, roots);
  if (checkScope(kind, scope).error || isUnavailable(kind, scope)) return "denied";
  const deny = rules.deny[kind] ?? [];
  const allow = rules.allow[kind] ?? [];
  const known = (scopes: Scopes) => scopes === "all" || scopes.includes(scope);
  if (isTooMuch(kind, [deny, ...[declared, allow].filter((scopes) => !known(scopes))], scope)) return "partial";
  const covered = (scopes: Scopes) => known(scopes) || coveredBy(kind, scopes, scope, roots);
  const touched = (scopes: Scopes) => known(scopes) || touching(kind, scopes, scope, roots);
  if (!touched(declared) || coveredBy(kind, denials(deny, kind), scope, roots, "denies")) return "denied";

  const states = new Set<ScopeState>();
  if (touching(kind, denials(deny, kind), scope, roots, "denies")) states.add("denied");
  if (!covered(declared)) states.add("denied");
  if (!covered(allow)) states.add("prompt");
  if (touched(allow)) states.add("granted");
  const [state = "denied"] = states;
  return states.size === 1 ? state : "partial";
}

/** Some milliseconds of work. */
const MAX_COST = 20_000;

/** Whether it would take too long to compare a scope with all of these. */
export function isTooMuch(kind: PermissionKind, lists: readonly Scopes[], scope: string): boolean {
  const costs = lists.map((scopes) => (scopes === "all" ? 0 : comparisonCost(kind, scopes, scope)));
  return costs.reduce((sum, cost) => sum + cost, 0) > MAX_COST;
}

function queryAll(rules: Rules, kind: PermissionKind, declared: Scopes, roots: PathRoots): ScopeState {
  if (rules.deny[kind] === "all") return "denied";
  if (declared === "all") return rules.allow[kind] === "all" && !rules.deny[kind]?.length ? "granted" : "partial";
  const states = new Set(declared.map((scope) => queryScope(rules, kind, scope, roots)));
  const [state = "denied"] = states;
  return states.size <= 1 ? state : "partial";
}

/** A denial that cannot be read is one of everything. */
function denials(deny: Scopes, kind: PermissionKind): Scopes {
  return deny === "all" || deny.some((scope) => checkScope(kind, scope).error) ? "all" : deny;
}

function coveredBy(kind: PermissionKind, scopes: Scopes, scope: string, roots: PathRoots, use?: "denies"): boolean {
  return scopes === "all" || scopes.some((outer) => scopeCovers(kind, outer, scope, roots, use));
}

/** Whether some of the scopes may share a value with the scope. */
function touching(kind: PermissionKind, scopes: Scopes, scope: string, roots: PathRoots, use?: "denies"): boolean {
  return scopes === "all" || scopes.some((other) => scopesOverlap(kind, other, scope, roots, use));
}

/** Whether a text that a plugin asks about stands for more than one value: then it is a scope. */
export function isPattern(kind: PermissionKind, text: string): boolean {
  switch (kind) {
    case "read":
    case "write":
      return /^=|[*?[{]/.test(text);
    case "ai":
      return /[*?[{]/.test(text);
    case "net":
      return !text.includes("://") && /[*/]/.test(text);
    case "memory":
    case "system":
      return false;
  }
}
