/** Where the parts of a JSON text end, as jsonc-parser reads it: texts end at their line's end, comments count for nothing. */

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COMMA = 0x2c;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;

const QUOTE = 0x22;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** What a text holds, as far as it can be told without reading it. */
export interface Survey {
  /** The offset of the first bracket that is nested deeper than was asked for; nothing is known of what follows it. */
  readonly tooDeepAt: number | undefined;
  /** Outside of texts and comments: as many as there are members, when the text is well-formed. */
  readonly colons: number;
  /** Start and end of each. */
  readonly comments: readonly (readonly [start: number, end: number])[];
  /** From each opening bracket to its closing one. */
  readonly brackets: ReadonlyMap<number, number>;
}

export function survey(text: string, maxDepth: number): Survey {
  const comments: [number, number][] = [];
  const brackets = new Map<number, number>();
  const open: number[] = [];
  let colons = 0;
  // Below zero where there are closing ones too many: then later ones count for less, as they do for the parser.
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character <= SPACE) continue;
    if (character === QUOTE) at = endOfString(text, at);
    else if (character === COLON) colons += 1;
    else if (character === SLASH) {
      const last = endOfComment(text, at);
      if (last > at) comments.push([at, last + 1]);
      at = last;
    } else if (character === OPEN_BRACE || character === OPEN_BRACKET) {
      depth += 1;
      if (depth > maxDepth) return { tooDeepAt: at, colons, comments, brackets };
      open.push(at);
    } else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) {
      depth -= 1;
      const start = open.pop();
      if (start !== undefined) brackets.set(start, at);
    }
  }
  return { tooDeepAt: undefined, colons, comments, brackets };
}

/** The last unit of the string that starts at `at`. */
function endOfString(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    const character = text.charCodeAt(end);
    if (character === BACKSLASH) end += 1;
    else if (character === QUOTE) return end;
    else if (character === LF || character === CR) return end - 1;
  }
  return text.length;
}

/** The last unit of the comment that starts at `at`; `at` when none does. One past the text when it is not closed. */
function endOfComment(text: string, at: number): number {
  const next = text[at + 1];
  if (next === "*") {
    const end = text.indexOf("*/", at + 2);
    return end < 0 ? text.length : end + 1;
  }
  if (next !== "/") return at;
  for (let end = at + 2; end < text.length; end += 1) {
    if (text.charCodeAt(end) === LF || text.charCodeAt(end) === CR) return end;
  }
  return text.length - 1;
}

/** From `at` on, the first unit that is no blank, comment or comma. */
export function nextToken(text: string, at: number): number {
  for (; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === SLASH) at = endOfComment(text, at);
    else if (character !== COMMA && !isBlank(character)) return at;
  }
  return at;
}

/** The end of the text, number or word that starts at `at` in well-formed text, exclusive. */
export function endOfLeaf(text: string, at: number): number {
  return text.charCodeAt(at) === QUOTE ? endOfString(text, at) + 1 : endOfWord(text, at);
}

function endOfWord(text: string, at: number): number {
  for (; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    const isEnd = character === COMMA || character === CLOSE_BRACE || character === CLOSE_BRACKET;
    if (isEnd || character === SLASH || isBlank(character)) return at;
  }
  return at;
}

function isBlank(character: number): boolean {
  return character === SPACE || character === LF || character === CR || character === TAB;
}
