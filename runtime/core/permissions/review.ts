/**
 * What a person looks through before a plugin runs for the first time: each declared permission, how much it is to give,
 * and what came of the look. Pure, so that the editor and the terminal show and decide the same.
 */
import type { PermissionKind } from "./kinds.ts";
import { type DeclaresPermissions, declaredScopes } from "./permission-set.ts";
import type { ScopeState } from "./query-scope.ts";
import { declaredReasons, reasonForScope } from "./reason.ts";
import { type Risk, riskOf } from "./risk.ts";

export interface ReviewItem {
  readonly kind: PermissionKind;
  readonly scope: string;
  readonly optional: boolean;
  /** The plugin's claim, not escaped. */
  readonly reason: string | undefined;
  readonly risk: Risk;
  readonly state: ScopeState;
  /** Whether it is chosen before the person has said anything. */
  readonly preselected: boolean;
}

/** What the person wants of one permission; `ask` is when it is needed. */
export type Wish = "allow" | "ask" | "deny";

export interface ReviewChange {
  readonly kind: PermissionKind;
  readonly scope: string;
  readonly change: "allow" | "forget" | "deny";
}

/**
 * What is declared and the person's to decide, required permissions first, each scope once. What is allowed already is preselected; of the rest only
 * what is required and not of high or broad risk, and never what was denied.
 *
 * @param stateOf how a declared scope stands now; undefined: it is not the person's to decide
 */
export function review(
  manifest: DeclaresPermissions,
  stateOf: (kind: PermissionKind, scope: string) => ScopeState | undefined,
): ReviewItem[] {
  const reasons = declaredReasons(manifest);
  const seen = new Set<string>();
  const items = declaredScopes(manifest).flatMap(({ kind, scope, optional }): ReviewItem[] => {
    const key = JSON.stringify([kind, scope]);
    const state = stateOf(kind, scope);
    if (seen.has(key) || state === undefined) return [];
    seen.add(key);
    const risk = riskOf(kind, scope);
    const isMild = !optional && (risk.word === "low" || risk.word === "medium");
    const preselected = state === "granted" || (state === "prompt" && isMild);
    return [{ kind, scope, optional, reason: reasonForScope(reasons, kind, scope), risk, state, preselected }];
  });
  return [...items.filter(({ optional }) => !optional), ...items.filter(({ optional }) => optional)];
}

/** What has to change so that each permission is as the person wants it. Nothing changes what stands so already. */
export function reviewChanges(items: readonly ReviewItem[], wishOf: (item: ReviewItem) => Wish): ReviewChange[] {
  return items.flatMap((item): ReviewChange[] => {
    const { kind, scope, state } = item;
    const wish = wishOf(item);
    const stands = { allow: "granted", ask: "prompt", deny: "denied" }[wish];
    return state === stands ? [] : [{ kind, scope, change: wish === "ask" ? "forget" : wish }];
  });
}
