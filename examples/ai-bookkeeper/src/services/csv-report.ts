/** The report as one flat CSV table, whose first column says what a row is. Opens in any spreadsheet. */
import { formatCents } from "../models/money.ts";
import type { Report, Sums } from "../models/report.ts";
import { writeRows } from "./csv.ts";

export const CSV_HEADER = [
  "kind",
  "date",
  "payee",
  "category",
  "amount",
  "currency",
  "memo",
  "file",
  "line",
  "note",
] as const;

/** Kinds: `transaction`, `rejected` (the row as it stood, in `memo`), `total` by currency, category and month. */
export function csvReport(report: Report): string {
  const rows: string[][] = [[...CSV_HEADER]];
  for (const row of report.transactions) {
    const amount = formatCents(row.cents);
    rows.push([
      "transaction",
      row.date,
      row.payee,
      row.category,
      amount,
      row.currency,
      row.memo,
      row.file,
      String(row.line),
      "",
    ]);
  }
  for (const row of report.rejected) {
    rows.push(["rejected", "", "", "", "", "", row.text, row.file, String(row.line), row.reason]);
  }
  for (const { currency, categories, months, ...sums } of report.totals) {
    rows.push(total("", "", currency, sums));
    for (const { category, ...of } of categories) rows.push(total("", category, currency, of));
    for (const { month, ...of } of months) rows.push(total(month, "", currency, of));
  }
  return writeRows(rows, true);
}

function total(date: string, category: string, currency: string, sums: Sums): string[] {
  const note = `transactions: ${sums.count}; in: ${formatCents(sums.inCents)}; out: ${formatCents(sums.outCents)}`;
  return ["total", date, "", category, formatCents(sums.netCents), currency, "", "", "", note];
}
