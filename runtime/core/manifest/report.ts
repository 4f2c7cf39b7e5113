/** Collects problems and gives each its position. */
import { escapeForDisplay } from "../permissions/escape.ts";
import type { Fix, Problem } from "../result.ts";
import { allCodes, type Code } from "./codes.ts";
import { offsetInString, type Place, Positions, type Span, spanOf } from "./source.ts";

export interface ReportOptions {
  /** Points at the key instead of the value. */
  readonly onKey?: boolean;
  /** Points at the rest of a string value from this unit on. */
  readonly from?: number;
  /** What to write instead of the whole value or, with `onKey`, of the key. */
  readonly replacement?: string;
  /** A fix that is more than that. */
  readonly fix?: Fix | undefined;
  readonly related?: Problem["related"];
  readonly tags?: Problem["tags"];
}

type Extras = Pick<ReportOptions, "fix" | "related" | "tags">;

const MAX_PROBLEMS = 200;

export class Report {
  readonly #text: string;
  readonly #positions: Positions;
  readonly #problems: Problem[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#positions = new Positions(text);
  }

  /** No advice will be listed any more. */
  get isFullOfAdvice(): boolean {
    return this.#problems.length >= MAX_PROBLEMS;
  }

  /** Nothing more will be listed. */
  get full(): boolean {
    return this.#problems.length > MAX_PROBLEMS;
  }

  /** Reports a span of the text. */
  addSpan(code: Code, pointer: string, message: string, { start, end }: Span, options: Extras = {}): void {
    if (this.full) return;
    if (this.#problems.length === MAX_PROBLEMS) {
      // Too much advice is no error.
      if (!code.startsWith("manifest/")) return;
      this.#push("manifest/too-many-problems", "", `More than ${MAX_PROBLEMS} problems`, { start: 0, end: 0 });
      return;
    }
    this.#push(code, pointer, message, { start, end }, options);
  }

  /** Reports a place of the document. */
  addPlace(code: Code, pointer: string, message: string, place: Place, options: ReportOptions = {}): void {
    const node = options.onKey && place.key ? place.key : place.node;
    const whole = spanOf(node);
    const { from, replacement } = options;
    let span = whole;
    if (from !== undefined && node.type === "string" && node.length > 2) {
      // At least the last character, so that there is something to underline.
      const start = Math.max(whole.start, Math.min(offsetInString(this.#text, node, from), whole.end - 1));
      span = { start, end: Math.max(start + 1, whole.end - 1) };
    } else if (node.type === "object" || node.type === "array") {
      span = { start: whole.start, end: whole.start + 1 };
    }
    const fix =
      replacement === undefined
        ? options.fix
        : {
            title: `Change to ${escapeForDisplay(JSON.stringify(replacement), 120)}`,
            offset: whole.start,
            length: whole.end - whole.start,
            text: JSON.stringify(replacement),
          };
    this.addSpan(code, pointer, message, span, { ...options, fix });
  }

  /** The problems in the order of the text. */
  problems(): Problem[] {
    return this.#problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  }

  #push(code: Code, pointer: string, message: string, { start, end }: Span, extras: Extras = {}): void {
    const { fix, related, tags } = extras;
    const from = this.#positions.at(start);
    const to = this.#positions.at(end);
    this.#problems.push({
      code,
      severity: allCodes[code].severity,
      pointer,
      line: from.line,
      column: from.column,
      endLine: to.line,
      endColumn: to.column,
      message,
      ...(fix && { fix }),
      ...(related && related.length > 0 && { related }),
      ...(tags && { tags }),
    });
  }
}
