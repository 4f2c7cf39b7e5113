/** Reads JSON with comments, keeping positions. Hostile input: bounded in size and depth, no key becomes a prototype. */
import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { escapeForDisplay } from "../permissions/escape.ts";
import type { Report } from "./report.ts";
import { childPointer, type Place, spanOf } from "./source.ts";

/** Largest document, in UTF-16 units. */
export const MAX_LENGTH = 1_000_000;
const MAX_DEPTH = 32;
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

export interface ParsedDocument {
  /** Plain data: what `JSON.parse` makes of the text without comments; forbidden keys are left out. */
  readonly value: unknown;
  /** By JSON Pointer. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Undefined when the text is not JSON. Every deviation but comments is reported. */
export function parseDocument(text: string, report: Report): ParsedDocument | undefined {
  if (text.length > MAX_LENGTH) {
    report.addSpan("manifest/too-large", "", `Longer than ${MAX_LENGTH} characters`, { start: 0, end: 0 });
    return undefined;
  }
  // parseTree recurses, so depth is bounded before it runs.
  const deep = tooDeepAt(text);
  if (deep !== undefined) {
    const span = { start: deep, end: deep + 1 };
    report.addSpan("manifest/too-large", "", `Nested deeper than ${MAX_DEPTH} levels`, span);
    return undefined;
  }
  const source = withoutByteOrderMark(text, report);
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { allowTrailingComma: false, disallowComments: false });
  for (const error of firstPerOffset(errors)) {
    const end = Math.max(error.offset + error.length, error.offset + (error.offset < text.length ? 1 : 0));
    report.addSpan("manifest/syntax", "", syntaxMessage(error), { start: error.offset, end });
  }
  if (!root || errors.length > 0) return undefined;
  const places = new Map<string, Place>();
  return { value: read({ node: root }, "", places, report), places };
}

/** Same length, so that offsets stay. */
function withoutByteOrderMark(text: string, report: Report): string {
  if (!text.startsWith("\uFEFF")) return text;
  const fix = { title: "Remove the byte order mark", offset: 0, length: 1, text: "" };
  report.addSpan("manifest/byte-order-mark", "", "Starts with a byte order mark", { start: 0, end: 1 }, fix);
  return ` ${text.slice(1)}`;
}

// jsonc-parser's enum is a `const enum`, which type-stripping cannot import: its numbers are repeated here.
// https://github.com/microsoft/node-jsonc-parser/blob/main/src/main.ts
const OPEN_BRACE = 1;
const CLOSE_BRACE = 2;
const OPEN_BRACKET = 3;
const CLOSE_BRACKET = 4;
const END = 17;

function tooDeepAt(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    if (token === OPEN_BRACE || token === OPEN_BRACKET) depth += 1;
    if (token === CLOSE_BRACE || token === CLOSE_BRACKET) depth -= 1;
    if (depth > MAX_DEPTH) return scanner.getTokenOffset();
  }
  return undefined;
}

/** One mistake often makes several errors at one place; the first says it best. */
function firstPerOffset(errors: readonly ParseError[]): ParseError[] {
  return errors
    .filter((error, index) => errors.findIndex((other) => other.offset === error.offset) === index)
    .slice(0, 20);
}

const MESSAGES: Readonly<Record<string, string>> = {
  InvalidSymbol: "This is not JSON; texts stand in double quotes",
  InvalidNumberFormat: "This is not a JSON number",
  PropertyNameExpected: "A key in double quotes is expected; a comma must not stand before }",
  ValueExpected: "A value is expected; a comma must not stand before ]",
  ColonExpected: "A colon is expected",
  CommaExpected: "A comma is expected",
  CloseBraceExpected: "A closing } is expected",
  CloseBracketExpected: "A closing ] is expected",
  EndOfFileExpected: "Nothing may follow the closing }",
  UnexpectedEndOfComment: "The comment is not closed",
  UnexpectedEndOfString: "The text is not closed",
  UnexpectedEndOfNumber: "The number is not complete",
  InvalidUnicode: "\\u needs four hexadecimal digits",
  InvalidEscapeCharacter: "This escape does not exist in JSON",
  InvalidCharacter: "Control characters are written as escapes",
};

function syntaxMessage({ error }: ParseError): string {
  return MESSAGES[printParseErrorCode(error)] ?? "This is not JSON";
}

/** The value of a node, noting the place of everything in it. */
function read(place: Place, pointer: string, places: Map<string, Place>, report: Report): unknown {
  const { node } = place;
  places.set(pointer, place);
  if (node.type === "array") {
    return (node.children ?? []).map((child, index) =>
      read({ node: child }, childPointer(pointer, index), places, report),
    );
  }
  if (node.type !== "object") return node.value;
  const result: Record<string, unknown> = {};
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (!key || !value) continue;
    const name = String(key.value);
    if (acceptKey(key, name, childPointer(pointer, name), result, report)) {
      result[name] = read({ node: value, key }, childPointer(pointer, name), places, report);
    }
  }
  return result;
}

function acceptKey(key: Node, name: string, pointer: string, seen: object, report: Report): boolean {
  if (FORBIDDEN_KEYS.has(name)) {
    report.addSpan("manifest/forbidden-key", pointer, `The key ${name} is not allowed`, spanOf(key));
    return false;
  }
  if (Object.hasOwn(seen, name)) {
    const message = `The key ${escapeForDisplay(JSON.stringify(name), 120)} stands here twice`;
    report.addSpan("manifest/duplicate-key", pointer, message, spanOf(key));
    return false;
  }
  return true;
}
