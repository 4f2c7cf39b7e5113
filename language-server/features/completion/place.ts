/** Where in a half-typed document the cursor stands, and what a completion there replaces. */
import { createScanner, getLocation, type JSONPath } from "jsonc-parser";

export interface Place {
  /** Of the value at the cursor; for a key, of the object that it belongs to. */
  readonly path: JSONPath;
  readonly isKey: boolean;
  /** What stands before the cursor in its string, without the quote and escapes. */
  readonly typed: string;
  /** What is replaced, in UTF-16 units; empty where there is nothing yet. */
  readonly start: number;
  readonly end: number;
  /** Whether a comma must follow the inserted text. */
  readonly comma: boolean;
  /** Where one is missing before it. */
  readonly commaAt: number | undefined;
  /** For a key: it has a value, so none is inserted with it. */
  readonly hasValue: boolean;
}

// jsonc-parser's enums are `const enum`s, which type-stripping cannot import: their numbers are repeated here.
// https://github.com/microsoft/node-jsonc-parser/blob/main/src/main.ts
const OPEN_BRACE = 1;
const CLOSE_BRACE = 2;
const OPEN_BRACKET = 3;
const CLOSE_BRACKET = 4;
const COMMA = 5;
const COLON = 6;
const NULL = 7;
const STRING = 10;
const NUMBER = 11;
const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;
const LINE_BREAK = 14;
const TRIVIA = 15;
const UNKNOWN = 16;
const END = 17;
const UNEXPECTED_END_OF_COMMENT = 1;
const UNEXPECTED_END_OF_STRING = 2;

/** Undefined where nothing can stand, such as in a comment. */
export function placeAt(text: string, offset: number): Place | undefined {
  const around = tokensAround(text, offset);
  if (!around) return undefined;
  const { before, beforeEnd, current } = around;
  const spot = spotOf(before, text, offset);
  if (!spot || (spot.afterValue && offset === beforeEnd)) return undefined;
  if (before === COLON && !current && hasValueAfter(text, offset)) return undefined;
  const start = current?.start ?? offset;
  const end = current?.end ?? offset;
  const next = tokenFrom(text, end);
  return {
    path: spot.path,
    isKey: spot.isKey,
    typed: current?.quoted ? unescaped(text.slice(start + 1, Math.min(offset, current.inner))) : "",
    start,
    end,
    comma: ![COMMA, CLOSE_BRACE, CLOSE_BRACKET, END].includes(next),
    commaAt: spot.afterValue ? beforeEnd : undefined,
    hasValue: next === COLON,
  };
}

/** @param before the token before the cursor's own */
function spotOf(before: number, text: string, offset: number) {
  if (before === END) return { path: [], isKey: false, afterValue: false };
  const { path, isAtPropertyKey } = getLocation(text, offset);
  if (isAtPropertyKey) {
    return before === OPEN_BRACE || before === COMMA
      ? { path: path.slice(0, -1), isKey: true, afterValue: false }
      : undefined;
  }
  if (before === COLON || before === COMMA || before === OPEN_BRACKET) return { path, isKey: false, afterValue: false };
  const last = path.at(-1);
  const isValue = before === CLOSE_BRACE || before === CLOSE_BRACKET || (before >= NULL && before <= NUMBER);
  if (!isValue || last === undefined) return undefined;
  // After a value, what comes next is another key or item.
  const parent = path.slice(0, -1);
  const isItem = typeof last === "number";
  return { path: isItem ? [...parent, last + 1] : parent, isKey: !isItem, afterValue: true };
}

interface Literal {
  readonly start: number;
  readonly end: number;
  /** Where the text inside its quotes ends. */
  readonly inner: number;
  readonly quoted: boolean;
}

interface Around {
  readonly before: number;
  readonly beforeEnd: number;
  readonly current: Literal | undefined;
}

/** The last token before the cursor's own, and the literal that the cursor touches; undefined inside a comment. */
function tokensAround(text: string, offset: number): Around | undefined {
  const scanner = createScanner(text, false);
  let before = END;
  let beforeEnd = 0;
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    if (start >= offset) break;
    if (token === LINE_COMMENT && offset <= end) return undefined;
    const isOpen = (scanner.getTokenError() as number) === UNEXPECTED_END_OF_COMMENT;
    if (token === BLOCK_COMMENT && (offset < end || isOpen)) return undefined;
    if (token === LINE_COMMENT || token === BLOCK_COMMENT || token === TRIVIA || token === LINE_BREAK) continue;
    const isLiteral = (token >= NULL && token <= NUMBER) || token === UNKNOWN;
    if (isLiteral && offset <= end) {
      const isUnclosed = (scanner.getTokenError() as number) === UNEXPECTED_END_OF_STRING;
      // Text after the cursor of a string that is not closed yet belongs to what follows.
      const stop = isUnclosed ? offset : end;
      const quoted = token === STRING;
      const inner = quoted && !isUnclosed ? end - 1 : stop;
      return { before, beforeEnd, current: { start, end: stop, inner, quoted } };
    }
    before = token;
    beforeEnd = end;
  }
  return { before, beforeEnd, current: undefined };
}

/** Whether a value follows that belongs to the colon before: not the key of the next line. */
function hasValueAfter(text: string, offset: number): boolean {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  const token: number = scanner.scan();
  if (token === OPEN_BRACE || token === OPEN_BRACKET) return true;
  const isLiteral = token >= NULL && token <= NUMBER;
  return isLiteral && (scanner.scan() as number) !== COLON;
}

function tokenFrom(text: string, offset: number): number {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  return scanner.scan();
}

function unescaped(inner: string): string {
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    return inner; // half of an escape
  }
}
