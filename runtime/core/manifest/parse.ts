/** Reads JSON with comments, keeping positions. Hostile input: bounded in size and depth, no key becomes a prototype. */
import { type Node, type ParseError, parseTree } from "jsonc-parser";
import { escapeForDisplay } from "../permissions/escape.ts";
import type { Fix } from "../result.ts";
import { ManifestEdit } from "./edit.ts";
import type { Report } from "./report.ts";
import { survey } from "./skip.ts";
import { childPointer, spanOf } from "./source.ts";
import { reportSyntax } from "./syntax-errors.ts";
import { readWellFormed } from "./well-formed.ts";

/** Largest document, in UTF-16 units. */
export const MAX_LENGTH = 1_000_000;
const MAX_DEPTH = 32;
const MAX_KEY = 256;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

export interface ParsedDocument {
  /** Plain data: what `JSON.parse` makes of the text without comments; forbidden keys are left out. */
  readonly value: unknown;
  readonly root: Node;
}

/** Undefined when the text is not JSON. Every deviation but comments is reported. */
export function parseDocument(text: string, report: Report): ParsedDocument | undefined {
  if (text.length > MAX_LENGTH) {
    report.addSpan("manifest/too-large", "", `Longer than ${MAX_LENGTH} characters`, { start: 0, end: 0 });
    return undefined;
  }
  // parseTree recurses, so depth is bounded before it runs.
  const found = survey(text, MAX_DEPTH);
  const deep = found.tooDeepAt;
  if (deep !== undefined) {
    const span = { start: deep, end: deep + 1 };
    report.addSpan("manifest/too-large", "", `Nested deeper than ${MAX_DEPTH} levels`, span);
    return undefined;
  }
  const source = withoutByteOrderMark(text, report);
  const wellFormed = readWellFormed(source, found, isPlainKey);
  if (wellFormed) return wellFormed;
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { allowTrailingComma: false, disallowComments: false });
  reportSyntax(errors, source, found.comments, report);
  if (!root || errors.length > 0) return undefined;
  return { value: read(root, [], { report, edit: new ManifestEdit(source, root) }), root };
}

/** As much of a tree as half-typed text allows; undefined when there is nothing, or the text is too large or too deep. */
export function treeOf(text: string): Node | undefined {
  const found = text.length > MAX_LENGTH ? undefined : survey(text, MAX_DEPTH);
  if (!found || found.tooDeepAt !== undefined) return undefined;
  const source = text.replace(/^\uFEFF/, " ");
  return readWellFormed(source, found, isPlainKey)?.root ?? parseTree(source, []);
}

function isPlainKey(key: string): boolean {
  return key.length <= MAX_KEY && !FORBIDDEN_KEYS.has(key);
}

/** Same length, so that offsets stay. */
function withoutByteOrderMark(text: string, report: Report): string {
  if (!text.startsWith("\uFEFF")) return text;
  const fix = { title: "Remove the byte order mark", offset: 0, length: 1, text: "" };
  report.addSpan("manifest/byte-order-mark", "", "Starts with a byte order mark", { start: 0, end: 1 }, { fix });
  return ` ${text.slice(1)}`;
}

/** The offset of the first bracket that is nested too deep. */
export function tooDeepAt(text: string): number | undefined {
  return survey(text, MAX_DEPTH).tooDeepAt;
}

interface Aids {
  readonly report: Report;
  readonly edit: ManifestEdit;
}

/**
 * The value of a node. Pointers are made only for what is reported: one for every node of a hostile document would take
 * gigabytes.
 *
 * @param path the keys that lead here; changed on the way and put back
 */
function read(node: Node, path: string[], aids: Aids): unknown {
  if (node.type === "array") {
    return (node.children ?? []).map((child, index) => {
      path.push(String(index));
      const value = read(child, path, aids);
      path.pop();
      return value;
    });
  }
  if (node.type !== "object") return node.value;
  const result: Record<string, unknown> = {};
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (!key || !value) continue;
    const name = String(key.value);
    path.push(name);
    if (acceptKey(key, name, path, result, aids)) result[name] = read(value, path, aids);
    path.pop();
  }
  return result;
}

function acceptKey(key: Node, name: string, path: readonly string[], seen: object, { report, edit }: Aids): boolean {
  if (name.length > MAX_KEY) {
    report.addSpan("manifest/too-large", "", `A key has at most ${MAX_KEY} characters`, spanOf(key));
    return false;
  }
  if (FORBIDDEN_KEYS.has(name)) {
    report.addSpan("manifest/forbidden-key", toPointer(path), `The key ${name} is not allowed`, spanOf(key), {
      fix: removal(key, edit, report),
    });
    return false;
  }
  if (Object.hasOwn(seen, name)) {
    const message = `The key ${escapeForDisplay(JSON.stringify(name), 120)} stands here twice`;
    report.addSpan("manifest/duplicate-key", toPointer(path), message, spanOf(key), {
      fix: removal(key, edit, report),
    });
    return false;
  }
  return true;
}

/** None beyond the last that is listed: a document may have very many. */
function removal(key: Node, edit: ManifestEdit, report: Report): Fix | undefined {
  return key.parent && !report.full ? edit.removeNode(key.parent, "Remove the key") : undefined;
}

function toPointer(path: readonly string[]): string {
  return path.reduce(childPointer, "");
}
