/** The sample export and its reports, as the tests read them. */
import { readFileSync } from "node:fs";
import { parsePeriod } from "../../../examples/ai-bookkeeper/src/models/period.ts";
import type { Report } from "../../../examples/ai-bookkeeper/src/models/report.ts";
import { makeReport } from "../../../examples/ai-bookkeeper/src/services/bookkeeping.ts";
import { type ReadResult, readTransactions } from "../../../examples/ai-bookkeeper/src/services/csv-reader.ts";

const EXAMPLE = new URL("../../../examples/ai-bookkeeper/", import.meta.url);

export const font = (): Uint8Array =>
  new Uint8Array(readFileSync(new URL("assets/fonts/NotoSans-Regular.ttf", EXAMPLE)));

export function sampleRows(): ReadResult {
  return readTransactions(readFileSync(new URL("data/bank-export.csv", EXAMPLE), "utf8"), "./data/bank-export.csv");
}

export function sampleReport(period: string): Report {
  return makeReport(sampleRows(), parsePeriod(period));
}

/** A report of the year 2026 over the given rows. */
export function reportOf(rows: readonly string[]): Report {
  return makeReport(
    readTransactions(`date,payee,amount,currency,memo\n${rows.join("\n")}\n`, "f.csv"),
    parsePeriod("2026"),
  );
}
