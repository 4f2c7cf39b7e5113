/** Collects the uses of one file and gives each its value and its place. */

import { Positions } from "../source.ts";
import { netUrl, pathScope } from "./covering.ts";
import type { SourcePlace, SourceUse, UseKind } from "./source-use.ts";
import type { Syntax } from "./syntax.ts";
import { textOf, type Value } from "./values.ts";

/** More uses than anybody reads; what is beyond is not looked at. */
const MAX_USES = 10_000;
const MAX_CALL = 80;
const MAX_VALUE = 2048;

export class Recorder {
  readonly uses: SourceUse[] = [];
  readonly #path: string;
  readonly #text: string;
  readonly #positions: Positions;
  readonly #place: (from: string, start: number, end: number) => SourcePlace | undefined;

  /** @param place where something stands in another module */
  constructor(
    path: string,
    text: string,
    place: (module: string, start: number, end: number) => SourcePlace | undefined,
  ) {
    this.#path = path;
    this.#text = text;
    this.#positions = new Positions(text);
    this.#place = place;
  }

  get full(): boolean {
    return this.uses.length >= MAX_USES;
  }

  /**
   * @param call the callee, or the words for it
   * @param at what is underlined unless the argument is a text that stands there itself
   */
  add(kind: UseKind, call: Syntax | string, at: Syntax, argument: Syntax | undefined, value: Value): void {
    const text = textOf(value);
    const known = text && text.text.length <= MAX_VALUE ? settled(kind, text) : undefined;
    const literal = value.type === "text" && value.literal ? inside(value.literal) : undefined;
    const here = argument && literal && argument.start <= literal.start && literal.end <= argument.end;
    const constant = here ? undefined : this.#constant(value, literal);
    this.#push(kind, call, here && literal ? literal : at, {
      value: known?.value,
      ...(known?.pattern && { pattern: true as const }),
      ...(constant && { constant }),
    });
  }

  /** A part of `aiHub` that is handed on. */
  addPassed(kinds: readonly UseKind[], at: Syntax): void {
    for (const kind of kinds) this.#push(kind, at, at, { value: undefined, passed: true });
  }

  #constant(value: Value, literal: { start: number; end: number } | undefined): SourcePlace | undefined {
    if (value.type === "constant") return this.#place(value.module, value.start, value.end);
    return literal && { path: this.#path, ...literal, ...this.#positions.at(literal.start) };
  }

  #push(
    kind: UseKind,
    call: Syntax | string,
    { start, end }: { readonly start: number; readonly end: number },
    rest: Pick<SourceUse, "value" | "pattern" | "passed" | "constant">,
  ): void {
    const written =
      typeof call === "string" ? call : this.#text.slice(call.start, Math.min(call.end, call.start + 4 * MAX_CALL));
    const name = written.replace(/\s+/g, "").slice(0, MAX_CALL);
    this.uses.push({ path: this.#path, kind, ...rest, call: name, start, end, ...this.#positions.at(start) });
  }
}

/** A string literal or template without its quotes; anything else as it is. */
export function inside(node: Syntax): { readonly start: number; readonly end: number } {
  const quoted = node.type === "StringLiteral" || node.type === "TemplateLiteral";
  return quoted ? { start: node.start + 1, end: node.end - 1 } : { start: node.start, end: node.end };
}

function settled(
  kind: UseKind,
  { text, whole }: { readonly text: string; readonly whole: boolean },
): { readonly value: string; readonly pattern?: true } | undefined {
  if (whole) return { value: text };
  if (kind === "net") {
    const url = netUrl(text);
    return url === undefined ? undefined : { value: url };
  }
  const scope = kind === "read" || kind === "write" ? pathScope(text) : undefined;
  return scope === undefined ? undefined : { value: scope, pattern: true };
}
