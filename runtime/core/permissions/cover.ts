/**
 * How two scopes of a kind relate, whatever the values. `covers` never says yes wrongly and `overlap` never says no
 * wrongly; neither finds every relation between two patterns that a person would see.
 */
import type { PermissionKind } from "../ports.ts";
import { deniedHosts, deniedPatterns } from "./denial.ts";
import { type NetScope, netScopeCovers, netScopesOverlap } from "./net-scope.ts";
import { type AnyScope, parseScope } from "./parse-scope.ts";
import { isNamed, type PathRoots, pathPatterns } from "./path-scope.ts";
import { type Pattern, patternCovers, patternsOverlap } from "./pattern.ts";

/** Folders that lie nowhere: scopes of manifests are compared without knowing where the plugin will be. */
export const NO_ROOTS: PathRoots = { plugin: "/\0plugin", data: "/\0plugin", workspace: ["/\0workspace"] };

/** A denied scope denies more than the same scope would permit (denial.ts). */
type Use = "permits" | "denies";

/** Whether everything that `inner` permits is permitted, or denied, by `outer`; false when either cannot be read. */
export function scopeCovers(
  kind: PermissionKind,
  outer: string,
  inner: string,
  roots = NO_ROOTS,
  use: Use = "permits",
): boolean {
  return relate(kind, outer, inner, use, {
    net: netScopeCovers,
    patterns: (o, i) => i.every((one) => o.some((other) => patternCovers(other, one))),
    unknown: false,
    roots,
  });
}

/** Whether some value that `two` permits may be permitted, or denied, by `one`; false when either cannot be read. */
export function scopesOverlap(
  kind: PermissionKind,
  one: string,
  two: string,
  roots = NO_ROOTS,
  use: Use = "permits",
): boolean {
  const fold = roots.caseInsensitive === true;
  return relate(kind, one, two, use, {
    net: netScopesOverlap,
    patterns: (a, b) => a.some((left) => b.some((right) => patternsOverlap(left, right, fold))),
    unknown: true,
    roots,
  });
}

/**
 * How much work it is to compare scopes of a kind with another one. The manifest and the question may both come from a
 * hostile plugin, and braces multiply: without a limit one question would keep the host busy for an hour.
 */
export function comparisonCost(kind: PermissionKind, scopes: readonly string[], scope: string): number {
  if (kind !== "read" && kind !== "write" && kind !== "ai") return scopes.length;
  const size = sizeOf(kind, scope);
  return scopes.reduce((sum, other) => sum + sizeOf(kind, other) * size, 0);
}

/** Of two scopes, with twenty alternatives of three segments each for instance. */
const MAX_COST = 5000;

/** Segments of all patterns that a scope stands for. */
function sizeOf(kind: PermissionKind, text: string): number {
  const parsed = parseScope(kind, text);
  if (!parsed.ok || "host" in parsed.scope) return 1;
  if ("base" in parsed.scope) return parsed.scope.glob?.size ?? 1;
  return parsed.scope.patterns.reduce((sum, pattern) => sum + pattern.length, 0);
}

interface Relation {
  readonly net: (one: NetScope, two: NetScope) => boolean;
  readonly patterns: (one: readonly Pattern[], two: readonly Pattern[]) => boolean;
  /** The answer that errs on the safe side, where finding out would take too long. */
  readonly unknown: boolean;
  readonly roots: PathRoots;
}

/** @param use what the first of them does */
function relate(kind: PermissionKind, one: string, two: string, use: Use, relation: Relation): boolean {
  const [a, b] = [parseScope(kind, one), parseScope(kind, two)];
  if (!a.ok || !b.ok) return false;
  const denies = use === "denies";
  if ("host" in a.scope) return "host" in b.scope && relation.net(denies ? deniedHosts(a.scope) : a.scope, b.scope);
  if (one !== two && comparisonCost(kind, [one], two) > MAX_COST) return relation.unknown;
  const roots = withFolders([a.scope, b.scope], relation.roots);
  const patterns = patternsOf(a.scope, kind, roots);
  const first = denies && "base" in a.scope ? deniedPatterns(patterns) : patterns;
  return relation.patterns(first, patternsOf(b.scope, kind, roots));
}

/** A scope of a folder that is not open permits nothing now, but it is not nothing: the folder is thought to be there. */
function withFolders(scopes: readonly AnyScope[], roots: PathRoots): PathRoots {
  const named = scopes.flatMap((scope) => ("base" in scope && scope.folder !== undefined ? [scope.folder] : []));
  const open = roots.workspace.length > 0 ? roots.workspace : NO_ROOTS.workspace;
  const closed = named.filter((name) => !open.some((root) => isNamed(root, name, roots.caseInsensitive === true)));
  return { ...roots, workspace: [...open, ...closed.map((name) => `/\0named/${name}`)] };
}

function patternsOf(scope: AnyScope, kind: PermissionKind, roots: PathRoots): readonly Pattern[] {
  if ("base" in scope) return pathPatterns(scope, roots, kind === "write" ? "write" : "read");
  return "patterns" in scope ? scope.patterns : [];
}
