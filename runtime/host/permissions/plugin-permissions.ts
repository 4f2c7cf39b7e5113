/** What a person sees and changes of one plugin's permissions, whether it runs or not. */
import type { Manifest } from "../../core/manifest/validate.ts";
import { tokenBudget } from "../../core/permissions/budgets.ts";
import { isUnavailable } from "../../core/permissions/capabilities.ts";
import type { PathRoots, Rules } from "../../core/permissions/decide.ts";
import { byKind } from "../../core/permissions/kinds.ts";
import { checkScope } from "../../core/permissions/parse-scope.ts";
import { declaredScopes } from "../../core/permissions/permission-set.ts";
import { type PluginPolicy, type Policy, policyFor } from "../../core/permissions/policy.ts";
import { queryScope, type ScopeState } from "../../core/permissions/query-scope.ts";
import { declaredReasons, reasonForScope } from "../../core/permissions/reason.ts";
import { type ReviewChange, type ReviewItem, review } from "../../core/permissions/review.ts";
import type { PermissionKind } from "../../core/ports.ts";
import type { Broker } from "./broker.ts";
import type { RuleLists } from "./broker-options.ts";
import { changed } from "./grant-edits.ts";
import { NO_GRANTS } from "./grant-file.ts";
import type { GrantStore } from "./grant-store.ts";
import { type TokenLedger, tokenUse } from "./token-ledger.ts";

/** Who decided: `host`: no host has it; `always` and `session` are the person; `manifest`: what is declared contradicts itself. */
export type DecidedBy = "host" | "policy" | "always" | "session" | "manifest" | "nobody";

export interface PermissionEntry {
  readonly kind: PermissionKind;
  readonly scope: string;
  /** JSON Pointer to the declaration. */
  readonly pointer: string;
  readonly optional: boolean;
  readonly broad: boolean;
  /** The plugin's claim, not escaped. */
  readonly reason: string | undefined;
  readonly state: ScopeState;
  readonly by: DecidedBy;
  /** What has been used of a budget. */
  readonly note?: string;
}

export interface PluginPermissionsOptions {
  readonly manifest: Manifest;
  readonly declared: Rules["declared"];
  /** What the command line decided. */
  readonly rules: RuleLists;
  readonly roots: PathRoots;
  readonly store: GrantStore;
  readonly ledger: TokenLedger;
  readonly policy: { read(): Policy };
  /** Of the run under way. */
  readonly broker: () => Broker | undefined;
}

/** Changes act on the next call of a plugin that runs, in every window. */
export class PluginPermissions {
  readonly #options: PluginPermissionsOptions;

  constructor(options: PluginPermissionsOptions) {
    this.#options = options;
  }

  /** What is declared and how it stands now. @throws AiHubError when the stored decisions cannot be read */
  list(): PermissionEntry[] {
    const { manifest } = this.#options;
    const reasons = declaredReasons(manifest);
    const standing = this.#standing();
    return declaredScopes(manifest).map((declaration) => ({
      ...declaration,
      broad: checkScope(declaration.kind, declaration.scope).broad,
      reason: reasonForScope(reasons, declaration.kind, declaration.scope),
      ...standing(declaration.kind, declaration.scope),
      ...(declaration.kind === "ai" ? { note: this.#tokens() } : {}),
    }));
  }

  /** How any scope stands now. @throws AiHubError when the stored decisions cannot be read */
  stateOf(kind: PermissionKind, scope: string): ScopeState {
    return this.#standing()(kind, scope).state;
  }

  /**
   * What the person can decide, to be looked through. What was decided for this run only counts as not decided.
   *
   * @throws AiHubError when the stored decisions cannot be read
   */
  review(): ReviewItem[] {
    const { manifest, declared, roots } = this.#options;
    const { deny } = this.#policy();
    const standing = this.#standing();
    return review(manifest, (kind, scope) => {
      if (queryScope({ declared, allow: {}, deny }, kind, scope, roots) === "denied") return undefined;
      const { state, by } = standing(kind, scope);
      return by === "always" ? state : "prompt";
    });
  }

  /** From now on. A wider refusal, or one of the policy, wins all the same. @throws AiHubError ERR_IO */
  async allow(kind: PermissionKind, scope: string): Promise<void> {
    await this.apply([{ kind, scope, change: "allow" }]);
  }

  /** Refuses from now on. @throws AiHubError ERR_IO */
  async deny(kind: PermissionKind, scope: string): Promise<void> {
    await this.apply([{ kind, scope, change: "deny" }]);
  }

  /** Takes back every decision about the scope and what lies in it: the plugin asks again. @throws AiHubError ERR_IO */
  async forget(kind: PermissionKind, scope: string): Promise<void> {
    await this.apply([{ kind, scope, change: "forget" }]);
  }

  /** Makes all of these changes, or none of them. @throws AiHubError ERR_IO */
  async apply(changes: readonly ReviewChange[]): Promise<void> {
    const { store, roots, broker } = this.#options;
    await store.update((stored) => changed(stored, changes, roots));
    for (const { kind, scope } of changes) broker()?.forget(kind, scope);
  }

  /** Takes back every decision about the plugin. @throws AiHubError ERR_IO */
  async reset(): Promise<void> {
    await this.#options.store.update(() => NO_GRANTS);
    this.#options.broker()?.forgetAll();
  }

  #tokens(): string {
    const { ledger, manifest } = this.#options;
    return tokenUse(ledger, tokenBudget(manifest, this.#policy().limits));
  }

  #standing(): (kind: PermissionKind, scope: string) => Pick<PermissionEntry, "state" | "by"> {
    const { declared, rules, roots, store, broker } = this.#options;
    const { deny, prompts } = this.#policy();
    const stored = store.read();
    const session = broker()?.session ?? NO_GRANTS;
    const asks = (lists: RuleLists) => (kind: PermissionKind, scope: string) =>
      queryScope({ declared, ...lists }, kind, scope, roots);
    const byManifest = asks(NO_GRANTS);
    const byPolicy = asks({ allow: {}, deny });
    const byStored = asks(stored);
    const all = asks({
      allow: joined(stored.allow, session.allow, rules.allow),
      deny: joined(stored.deny, session.deny, rules.deny, deny),
    });
    return (kind, scope) => {
      if (isUnavailable(kind, scope)) return { state: "denied", by: "host" };
      if (byManifest(kind, scope) === "denied") return { state: "denied", by: "manifest" };
      if (byPolicy(kind, scope) === "denied") return { state: "denied", by: "policy" };
      const state = all(kind, scope);
      if (state === "prompt") return prompts ? { state, by: "nobody" } : { state: "denied", by: "policy" };
      return { state, by: byStored(kind, scope) === state ? "always" : "session" };
    };
  }

  /** A policy that cannot be read denies everything. */
  #policy(): PluginPolicy {
    const { policy, manifest } = this.#options;
    try {
      return policyFor(policy.read(), manifest.id, manifest.version);
    } catch {
      return { deny: byKind(() => "all"), prompts: false, limits: {} };
    }
  }
}

function joined(...lists: readonly Rules["allow"][]): Rules["allow"] {
  const of = (kind: PermissionKind) =>
    lists.some((list) => list[kind] === "all") ? "all" : lists.flatMap((list) => list[kind] ?? []);
  return byKind(of);
}
