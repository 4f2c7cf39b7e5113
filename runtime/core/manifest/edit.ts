/** Edits of a manifest's text for fixes: comments, order and layout of all else stay as they are. */
import type { Node } from "jsonc-parser";
import type { Fix } from "../result.ts";
import { childPointer, placeAt, pointerKeys } from "./source.ts";

export type JsonValue = string | number | boolean | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Blanks and comments, as JSON with comments has them. */
const FILLER = /(?:\s+|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)*/y;
/** What may follow on the line that a value ends. */
const REST_OF_LINE = /[ \t]*(?:\/\/[^\n\r]*|(?:\/\*(?:(?!\*\/)[^\n\r])*\*\/[ \t]*)*)(?=[\n\r]|$)/y;

export class ManifestEdit {
  readonly #text: string;
  readonly #root: Node;

  constructor(text: string, root: Node) {
    this.#text = text;
    this.#root = root;
  }

  /**
   * Adds a member to the object at a pointer, or an item to the array there. What is missing of the pointer is made. The
   * key of an item is `-`. Undefined when something else stands in the way, or the key is there.
   */
  add(pointer: string, key: string, value: JsonValue, title: string): Fix | undefined {
    const steps = pointerKeys(pointer);
    let [there, missing] = ["", [] as string[]];
    for (const [index, step] of steps.entries()) {
      const next = childPointer(there, step);
      if (!placeAt(this.#root, next)) {
        missing = steps.slice(index);
        break;
      }
      there = next;
    }
    const node = placeAt(this.#root, there)?.node;
    const [first = key, ...rest] = missing.length > 0 ? [...missing, key] : [key];
    const isArray = node?.type === "array";
    if (!node || (!isArray && node.type !== "object") || isArray !== (first === "-")) return undefined;
    if (!isArray && placeAt(this.#root, childPointer(there, first))) return undefined;
    let whole = value;
    for (const step of rest.toReversed()) whole = step === "-" ? [whole] : { [step]: whole };
    return this.#insert(node, isArray ? undefined : first, whole, title);
  }

  /** Takes out a member with its key, or an item of an array, with its comma. */
  remove(pointer: string, title: string): Fix | undefined {
    const place = placeAt(this.#root, pointer);
    const item = place?.key?.parent ?? place?.node;
    return item && this.removeNode(item, title);
  }

  /** @param item a property or an item of an array */
  removeNode(item: Node, title: string): Fix | undefined {
    const siblings = item.parent?.children;
    const index = siblings?.indexOf(item) ?? -1;
    if (!siblings || index < 0) return undefined;
    const end = item.offset + item.length;
    const previous = siblings[index - 1];
    if (index < siblings.length - 1) return this.#removeBeforeNext(item.offset, end, title);
    if (!previous) return fix(title, item.offset, end, "");
    // The last one goes with the comma before it; comments in between stay.
    const start = previous.offset + previous.length;
    const comma = this.#after(start, FILLER);
    const between = this.#text.slice(start, comma) + this.#text.slice(comma + 1, item.offset);
    const kept = between.trimEnd();
    // A line comment must not swallow what follows now.
    const isOpen = /[\n\r]/.test(between.slice(kept.length)) && !/^[ \t]*[\n\r]/.test(this.#text.slice(end));
    return fix(title, start, end, kept !== "" && isOpen ? `${kept}\n` : kept);
  }

  /** Replaces a value. */
  replace(pointer: string, text: string, title: string): Fix | undefined {
    const node = placeAt(this.#root, pointer)?.node;
    return node && fix(title, node.offset, node.offset + node.length, text);
  }

  #removeBeforeNext(start: number, end: number, title: string): Fix {
    const comma = this.#after(end, FILLER);
    const line = this.#lineStart(start);
    const alone = /^[ \t]*$/.test(this.#text.slice(line, start));
    const rest = this.#after(comma + 1, REST_OF_LINE);
    if (alone && rest >= 0 && /[\n\r]/.test(this.#text.charAt(rest))) {
      const eol = this.#text.startsWith("\r\n", rest) ? 2 : 1;
      return fix(title, line, rest + eol, "");
    }
    const blanks = /[ \t]*/y;
    blanks.lastIndex = comma + 1;
    blanks.test(this.#text);
    return fix(title, start, blanks.lastIndex, "");
  }

  #insert(parent: Node, key: string | undefined, value: JsonValue, title: string): Fix {
    const last = parent.children?.at(-1);
    const start = parent.offset;
    const end = start + parent.length;
    const prefix = key === undefined ? "" : `${JSON.stringify(key)}: `;
    const eol = this.#text.includes("\r\n") ? "\r\n" : "\n";
    if (!last) {
      const outer = this.#indentAt(start);
      // Comments in an empty object stay in front.
      const inner = this.#text.slice(start + 1, end - 1).trimEnd();
      const unit = this.#unit();
      const isWide =
        this.#text.includes("\n") && (parent.type === "object" || typeof value === "object" || inner !== "");
      const written = `${prefix}${print(value, isWide ? `${outer}${unit}` : undefined, unit, eol)}`;
      const text = isWide ? `${inner}${eol}${outer}${unit}${written}${eol}${outer}` : `${inner}${written}`;
      return fix(title, start + 1, end - 1, text);
    }
    const lastEnd = last.offset + last.length;
    const line = this.#lineStart(last.offset);
    const alone = line > start && /^[ \t]*$/.test(this.#text.slice(line, last.offset));
    if (!alone) return fix(title, lastEnd, lastEnd, `, ${prefix}${print(value, undefined, "", eol)}`);
    const indent = this.#text.slice(line, last.offset);
    const rest = this.#after(lastEnd, REST_OF_LINE);
    const written = `${eol}${indent}${prefix}${print(value, indent, this.#unit(), eol)}`;
    // A comment behind the last member stays with it.
    const tail = rest < 0 ? "" : this.#text.slice(lastEnd, rest);
    return fix(title, lastEnd, lastEnd + tail.length, `,${tail.trimEnd()}${written}`);
  }

  /** Where a sticky pattern ends; -1 when it does not match. */
  #after(offset: number, pattern: RegExp): number {
    pattern.lastIndex = offset;
    return pattern.test(this.#text) ? pattern.lastIndex : -1;
  }

  #lineStart(offset: number): number {
    if (offset === 0) return 0;
    const line = this.#text.lastIndexOf("\n", offset - 1) + 1;
    return line + this.#text.slice(line, offset).lastIndexOf("\r") + 1;
  }

  #indentAt(offset: number): string {
    return /^[ \t]*/.exec(this.#text.slice(this.#lineStart(offset), offset))?.[0] ?? "";
  }

  /** One level of indentation, as the first member of the manifest has it. */
  #unit(): string {
    const first = this.#root.children?.[0];
    return (first && this.#indentAt(first.offset)) || "  ";
  }
}

function print(value: JsonValue, indent: string | undefined, unit: string, eol: string): string {
  const lists = typeof value === "object" && Object.values(value).some((inner) => typeof inner === "object");
  if (indent === undefined || !lists) return inOneLine(value);
  return JSON.stringify(value, undefined, unit).split("\n").join(`${eol}${indent}`);
}

function inOneLine(value: JsonValue): string {
  if (typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(", ")}]`;
  const members = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${inOneLine(inner)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function fix(title: string, start: number, end: number, text: string): Fix {
  return { title, offset: start, length: end - start, text };
}
