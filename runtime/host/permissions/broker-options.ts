/** What the broker of one plugin is made from. */
import type { DeclaresAmounts } from "../../core/permissions/budgets.ts";
import type { Rules } from "../../core/permissions/decide.ts";
import type { PluginPolicy } from "../../core/permissions/policy.ts";
import type { Reasons } from "../../core/permissions/reason.ts";
import type { Audit, Prompter } from "../../core/ports.ts";
import type { GrantStore } from "./grant-store.ts";
import type { GuardedRoots } from "./reserved-places.ts";
import type { TokenLedger } from "./token-ledger.ts";

/** Scopes allowed or denied by kind; `"all"` is all that the manifest declares. */
export type RuleLists = Pick<Rules, "allow" | "deny"> & {
  /** Where they are written down, for hints: in a debug configuration. @default on the command line */
  readonly from?: "launch";
};

export interface BrokerOptions {
  readonly pluginId: string;
  readonly pluginName: string;
  readonly declared: Rules["declared"];
  /** What the command line decided; it holds for this run. */
  readonly rules: RuleLists;
  readonly store: GrantStore;
  /** @default none: then there are no tokens to be had */
  readonly ledger?: TokenLedger;
  /** What the manifest says of amounts. @default nothing */
  readonly amounts?: DeclaresAmounts;
  /** What the administrator has decided, as it stands at each call. @default nothing */
  readonly policy?: () => PluginPolicy;
  readonly roots: GuardedRoots;
  /** `permissions.reasons` of the manifest. */
  readonly reasons: Reasons;
  readonly prompter: Prompter;
  readonly audit: Audit;
  readonly signal: AbortSignal;
}
