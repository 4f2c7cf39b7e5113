/// <reference path="../papaparse.d.ts" />
/** The one place that knows papaparse. */
import Papa from "papaparse/papaparse.min.js";

/** Reads the text of one row. `error` says what is wrong with its quotes. */
export function parseRow(text: string): { readonly fields: readonly string[]; readonly error?: string } {
  const { data, errors } = Papa.parse(text, { delimiter: ",", newline: "\n", fastMode: false });
  const [error] = errors;
  if (error || data.length > 1) return { fields: [], error: "a quote is not closed, or stands inside a field" };
  return { fields: data[0] ?? [""] };
}

/**
 * A payee such as `=HYPERLINK(…)` would run as a formula when a spreadsheet opens the file; papaparse puts an
 * apostrophe before it. Plain negative amounts stay numbers. See https://owasp.org/www-community/attacks/CSV_Injection
 */
const FORMULA = /^(?:[=+@\t\r]|-(?!\d+\.\d\d$))/;

/** Rows as CSV text, the last one ended too. With `forSpreadsheets`, text that would run as a formula is defused. */
export function writeRows(rows: readonly (readonly string[])[], forSpreadsheets = false): string {
  const newline = forSpreadsheets ? "\r\n" : "\n";
  return Papa.unparse(rows, forSpreadsheets ? { newline, escapeFormulae: FORMULA } : { newline }) + newline;
}
