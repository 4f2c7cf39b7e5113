/** `console.table`, as Node draws it. */

import { inspect } from "./inspect.ts";
import { SetOf } from "./primordials.ts";
import { isObject } from "./webidl.ts";

const MAX_ROWS = 200;
const MAX_COLUMNS = 20;
const VALUES = "Values";

/** The table of an object's rows, or undefined for what has none. Reads properties as `Object.entries` does. */
export function table(data: unknown, only: unknown): string | undefined {
  if (!isObject(data)) return undefined;
  const rows = Object.entries(data).slice(0, MAX_ROWS) as [string, unknown][];
  const columns = new SetOf<string>();
  let hasValues = false;
  for (const [, row] of rows) {
    if (isObject(row)) for (const key of Object.keys(row)) columns.add(key);
    else hasValues = true;
  }
  const names = (Array.isArray(only) ? only.map((name) => `${name}`) : [...columns]).slice(0, MAX_COLUMNS);
  const cells = rows.map(([index, row]) => [
    index,
    ...names.map((name) => (isObject(row) && Object.hasOwn(row, name) ? cell(Reflect.get(row, name)) : "")),
    ...(hasValues ? [isObject(row) ? "" : cell(row)] : []),
  ]);
  return draw([["(index)", ...names, ...(hasValues ? [VALUES] : [])], ...cells]);
}

function cell(value: unknown): string {
  return inspect(value, 0);
}

function draw(rows: readonly (readonly string[])[]): string {
  const [header = [], ...body] = rows;
  const widths = header.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)) + 2);
  const rule = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => "─".repeat(width)).join(middle) + right;
  const line = (row: readonly string[]): string =>
    `│${widths.map((width, column) => ` ${row[column] ?? ""}`.padEnd(width)).join("│")}│`;
  return [rule("┌", "┬", "┐"), line(header), rule("├", "┼", "┤"), ...body.map(line), rule("└", "┴", "┘")].join("\n");
}
