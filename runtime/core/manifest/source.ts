/** The text of a manifest and where things stand in it. */
import type { Node } from "jsonc-parser";

/** Offsets in UTF-16 units; the end is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place in the document. */
export interface Place {
  readonly node: Node;
  /** The key that leads here; absent for the root and for items of arrays. */
  readonly key?: Node;
}

/** Lines and columns from 1, columns in UTF-16 units, of any offset. Lines end with LF, CR LF or CR. */
export class Positions {
  readonly #text: string;
  /** Made when it is first asked for: most texts have nothing to report. */
  #lineStarts: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  at(offset: number): { line: number; column: number } {
    this.#lineStarts ??= lineStartsOf(this.#text);
    const starts = this.#lineStarts;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  if (!text.includes("\r")) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    return starts;
  }
  for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + end.length);
  return starts;
}

export function spanOf(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}

/**
 * Where in the source a character of a JSON string's value stands: escapes such as `\u0041` make the two differ.
 *
 * @param index in UTF-16 units of the value; the value's length means the closing quote
 */
export function offsetInString(text: string, node: Node, index: number): number {
  const end = node.offset + node.length - 1;
  let at = node.offset + 1;
  for (let unit = 0; unit < index && at < end; unit += 1) {
    if (text[at] !== "\\") at += 1;
    else at += text[at + 1] === "u" ? 6 : 2;
  }
  return Math.min(at, end);
}

/** Appends a key or an index to a JSON Pointer (RFC 6901). */
export function childPointer(pointer: string, key: string | number): string {
  const name = String(key);
  if (!/[~/]/.test(name)) return `${pointer}/${name}`;
  return `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The keys of a JSON Pointer, unescaped. */
export function pointerKeys(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Where a value stands, its key included; undefined when there is none. The first of duplicate keys counts. */
export function placeAt(root: Node, pointer: string): Place | undefined {
  let place: Place = { node: root };
  for (const step of pointerKeys(pointer)) {
    const { type, children = [] } = place.node;
    if (type === "array") {
      const item = children[Number(step)];
      if (!item) return undefined;
      place = { node: item };
      continue;
    }
    const property = children.find(({ children: pair }) => pair?.[0]?.value === step);
    const [key, node] = property?.children ?? [];
    if (type !== "object" || !key || !node) return undefined;
    place = { key, node };
  }
  return place;
}
