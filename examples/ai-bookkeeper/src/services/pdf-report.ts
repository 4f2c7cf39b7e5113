/** The report as a PDF: totals first, then every transaction, then every rejected row. */
import { formatCents } from "../models/money.ts";
import type { Report, Sums } from "../models/report.ts";
import { type Column, GREY, openPages, RED, type TextCell } from "./pdf-page.ts";

const TOTALS: readonly Column[] = [
  { title: "", width: 195 },
  { title: "Transactions", width: 80, right: true },
  { title: "In", width: 80, right: true },
  { title: "Out", width: 80, right: true },
  { title: "Net", width: 80, right: true },
];

const TRANSACTIONS: readonly Column[] = [
  { title: "Date", width: 58 },
  { title: "Payee", width: 130 },
  { title: "Category", width: 92 },
  { title: "Memo", width: 145 },
  { title: "Amount", width: 62, right: true },
  { title: "", width: 28 },
];

const REJECTED: readonly Column[] = [
  { title: "Line", width: 120 },
  { title: "Reason", width: 230 },
  { title: "Row", width: 165 },
];

/** @param font a TrueType file with the scripts of the payees; what it lacks is replaced by U+FFFD, and said so */
export async function pdfReport(report: Report, font: Uint8Array): Promise<Uint8Array> {
  const { period } = report;
  const pages = await openPages(font, `Financial report ${period.id}`);
  pages.line(`Financial report ${period.id}`, 18);
  pages.line(`${period.from} to ${period.to}`, 10, GREY);
  pages.line(
    `${report.rowsIn} rows in = ${report.rowsReported} reported + ${report.rowsOutsidePeriod} outside the period + ` +
      `${report.rowsRejected} rejected`,
    9,
    GREY,
  );
  for (const { currency, categories, months, ...all } of report.totals) {
    pages.space(10);
    pages.line(`Totals in ${currency}`, 12);
    pages.table(TOTALS, [
      totalRow("All", all),
      ...categories.map(({ category, ...of }) => totalRow(category, of)),
      ...months.map(({ month, ...of }) => totalRow(month, of)),
    ]);
  }
  pages.space(10);
  pages.line(`Transactions (${report.transactions.length})`, 12);
  pages.table(
    TRANSACTIONS,
    report.transactions.map((row) => [row.date, row.payee, row.category, row.memo, money(row.cents), row.currency]),
  );
  pages.line(`Rejected rows (${report.rejected.length})`, 12);
  pages.table(
    REJECTED,
    report.rejected.map(({ file, line, reason, text }) => [`${file}:${line}`, reason, text]),
  );
  if (pages.replaced > 0) {
    pages.line(`${pages.replaced} characters that the font does not have are shown as \uFFFD.`, 8, GREY);
  }
  return pages.finish();
}

function totalRow(title: string, { count, inCents, outCents, netCents }: Sums): TextCell[] {
  return [title, String(count), money(inCents), money(outCents), money(netCents)];
}

function money(cents: number): TextCell {
  const text = formatCents(cents, true);
  return cents < 0 ? { text, color: RED } : text;
}
