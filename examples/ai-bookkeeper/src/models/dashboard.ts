/** What the panel's page and the plugin say to each other. */
import type { CategorisedTransaction, CurrencyTotals, ReportFormat, RowCounts } from "./report.ts";
import type { RejectedRow } from "./transaction.ts";

export const PANEL_ID = "bookkeeper-dashboard";

export interface Summary extends RowCounts {
  readonly period: string;
  /** Periods that hold transactions, newest first: years, quarters and months. */
  readonly periods: readonly string[];
  readonly totals: readonly CurrencyTotals[];
  /** The newest of the period, newest first. */
  readonly recent: readonly CategorisedTransaction[];
  /** The first of them; {@link RowCounts.rowsRejected} counts all. */
  readonly rejected: readonly RejectedRow[];
}

/** From the page. `period: null` means the default of the settings. */
export type PanelRequest =
  | { readonly type: "summary"; readonly period: string | null }
  | { readonly type: "report"; readonly period: string; readonly format: ReportFormat }
  | { readonly type: "add"; readonly fields: Readonly<Record<string, string>> };

/** To the page. */
export type PanelMessage =
  | { readonly type: "summary"; readonly summary: Summary }
  /** The ledger or the settings changed: ask again. */
  | { readonly type: "changed" }
  | { readonly type: "report"; readonly path: string }
  | { readonly type: "added" }
  | { readonly type: "error"; readonly request: PanelRequest["type"]; readonly message: string };
