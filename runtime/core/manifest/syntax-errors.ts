/** Says where a text is not JSON, and mends what can only have been meant in one way. */
import { type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Fix } from "../result.ts";
import type { Report } from "./report.ts";
import type { Survey } from "./skip.ts";

const MAX_SYNTAX_ERRORS = 20;

const MESSAGES: Readonly<Record<string, string>> = {
  InvalidSymbol: "This is not JSON; texts stand in double quotes",
  InvalidNumberFormat: "This is not a JSON number",
  PropertyNameExpected: "A key in double quotes is expected",
  ValueExpected: "A value is expected",
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

/**
 * @param errors what the parser says of the text
 * @param comments where the text has comments, in its order
 */
export function reportSyntax(
  errors: readonly ParseError[],
  text: string,
  comments: Survey["comments"],
  report: Report,
): void {
  for (const error of firstPerLine(errors, text)) {
    const { offset, length } = error;
    const before = lastBefore(offset, text, comments);
    if (text[before] === "," && /[}\]]/.test(text.charAt(offset))) {
      const fix = { title: "Remove the comma", offset: before, length: 1, text: "" };
      const message = `A comma must not stand before ${text.charAt(offset)}`;
      report.addSpan("manifest/syntax", "", message, { start: before, end: before + 1 }, { fix });
      continue;
    }
    const code = printParseErrorCode(error.error);
    const message = MESSAGES[code] ?? "This is not JSON";
    // An error at the end of the text has nothing to underline.
    const end = Math.min(Math.max(offset + length, offset + 1), text.length);
    const fix = code === "CommaExpected" && errors.length === 1 ? commaAt(before + 1, text) : undefined;
    report.addSpan("manifest/syntax", "", message, { start: Math.min(offset, end), end }, { fix });
  }
}

/** One mistake often makes several errors; the first of a line says it best. */
function firstPerLine(errors: readonly ParseError[], text: string): ParseError[] {
  const kept: ParseError[] = [];
  for (const error of errors) {
    const last = kept.at(-1);
    if (!last || /[\r\n]/.test(text.slice(last.offset, error.offset))) kept.push(error);
    if (kept.length === MAX_SYNTAX_ERRORS) break;
  }
  return kept;
}

/** The last unit before `offset` that is neither blank nor in a comment; -1 when there is none. */
function lastBefore(offset: number, text: string, comments: Survey["comments"]): number {
  let at = offset - 1;
  let index = comments.findLastIndex(([start]) => start < offset);
  for (;;) {
    while (at >= 0 && text.charCodeAt(at) <= 0x20) at -= 1;
    const [start = -1, end = -1] = comments[index] ?? [];
    if (start > at || at >= end) return at;
    at = start - 1;
    index -= 1;
  }
}

/** The comma that is missing there, if with it the text is JSON; it is not behind a text that is not closed, say. */
function commaAt(offset: number, text: string): Fix | undefined {
  if (/^\w\w$/.test(text.slice(offset - 1, offset + 1))) return undefined; // 05 is no list
  const errors: ParseError[] = [];
  parseTree(`${text.slice(0, offset)},${text.slice(offset)}`, errors, { allowTrailingComma: false });
  return errors.length > 0 ? undefined : { title: "Insert the comma", offset, length: 0, text: "," };
}
