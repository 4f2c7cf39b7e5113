/** The rows as a table for a person. */
import type { Row } from "./rows.ts";
import type { Summary } from "./statistics.ts";

const HEAD = ["", "median", "p25–p75", "AI Hub ÷ this", "p25–p75", "target", "verdict"];

export function tableOf(rows: readonly Row[]): string {
  const lines: (readonly string[] | string)[] = [HEAD];
  let measure: string | undefined;
  for (const row of rows) {
    if (row.measure !== measure) lines.push("", row.measure);
    measure = row.measure;
    lines.push(cellsOf(row));
  }
  const widths = HEAD.map((_, column) =>
    Math.max(...lines.map((line) => (typeof line === "string" ? 0 : (line[column]?.length ?? 0)))),
  );
  const pad = (cell: string, column: number) =>
    column === 0 || column >= 5 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return lines.map((line) => (typeof line === "string" ? line : line.map(pad).join("  ").trimEnd())).join("\n");
}

function cellsOf(row: Row): readonly string[] {
  const { summary, ratio, unit } = row;
  const name = `  ${row.contender}`;
  const promise = [row.target ?? "", row.verdict ?? ""];
  if (!summary) return [name, "–", "", "", "", ...promise].concat(row.note ?? "");
  return [
    name,
    `${figure(summary.median)} ${unit}`,
    spread(summary),
    ratio ? `${figure(ratio.median)} ×` : "",
    ratio ? spread(ratio) : "",
    ...promise,
  ];
}

function spread({ n, p25, p75 }: Summary): string {
  return n === 1 ? "" : `${figure(p25)}–${figure(p75)}`;
}

/** Three significant digits, more only before the point. */
function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString("en-US");
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
