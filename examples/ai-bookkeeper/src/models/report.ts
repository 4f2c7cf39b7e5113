/** What a report says. Everything that shows or writes a report (files, panel, result) starts from this. */
import type { Currency } from "./money.ts";
import type { Period } from "./period.ts";
import type { RejectedRow, Transaction } from "./transaction.ts";

export const REPORT_FORMATS = ["csv", "xlsx", "pdf"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface CategorisedTransaction extends Transaction {
  readonly category: string;
}

/** Sums over some transactions of one currency, in cents. `out` is zero or negative; `net` is `in + out`. */
export interface Sums {
  readonly count: number;
  readonly inCents: number;
  readonly outCents: number;
  readonly netCents: number;
}

export interface CurrencyTotals extends Sums {
  readonly currency: Currency;
  /** Largest movement first. */
  readonly categories: readonly ({ readonly category: string } & Sums)[];
  /** In order; months without a transaction are absent. */
  readonly months: readonly ({ readonly month: string } & Sums)[];
}

/** Every row of the input is counted in exactly one of the last three. */
export interface RowCounts {
  readonly rowsIn: number;
  readonly rowsReported: number;
  readonly rowsOutsidePeriod: number;
  readonly rowsRejected: number;
}

export interface Report extends RowCounts {
  readonly period: Period;
  /** Inside the period, by date. */
  readonly transactions: readonly CategorisedTransaction[];
  /** Of the whole input: a row whose date cannot be read belongs to no period. */
  readonly rejected: readonly RejectedRow[];
  readonly totals: readonly CurrencyTotals[];
}
