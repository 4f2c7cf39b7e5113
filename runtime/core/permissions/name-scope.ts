/** Scopes of `memory` and `system` (exact names) and of `ai` (globs over model names, such as `local/*`). */
import { type Glob, parseGlob } from "./glob.ts";
import { type Pattern, segmentsOf } from "./pattern.ts";
import { type ParsedScope, refuseText, scopeError } from "./scope.ts";

export interface NameScope {
  readonly text: string;
  readonly broad: boolean;
  matches(name: string): boolean;
  readonly patterns: readonly Pattern[];
}

const MAX_NAME = 256;

export function parseNameScope(text: string): ParsedScope<NameScope> {
  const refused = refuseText(text);
  if (refused) return refused;
  if (text.length > MAX_NAME) return scopeError(`A name has at most ${MAX_NAME} characters`, MAX_NAME);
  const star = text.search(/[*?]/);
  if (star >= 0) return scopeError("Names are listed one by one, without wildcards", star);
  if (text.trim() !== text) return scopeError("A name does not start or end with a space", 0, text.trim());
  return {
    ok: true,
    scope: { text, broad: false, matches: (name) => name === text, patterns: [[{ text, literal: true }]] },
  };
}

export function parseModelScope(text: string): ParsedScope<NameScope> {
  const refused = refuseText(text);
  if (refused) return refused;
  const parsed = parseGlob(text, 0);
  if (!parsed.ok) return parsed;
  const glob: Glob = parsed.scope;
  const patterns = glob.alternatives.map((alternative) => segmentsOf(alternative, false));
  return {
    ok: true,
    scope: { text, patterns, broad: /^\*+$|^\*\*\//.test(text), matches: (name) => glob.matches(name, false) },
  };
}

/** Whether a name can be decided about at all. */
export function isName(name: string): boolean {
  return name.length > 0 && name.length <= MAX_NAME && !/[\p{Cc}\p{Cs}]/u.test(name);
}
