/** One way from the text of a scope to what it means, for all kinds. */
import type { PermissionKind } from "../ports.ts";
import { type NameScope, parseModelScope, parseNameScope } from "./name-scope.ts";
import { type NetScope, parseNetScope } from "./net-scope.ts";
import { type PathScope, parsePathScope } from "./path-scope.ts";
import type { ParsedScope, ScopeError } from "./scope.ts";

export type AnyScope = PathScope | NetScope | NameScope;

/** Parsed scopes by kind and text. Bounded: grants of many plugins may pass through, none need stay. */
const cache = new Map<string, ParsedScope<AnyScope>>();
const MAX_CACHED = 2000;

const PARSERS: Readonly<Record<PermissionKind, (text: string) => ParsedScope<AnyScope>>> = {
  read: parsePathScope,
  write: parsePathScope,
  net: parseNetScope,
  memory: parseNameScope,
  ai: parseModelScope,
  system: parseNameScope,
};

export function parseScope(kind: PermissionKind, text: string): ParsedScope<AnyScope> {
  const key = `${kind}:${text}`;
  const known = cache.get(key);
  if (known) return known;
  const parsed = PARSERS[kind](text);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, parsed);
  return parsed;
}

/** Whether a scope string of this kind can be used; the error otherwise. */
export function checkScope(kind: PermissionKind, text: string): { error?: ScopeError; broad: boolean } {
  const parsed = parseScope(kind, text);
  return parsed.ok ? { broad: parsed.scope.broad } : { error: parsed.error, broad: false };
}
