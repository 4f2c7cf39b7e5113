/** The report as an Excel workbook: summary, transactions and rejected rows, each on its sheet. */
import { type CellStyle, type CellValue, type WriteSheet, writeXlsx } from "hucre/xlsx";
import type { Report, Sums } from "../models/report.ts";

const MONEY = "#,##0.00;[Red]-#,##0.00";
const BOLD: CellStyle = { font: { bold: true } };

/** Text stays text in a workbook, so a payee that looks like a formula is none. */
export async function xlsxReport(report: Report): Promise<Uint8Array> {
  return writeXlsx({
    sheets: [summary(report), transactions(report), rejected(report)],
    properties: { title: `Financial report ${report.period.id}`, creator: "AI Bookkeeper" },
  });
}

function summary(report: Report): WriteSheet {
  const { period } = report;
  const rows: CellValue[][] = [
    ["Currency", "Category", "Month", "Transactions", "In", "Out", "Net"],
    ...report.totals.flatMap(({ currency, categories, months, ...all }) => [
      [currency, "All", "All", ...sums(all)],
      ...categories.map(({ category, ...of }) => [currency, category, "All", ...sums(of)]),
      ...months.map(({ month, ...of }) => [currency, "All", month, ...sums(of)]),
    ]),
    [],
    ["Period", period.id, `${period.from} to ${period.to}`],
    ["Rows in", "", "", report.rowsIn],
    ["Reported", "", "", report.rowsReported],
    ["Outside the period", "", "", report.rowsOutsidePeriod],
    ["Rejected", "", "", report.rowsRejected],
  ];
  return sheet("Summary", rows, [20, 20, 26, 13, 14, 14, 14], { 4: MONEY, 5: MONEY, 6: MONEY });
}

function transactions(report: Report): WriteSheet {
  const rows: CellValue[][] = [
    ["Date", "Payee", "Category", "Amount", "Currency", "Memo", "File", "Line"],
    ...report.transactions.map((row) => [
      new Date(`${row.date}T00:00:00Z`),
      row.payee,
      row.category,
      row.cents / 100,
      row.currency,
      row.memo,
      row.file,
      row.line,
    ]),
  ];
  return sheet("Transactions", rows, [12, 30, 20, 14, 10, 40, 24, 8], { 0: "yyyy-mm-dd", 3: MONEY });
}

function rejected(report: Report): WriteSheet {
  const rows: CellValue[][] = [
    ["File", "Line", "Reason", "Row"],
    ...report.rejected.map(({ file, line, reason, text }) => [file, line, reason, text]),
  ];
  return sheet("Rejected rows", rows, [24, 8, 60, 80], {});
}

function sheet(name: string, rows: CellValue[][], widths: number[], formats: Record<number, string>): WriteSheet {
  const header = rows[0] ?? [];
  return {
    name,
    rows: rows.map((row) => row.map(sanitise)),
    columns: widths.map((width, column) => {
      const numFmt = formats[column];
      return numFmt === undefined ? { width } : { width, numFmt };
    }),
    cells: new Map(header.map((value, column) => [`0,${column}`, { value, style: BOLD }])),
    freezePane: { rows: 1 },
  };
}

/** hucre escapes control characters as the format wants, but not the two that no XML may hold. */
function sanitise(value: CellValue): CellValue {
  return typeof value === "string" ? value.replace(/[\uFFFE\uFFFF]/g, "\uFFFD") : value;
}

/** A workbook holds binary floats; cents divided by 100 is the nearest one and shows as the exact amount. */
function sums({ count, inCents, outCents, netCents }: Sums): number[] {
  return [count, inCents / 100, outCents / 100, netCents / 100];
}
