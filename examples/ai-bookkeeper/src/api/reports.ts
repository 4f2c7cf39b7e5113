/** `generate-report`: reads the ledger, writes the report, tells the user. The same for command and endpoint. */
import type { AiHub, FsApi } from "@aihub/sdk";
import { REPORT_FORMATS, type Report, type ReportFormat, type RowCounts } from "../models/report.ts";
import type { Origin } from "../models/transaction.ts";
import { makeReport } from "../services/bookkeeping.ts";
import { csvReport } from "../services/csv-report.ts";
import type { Ledger } from "../services/ledger.ts";
import { choosePeriod, readSettings } from "../services/settings.ts";
import { oneOf, textProperties } from "./input.ts";

/** Characters of a rejected row that the result shows; the report holds the whole row. */
const SHOWN_ROW = 200;

export interface ReportResult extends RowCounts {
  readonly path: string;
  readonly period: string;
  readonly format: ReportFormat;
  readonly rejected: readonly (Origin & { readonly reason: string; readonly text: string })[];
  /** In cents, by currency. */
  readonly totals: Report["totals"];
}

/**
 * Writes `./data/output/report-<period>.<format>` and returns what it says.
 * @param input `{period?, format?}`; what is missing comes from the settings
 * @throws InputError when the input is wrong, and whatever reading or writing the files throws
 */
export async function generateReport(hub: AiHub, fs: FsApi, ledger: Ledger, input: unknown): Promise<ReportResult> {
  const asked = textProperties(input, ["period", "format"]);
  const settings = readSettings(hub.config);
  const format = oneOf(asked.format ?? settings.reportFormat, REPORT_FORMATS, "format");
  // Checked before the files are read: a wrong period is answered at once.
  if (asked.period !== undefined) choosePeriod(asked.period, settings, []);
  await hub.ui.progress("Reading transactions", 0.1);
  const rows = await ledger.read();
  const report = makeReport(rows, choosePeriod(asked.period, settings, rows.transactions), settings.currency);
  await hub.ui.progress(`Writing ${format.toUpperCase()}`, 0.4);
  const path = `./data/output/report-${report.period.id}.${format}`;
  await fs.writeFile(path, await render(report, format, fs));
  const { rowsIn, rowsReported, rowsOutsidePeriod, rowsRejected } = report;
  const counts = { rowsIn, rowsReported, rowsOutsidePeriod, rowsRejected };
  await hub.events.emit("report-generated", { path, period: report.period.id, format, ...counts });
  await tell(hub, path, counts, settings.openReport);
  const rejected = report.rejected.map(({ file, line, reason, text }) => ({
    file,
    line,
    reason,
    text: text.length > SHOWN_ROW ? `${text.slice(0, SHOWN_ROW)}…` : text,
  }));
  return { path, period: report.period.id, format, ...counts, rejected, totals: report.totals };
}

async function render(report: Report, format: ReportFormat, fs: FsApi): Promise<string | Uint8Array> {
  switch (format) {
    case "csv":
      return csvReport(report);
    // Imported when needed: evaluating the two libraries takes longer than everything else at the plugin's start.
    case "xlsx":
      return (await import("../services/xlsx-report.ts")).xlsxReport(report);
    case "pdf": {
      const { pdfReport } = await import("../services/pdf-report.ts");
      return pdfReport(report, await fs.readFile("./assets/fonts/NotoSans-Regular.ttf", "bytes"));
    }
  }
}

/** The report is written by now: a host that cannot show or open it is worth a line in the log, not a failure. */
async function tell(hub: AiHub, path: string, counts: RowCounts, open: boolean): Promise<void> {
  const rejected = counts.rowsRejected === 0 ? "" : `, ${counts.rowsRejected} rows rejected`;
  const message = `Report ready: ${counts.rowsReported} transactions${rejected} (${path})`;
  const shown = [hub.ui.showNotification(message, counts.rowsRejected === 0 ? "info" : "warning")];
  if (open) shown.push(hub.ui.openFile(path));
  for (const result of await Promise.allSettled(shown)) {
    if (result.status === "rejected") hub.log.warn(`The report is written, but: ${result.reason}`);
  }
}
