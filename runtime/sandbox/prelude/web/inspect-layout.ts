/** Breaks an object's entries into lines as Node does: short objects stay on one line, long lists are packed. */

const LINE = 80;
/** Objects that contain no more levels than this may share one line. */
const COMPACT = 3;
const PACKED_FROM = 7;
const PACKED_ENTRY = 6;

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
  const rows = packs && entries.length >= PACKED_FROM ? pack(entries) : entries;
  if (inner < COMPACT && rows.length === entries.length) {
    const width = entries.reduce((sum, entry) => sum + entry.length, entries.length + entries.length);
    const fits = width + indent + start.length + 10 <= LINE;
    if (fits && !entries.some((entry) => entry.includes("\n"))) return `${start} ${entries.join(", ")} ${close}`;
  }
  const padding = `\n${" ".repeat(indent)}`;
  return `${start}${padding}  ${rows.join(`,${padding}  `)}${padding}${close}`;
}

/** Puts several short entries on each line, in columns of one width. */
function pack(entries: readonly string[]): readonly string[] {
  const widest = Math.max(...entries.map((entry) => entry.length)) + 2;
  if (widest > PACKED_ENTRY * 3 || entries.some((entry) => entry.includes("\n"))) return entries;
  const columns = Math.max(
    1,
    Math.min(Math.floor(LINE / widest), Math.round(Math.sqrt(2.5 * widest * entries.length) / widest), 16),
  );
  if (columns <= 1) return entries;
  const rows: string[] = [];
  for (let at = 0; at < entries.length; at += columns) {
    const row = entries.slice(at, at + columns);
    rows.push(row.map((entry, column) => (column < row.length - 1 ? `${entry}, `.padEnd(widest) : entry)).join(""));
  }
  return rows;
}
