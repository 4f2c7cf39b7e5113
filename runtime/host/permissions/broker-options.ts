/** What the broker of one plugin is made from. */
import type { PathRoots, Rules } from "../../core/permissions/decide.ts";
import type { Policy } from "../../core/permissions/policy.ts";
import type { Reasons } from "../../core/permissions/reason.ts";
import type { Audit, Prompter } from "../../core/ports.ts";
import type { GrantStore } from "./grant-store.ts";

/** Scopes allowed or denied by kind; `"all"` is all that the manifest declares. */
export type RuleLists = Pick<Rules, "allow" | "deny">;

export interface BrokerOptions {
  readonly pluginId: string;
  readonly pluginName: string;
  readonly declared: Rules["declared"];
  /** What the command line decided; it holds for this run. */
  readonly rules: RuleLists;
  readonly store: GrantStore;
  /** What the administrator has decided, as it stands at each call. @default nothing */
  readonly policy?: () => Pick<Policy, "deny" | "prompts">;
  readonly roots: PathRoots;
  /** `permissions.reasons` of the manifest. */
  readonly reasons: Reasons;
  readonly prompter: Prompter;
  readonly audit: Audit;
  readonly signal: AbortSignal;
}
