/** How much a plugin may use of what it is permitted: the manifest asks, the administrator's policy caps. */
import { parseSize } from "../manifest/size.ts";
import type { Policy } from "./policy.ts";

export interface TokenBudget {
  /** Of one request, prompt and answer together. */
  readonly perRequest: number;
  /** Of all requests of a day, by UTC. */
  readonly perDay: number;
}

/** The part of a manifest that speaks of amounts. */
export interface DeclaresAmounts {
  readonly permissions?: AmountBlock | undefined;
  readonly optionalPermissions?: AmountBlock | undefined;
}

interface AmountBlock {
  readonly ai?: { readonly maxTokens?: number | undefined; readonly maxTokensPerDay?: number | undefined } | undefined;
  readonly memory?: { readonly maxSize?: string | undefined } | undefined;
}

/** What a plugin gets that asks for no number: enough to work with, too little to ruin anybody over night. */
export const DEFAULT_TOKENS_PER_DAY = 1_000_000;
const DEFAULT_MEMORY_BYTES = 100 * 2 ** 20;

/** Where `permissions` and `optionalPermissions` both give a number the larger one counts, as with their scopes. */
export function tokenBudget(manifest: DeclaresAmounts = {}, limits: Policy["limits"] = {}): TokenBudget {
  const perDay = Math.min(
    largest(manifest, ({ ai }) => ai?.maxTokensPerDay) ?? DEFAULT_TOKENS_PER_DAY,
    limits.maxTokensPerDay ?? Number.POSITIVE_INFINITY,
  );
  const perRequest = largest(manifest, ({ ai }) => ai?.maxTokens) ?? perDay;
  return { perDay, perRequest: Math.min(perRequest, perDay, limits.maxTokens ?? perDay) };
}

/** Bytes that a plugin may keep in its collections of the memory, all together. */
export function memoryBudget(manifest: DeclaresAmounts = {}): number {
  return largest(manifest, ({ memory }) => parseSize(memory?.maxSize ?? "")) ?? DEFAULT_MEMORY_BYTES;
}

function largest(manifest: DeclaresAmounts, of: (block: AmountBlock) => number | undefined): number | undefined {
  const numbers = [manifest.permissions, manifest.optionalPermissions].flatMap((block) => (block && of(block)) ?? []);
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}
