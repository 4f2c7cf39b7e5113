/** Turns rows into a report: who belongs to the period, what is summed with what. */
import { addCents, type Currency } from "../models/money.ts";
import { contains, type Period } from "../models/period.ts";
import type { CategorisedTransaction, CurrencyTotals, Report, RowCounts, Sums } from "../models/report.ts";
import { categorise } from "./category-rules.ts";
import type { ReadResult } from "./csv-reader.ts";

/**
 * Makes the report of a period.
 * @param first the currency whose totals come first
 * @throws RangeError when a sum is no longer exact, Error when a row is unaccounted for
 */
export function makeReport(input: ReadResult, period: Period, first: Currency = "EUR"): Report {
  const transactions = input.transactions
    .filter(({ date }) => contains(period, date))
    .map((transaction) => ({ ...transaction, category: categorise(transaction.payee, transaction.memo) }))
    .sort((a, b) => compare(a.date, b.date));
  const outside = input.transactions.filter(({ date }) => !contains(period, date)).length;
  const report: Report = {
    period,
    rowsIn: input.rowsIn,
    rowsReported: transactions.length,
    rowsOutsidePeriod: outside,
    rowsRejected: input.rejected.length,
    transactions,
    rejected: input.rejected,
    totals: totals(transactions, first),
  };
  assertAccounted(report);
  return report;
}

/** Money must not vanish quietly: a report in which a row is counted nowhere, or twice, is no report. */
export function assertAccounted(counts: RowCounts): void {
  if (counts.rowsIn !== counts.rowsReported + counts.rowsOutsidePeriod + counts.rowsRejected) {
    throw new Error(
      `Rows are unaccounted for: ${counts.rowsIn} in, ${counts.rowsReported} reported, ` +
        `${counts.rowsOutsidePeriod} outside the period, ${counts.rowsRejected} rejected.`,
    );
  }
}

function totals(transactions: readonly CategorisedTransaction[], first: Currency): CurrencyTotals[] {
  return [...groupBy(transactions, ({ currency }) => currency)]
    .sort(([a], [b]) => Number(b === first) - Number(a === first) || compare(a, b))
    .map(([currency, own]) => ({
      currency,
      ...sum(own),
      categories: [...groupBy(own, ({ category }) => category)]
        .map(([category, rows]) => ({ category, ...sum(rows) }))
        .sort((a, b) => Math.abs(b.netCents) - Math.abs(a.netCents) || compare(a.category, b.category)),
      months: [...groupBy(own, ({ date }) => date.slice(0, 7))]
        .map(([month, rows]) => ({ month, ...sum(rows) }))
        .sort((a, b) => compare(a.month, b.month)),
    }));
}

function sum(transactions: readonly CategorisedTransaction[]): Sums {
  let inCents = 0;
  let outCents = 0;
  for (const { cents } of transactions) {
    if (cents > 0) inCents = addCents(inCents, cents);
    else outCents = addCents(outCents, cents);
  }
  return { count: transactions.length, inCents, outCents, netCents: addCents(inCents, outCents) };
}

function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
