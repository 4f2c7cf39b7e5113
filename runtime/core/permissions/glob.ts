/** The one place where minimatch is configured, for file paths and for model names. */
import { braceExpand, Minimatch, type MinimatchOptions, minimatch } from "minimatch";
import { foldName } from "./path-names.ts";
import { type ParsedScope, scopeError } from "./scope.ts";

/** More alternatives than anybody writes by hand. minimatch would silently drop those over its limit: we refuse. */
const MAX_ALTERNATIVES = 100;

/** Far below `maxGlobstarRecursion`, over which minimatch answers "no match" although there is one. */
const MAX_GLOBSTARS = 32;

const OPTIONS: MinimatchOptions = {
  dot: true,
  noext: true,
  nonegate: true,
  nocomment: true,
  braceExpandMax: MAX_ALTERNATIVES + 1,
  // The same answer on every machine: paths come with "/" only.
  platform: "linux",
};

const FOLDING: MinimatchOptions = { nocase: true, normalize: true };

export interface Glob {
  /**
   * @param fold the names come from a file system that tells neither case nor Unicode forms apart
   */
  matches(path: string, fold: boolean): boolean;
  /** The globs without braces that it stands for. */
  readonly alternatives: readonly string[];
  /** Segments of all of these together: how much work it is to compare them. */
  readonly size: number;
}

/** Whether one segment of a glob without braces matches a name. */
export function matchesSegment(segment: string, name: string, fold: boolean): boolean {
  const options = { ...OPTIONS, nobrace: true };
  if (!fold) return minimatch(name, segment, options);
  return minimatch(name, segment, { ...options, ...FOLDING }) || minimatch(foldName(name), foldName(segment), options);
}

/** Parses a glob, `baseOffset` being where it stands in its scope. Every alternative is free of `.` and `..` segments. */
export function parseGlob(text: string, baseOffset: number): ParsedScope<Glob> {
  const globstars = text.split("**").length - 1;
  if (globstars > MAX_GLOBSTARS) return scopeError(`A scope has at most ${MAX_GLOBSTARS} "**"`, baseOffset);
  let alternatives: string[];
  try {
    alternatives = braceExpand(text, OPTIONS);
  } catch {
    return scopeError("This pattern cannot be read", baseOffset);
  }
  if (alternatives.length > MAX_ALTERNATIVES) {
    return scopeError(`The braces stand for more than ${MAX_ALTERNATIVES} patterns`, baseOffset + text.indexOf("{"));
  }
  const refused = refuseSegments(text, alternatives, baseOffset);
  if (refused) return refused;
  let exact: Minimatch;
  let nocase: Minimatch | undefined;
  let folded: Minimatch | undefined;
  try {
    exact = new Minimatch(text, OPTIONS);
  } catch {
    return scopeError("This pattern cannot be read", baseOffset);
  }
  // minimatch marks what it cannot use by leaving its set empty.
  if (exact.set.length === 0) return scopeError("This pattern cannot match anything", baseOffset);
  return {
    ok: true,
    scope: {
      alternatives,
      size: alternatives.join("/").split("/").length,
      matches(path, fold) {
        if (!fold) return exact.match(path);
        // Neither is enough: minimatch knows `[[:upper:]]`, `foldName` knows that `ſ` is another `s`.
        nocase ??= new Minimatch(text, { ...OPTIONS, ...FOLDING });
        folded ??= new Minimatch(foldName(text), OPTIONS);
        return nocase.match(path) || folded.match(foldName(path));
      },
    },
  };
}

/** A path that stands for itself, wildcards included. */
export function parseLiteral(text: string, baseOffset: number): ParsedScope<Glob> {
  const refused = refuseSegments(text, [text], baseOffset);
  if (refused) return refused;
  const folded = foldName(text);
  const matches = (path: string, fold: boolean) => path === text || (fold && foldName(path) === folded);
  return { ok: true, scope: { alternatives: [text], size: text.split("/").length, matches } };
}

function refuseSegments(text: string, alternatives: readonly string[], baseOffset: number) {
  for (const alternative of alternatives) {
    const segments = alternative.replace(/^\//, "").split("/");
    if (segments.some((segment) => segment === "..")) {
      return scopeError('A scope must not contain ".."', baseOffset + Math.max(0, text.indexOf("..")));
    }
    if (segments.some((segment) => segment === "." || segment === "")) {
      const at = text.search(/\/\/|\/\.?$|\/\.\/|^\.\//);
      return scopeError("A scope must not contain empty or . segments", baseOffset + Math.max(0, at));
    }
  }
  return undefined;
}
