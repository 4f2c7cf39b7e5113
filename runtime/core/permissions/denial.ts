/**
 * What a scope denies is more than it would permit, as with Deno: a host without a port is denied at every port, and a path
 * whose last name is spelled out with all that lies in it. Who permits too little is asked again; who denies too little
 * never hears of it.
 */
import type { NetScope } from "./net-scope.ts";
import { type PathRoots, type PathScope, pathPatterns } from "./path-scope.ts";
import { type Pattern, patternsOverlap, segmentsOf } from "./pattern.ts";

const ANYTHING = { text: "**", literal: false };

export function deniedHosts(scope: NetScope): NetScope {
  return scope.port === undefined ? { ...scope, port: "any" } : scope;
}

/** @param patterns of one denied scope of files */
export function deniedPatterns(patterns: readonly Pattern[]): readonly Pattern[] {
  return patterns.flatMap((pattern) =>
    pattern.at(-1)?.literal === true ? [pattern, [...pattern, ANYTHING]] : [pattern],
  );
}

/** Whether a path lies in what the scope denies; whether the scope means the path itself is not asked. @param path resolved */
export function liesInDenied(scope: PathScope, path: string, roots: PathRoots, kind: "read" | "write"): boolean {
  const names = segmentsOf(path, true).filter(({ text }) => text !== "");
  const fold = roots.caseInsensitive === true;
  return patternsIn(scope, roots, kind).some((pattern) => patternsOverlap(pattern, names, fold));
}

interface Known {
  readonly roots: PathRoots;
  readonly kind: "read" | "write";
  readonly patterns: readonly Pattern[];
}

/** For the roots that a scope was last asked about with: those of a plugin stay the same. */
const known = new WeakMap<PathScope, Known>();

function patternsIn(scope: PathScope, roots: PathRoots, kind: "read" | "write"): readonly Pattern[] {
  const last = known.get(scope);
  if (last?.roots === roots && last.kind === kind) return last.patterns;
  const patterns = deniedPatterns(pathPatterns(scope, roots, kind)).filter((pattern) => pattern.at(-1) === ANYTHING);
  known.set(scope, { roots, kind, patterns });
  return patterns;
}
