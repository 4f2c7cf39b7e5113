/** Reads a file of transactions so that no row is lost: each is a transaction or is listed with the reason. */
import { InputError } from "../models/input-error.ts";
import { COLUMNS, type Origin, type RejectedRow, type Transaction, toTransaction } from "../models/transaction.ts";
import { parseRow } from "./csv.ts";

/**
 * A quoted field may run over this many lines. Without a limit one forgotten quote would swallow the rest of the file,
 * and a file of forgotten quotes would be read once per line.
 */
export const MAX_LINES_PER_ROW = 50;

export interface ReadResult {
  /** Rows below the header; blank lines are none. */
  readonly rowsIn: number;
  readonly transactions: readonly Transaction[];
  readonly rejected: readonly RejectedRow[];
}

/**
 * Reads CSV text whose first row is the header {@link COLUMNS}. A row with a quote that is never closed costs its first
 * line only: reading goes on with the next one.
 * @param file name for messages
 * @throws InputError when the header is not the expected one
 */
export function readTransactions(text: string, file: string): ReadResult {
  const lines = text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .split("\n");
  const transactions: Transaction[] = [];
  const rejected: RejectedRow[] = [];
  let next = readHeader(lines, file);
  let blank = 0;
  const first = next;
  let continued = 0;
  while (next < lines.length) {
    const row = readRow(lines, next);
    const origin = { file, line: next + 1 };
    next += row.lines;
    continued += row.lines - 1;
    if (row.text.trim() === "") {
      blank += 1;
      continue;
    }
    const result = row.broken === undefined ? accept(row.fields, origin) : row.broken;
    if (typeof result === "string") rejected.push({ ...origin, reason: result, text: row.text });
    else transactions.push(result);
  }
  // Counted from the lines of the file, not from the two lists, so that a lost row would show.
  const rowsIn = lines.length - first - blank - continued;
  return { rowsIn, transactions, rejected };
}

interface Row {
  readonly text: string;
  readonly lines: number;
  readonly fields: readonly string[];
  readonly broken?: string | undefined;
}

function readHeader(lines: readonly string[], file: string): number {
  const found = readRow(lines, 0).fields.map((field) => field.trim().toLowerCase());
  if (found.join() !== COLUMNS.join()) {
    const shown = JSON.stringify((lines[0] ?? "").slice(0, 80));
    throw new InputError(`${file}:1: expected the header "${COLUMNS.join(",")}", found ${shown}`);
  }
  return 1;
}

/** Takes the row that begins at a line: as many lines as its quotes need, or that line alone when they are broken. */
function readRow(lines: readonly string[], start: number): Row {
  let text = lines[start] ?? "";
  let count = 1;
  let quotes = countQuotes(text);
  while (quotes % 2 === 1 && count < MAX_LINES_PER_ROW && start + count < lines.length) {
    const line = lines[start + count] ?? "";
    text += `\n${line}`;
    quotes += countQuotes(line);
    count += 1;
  }
  const whole = parseRow(text);
  if (whole.error === undefined) return { text, lines: count, fields: whole.fields };
  const line = lines[start] ?? "";
  // A quote inside a field, as in `5" pipe`, is odd but plain once the line stands alone.
  const { fields, error } = parseRow(line);
  return { text: line, lines: 1, fields, broken: error };
}

function countQuotes(line: string): number {
  return line.split('"').length - 1;
}

function accept(fields: readonly string[], origin: Origin): Transaction | string {
  try {
    return toTransaction(fields, origin);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}
