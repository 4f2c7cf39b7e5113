/** Breaks an object's entries into lines as Node does: short objects stay on one line, long lists are packed. */

const LINE = 80;
/** Objects that contain no more levels than this may share one line. */
const COMPACT = 3;
/** Lists of at least so many entries are packed, in at most so many columns. */
const PACKED_FROM = 7;
const MAX_COLUMNS = 12;
const SEPARATOR = 2;

/** `inner` is how many levels the deepest entry has. */
export function layOut(
  entries: readonly string[],
  head: string,
  open: "{" | "[",
  indent: number,
  inner: number,
  packs: boolean,
): string {
  const close = open === "[" ? "]" : "}";
  const start = head === "" ? open : `${head} ${open}`;
  const rows = packs && entries.length >= PACKED_FROM ? pack(entries, indent) : entries;
  if (inner < COMPACT && rows.length === entries.length) {
    const width = entries.reduce((sum, entry) => sum + entry.length, entries.length + entries.length);
    const fits = width + indent + start.length + 10 <= LINE;
    if (fits && !entries.some((entry) => entry.includes("\n"))) return `${start} ${entries.join(", ")} ${close}`;
  }
  const padding = `\n${" ".repeat(indent)}`;
  return `${start}${padding}  ${rows.join(`,${padding}  `)}${padding}${close}`;
}

/** Puts several short entries on each line, in columns that make the block about 2.5 times as wide as high. */
function pack(entries: readonly string[], indent: number): readonly string[] {
  const rest = entries.filter((entry) => entry.startsWith("... "));
  const items = entries.slice(0, entries.length - rest.length);
  const widths = items.map((item) => item.length + SEPARATOR);
  const widest = Math.max(...widths);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const fits = widest * 3 + indent < LINE && (total / widest > 5 || widest - SEPARATOR <= 6);
  if (!fits || items.some((item) => item.includes("\n"))) return entries;
  const typical = Math.max(widest - 3 - Math.sqrt(widest - total / entries.length), 1);
  const square = Math.round(Math.sqrt(2.5 * typical * items.length) / typical);
  const columns = Math.min(square, Math.floor((LINE - indent) / widest), MAX_COLUMNS);
  if (columns <= 1) return entries;
  const columnWidths = Array.from({ length: columns }, (_, column) =>
    Math.max(...widths.filter((_, index) => index % columns === column)),
  );
  const numeric = items.every((item) => /^-?(\d[\d.e+-]*n?|Infinity|NaN)$/.test(item));
  const rows: string[] = [];
  for (let at = 0; at < items.length; at += columns) {
    const row = items.slice(at, at + columns).map((item, column, all) => {
      const width = columnWidths[column] ?? 0;
      const isLast = column === all.length - 1;
      if (numeric) return isLast ? item.padStart(width - SEPARATOR) : `${item}, `.padStart(width);
      return isLast ? item : `${item}, `.padEnd(width);
    });
    rows.push(row.join(""));
  }
  return [...rows, ...rest];
}
