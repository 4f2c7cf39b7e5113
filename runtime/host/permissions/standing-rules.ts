/** Everything that decides about a plugin without asking: policy, command line, this session, the stored decisions. */
import { type Decision, decide, deniedMessage, type Query, type Rules } from "../../core/permissions/decide.ts";
import { byKind } from "../../core/permissions/kinds.ts";
import { scopeForPath } from "../../core/permissions/path-scope.ts";
import { NO_POLICY, type PluginPolicy } from "../../core/permissions/policy.ts";
import type { PermissionKind, PromptAnswer } from "../../core/ports.ts";
import type { BrokerOptions, RuleLists } from "./broker-options.ts";
import { afterChange, withoutCovered } from "./grant-edits.ts";
import { type Grants, NO_GRANTS, type StoredGrants } from "./grant-file.ts";
import { shownValue } from "./query-text.ts";

/** What to do about a denial that only an administrator can take back. */
export const BY_POLICY = "The policy of this machine denies it; only an administrator can change that";
const NO_QUESTIONS = "The policy of this machine allows no questions: the user grants permissions beforehand";

/** How something came to be allowed: by a rule that stands, or by an answer for this one time. */
export type Outcome = "rule" | "once";

export class StandingRules {
  readonly #options: Pick<BrokerOptions, "declared" | "rules" | "store" | "policy" | "roots">;
  #session = NO_GRANTS;
  /** The stored decisions that `#session` knows of. */
  #seen: StoredGrants | undefined;
  /** What the command line allows, less what the plugin gave back. */
  #given: RuleLists["allow"];
  /** Values that were allowed once when the plugin asked for them, and not used yet. */
  readonly #passes = new Set<string>();
  /** What was allowed once and may be open still, as scopes: it permits nothing new, and is taken back like a grant. */
  #open: Grants = {};

  constructor(options: Pick<BrokerOptions, "declared" | "rules" | "store" | "policy" | "roots">) {
    this.#options = options;
    this.#given = options.rules.allow;
  }

  /** What the person decided for this run only. */
  get session(): { readonly allow: Grants; readonly deny: Grants } {
    this.#stored();
    return this.#session;
  }

  get policy(): PluginPolicy {
    return this.#options.policy?.() ?? NO_POLICY;
  }

  /** All of them together, as they stand now; a deny in any of them wins. @throws AiHubError when one cannot be read */
  current(): Rules {
    const { declared, rules } = this.#options;
    const stored = this.#stored();
    const { policy } = this;
    const merge = (list: "allow" | "deny") =>
      byKind((kind) => {
        const given = list === "allow" ? this.#given[kind] : rules.deny[kind];
        const above = (list === "deny" && policy.deny[kind]) || [];
        if (given === "all" || above === "all") return "all";
        return [...above, ...(given ?? []), ...(this.#session[list][kind] ?? []), ...(stored[list][kind] ?? [])];
      });
    return { declared, allow: merge("allow"), deny: merge("deny") };
  }

  /** Without prompts, what would be asked is denied. @throws AiHubError when a rule cannot be read */
  decide(query: Query): Decision {
    const decision = decide(this.current(), query, this.#options.roots);
    const { state, scope } = decision;
    if (state === "denied" && scope !== "" && this.isForbidden(query.kind, scope))
      return { ...decision, hint: BY_POLICY };
    if (state !== "prompt" || this.policy.prompts) return decision;
    return { ...decision, state: "denied", reason: deniedMessage(query), hint: NO_QUESTIONS };
  }

  /** Whether it was the policy that denied. */
  isForbidden(kind: PermissionKind, rule: string): boolean {
    const forbidden = this.policy.deny[kind];
    return forbidden === "all" || forbidden?.includes(rule) === true;
  }

  /** @throws AiHubError ERR_IO when a grant cannot be stored; a refusal then holds for this run */
  async remember(answer: PromptAnswer, kind: PermissionKind, scope: string): Promise<void> {
    if (answer === "once") return;
    const list = answer === "deny" || answer === "deny-always" ? "deny" : "allow";
    const stored = answer === "always" || answer === "deny-always";
    try {
      // What is stored is not kept here too: taking it back in another window shall act at once.
      if (stored) return await this.#options.store.add(list, kind, scope);
    } catch (error) {
      if (list === "allow") throw error;
    }
    const added = { ...this.#session[list], [kind]: [...(this.#session[list][kind] ?? []), scope] };
    this.#session = { ...this.#session, [list]: added };
  }

  /** Lets the next use of this value pass. */
  addPass(query: Query): void {
    this.#passes.add(passOf(query));
  }

  /** Whether there was a pass for this value; then it is used up. */
  usePass(query: Query): boolean {
    return this.#passes.delete(passOf(query));
  }

  /** Lets a file that was allowed once be used while it is open. */
  keepOpen(kind: "read" | "write", path: string): void {
    const scope = scopeForPath(path, this.#options.roots, kind);
    this.#open = { ...this.#open, [kind]: [...new Set([...(this.#open[kind] ?? []), scope])] };
  }

  /** Whether nobody took that back. @throws AiHubError when the stored decisions cannot be read */
  mayStayOpen(kind: "read" | "write", path: string): boolean {
    this.#stored();
    return this.#open[kind]?.includes(scopeForPath(path, this.#options.roots, kind)) === true;
  }

  /** Forgets what was decided for this run about a scope and what lies in it. */
  forget(kind: PermissionKind, scope: string): void {
    const { allow, deny } = this.#session;
    const { roots } = this.#options;
    this.#session = {
      allow: withoutCovered(allow, kind, scope, roots),
      deny: withoutCovered(deny, kind, scope, roots),
    };
    this.#open = withoutCovered(this.#open, kind, scope, roots);
  }

  forgetAll(): void {
    this.#session = NO_GRANTS;
    this.#open = {};
  }

  /**
   * Takes back grants of the command line, this session and the store.
   *
   * @param keeps which of the granted scopes stay
   * @throws AiHubError ERR_IO when those in the store cannot be changed
   */
  async takeBack(kind: PermissionKind, keeps: (scope: string) => boolean): Promise<void> {
    const { declared, store } = this.#options;
    const given = this.#given[kind] === "all" ? declared[kind] : this.#given[kind];
    this.#given = { ...this.#given, [kind]: given === "all" ? [] : (given ?? []).filter(keeps) };
    const { allow: session } = this.#session;
    this.#session = { ...this.#session, allow: { ...session, [kind]: (session[kind] ?? []).filter(keeps) } };
    this.#open = { ...this.#open, [kind]: (this.#open[kind] ?? []).filter(keeps) };
    this.#passes.clear();
    if ((this.#stored().allow[kind] ?? []).every(keeps)) return;
    await store.update(({ allow, deny }) => ({
      deny,
      allow: { ...allow, [kind]: (allow[kind] ?? []).filter(keeps) },
    }));
    this.#seen = store.read();
  }

  #stored(): StoredGrants {
    const stored = this.#options.store.read();
    if (stored === this.#seen) return stored;
    if (this.#seen) {
      const { roots } = this.#options;
      this.#session = afterChange(this.#session, this.#seen, stored, roots);
      this.#open = afterChange({ allow: this.#open, deny: {} }, this.#seen, stored, roots).allow;
      this.#passes.clear();
    }
    this.#seen = stored;
    return stored;
  }
}

function passOf(query: Query): string {
  return JSON.stringify([query.kind, shownValue(query)]);
}
