/**
 * The calls that a statement makes, for stepping into one of them. They cost nothing until somebody asks: calls carry no
 * probes, and are found by parsing the module once more.
 *
 * Which call a function came by is told by the interpreter's stack. For every frame it gives the line and column of what
 * that frame does. QuickJS writes a position down with each call, just before it is made: that of the parenthesis that
 * opens the arguments, of a template's backtick, and of the token behind a `new` without arguments. No two calls share
 * one, and of 45,000 functions that programs at random and those of test/unit/debug/programs entered each came by the
 * place of its call, but for those that nobody calls by name: getters, setters, iterators, defaults of parameters. Lines end
 * with `\n` alone, and columns count code points. (Bellard's 2025-09-13; test/unit/debug/calls.test.ts looks again.)
 *
 * What follows a call without a position of its own has the call's: a setter that is given the result, the iterator that is
 * made of it, the iterator of a loop whose body ends with the call. They come behind what was called, so only where that is
 * native, and enters nothing, do they seem to be called by it. Setters are known; a step into such a call may end in an
 * iterator that the author wrote.
 */
import type { AnyNode } from "acorn";
import { type CallNode, calleeOf, callsBySite, labelOf } from "./call-nodes.ts";
import { type Edited, LineIndex } from "./edits.ts";
import { type Origin, type Origins, readOrigins } from "./origins.ts";
import { parseModule } from "./parse.ts";
import type { Position } from "./site-table.ts";
import { nextToken } from "./tokens.ts";

export interface Call {
  /** What is called, as the author wrote it, shortened: `list.filter(…).map`. */
  readonly label: string;
  /** Index in `SiteTable.sources`. */
  readonly source: number;
  readonly start: Position;
  /** Behind its last character; absent where the source map does not tell. */
  readonly end?: Position;
  /** Where the caller stands in the instrumented module, as the interpreter says, while it makes the call. */
  readonly at: Position;
  /** `new` or `super`: what it runs may lie below constructors that nobody wrote. */
  readonly constructs: boolean;
}

const MAX_LABEL = 60;

export class Calls {
  readonly #code: string;
  readonly #map: string | undefined;
  readonly #edited: Edited;
  /** Where the module's sites were before it was edited; -1 for those that are no statements. */
  readonly #offsets: Int32Array;
  #found: ReadonlyMap<number, readonly CallNode[]> | undefined;

  /** @param code before it was edited @param map of `code` */
  constructor(code: string, map: string | undefined, edited: Edited, offsets: Int32Array) {
    this.#code = code;
    this.#map = map;
    this.#edited = edited;
    this.#offsets = offsets;
  }

  /**
   * What runs from a site to the next one of its function calls these, in this order. Empty for a site that is no
   * statement. Code of the bundler is left out.
   *
   * @param index in `SiteTable.sites`
   */
  of(index: number): readonly Call[] {
    const calls = this.#calls.get(index) ?? [];
    if (calls.length === 0) return [];
    const code = this.#code;
    const origins = readOrigins(this.#map, "", new LineIndex(code));
    const generated = new LineIndex(this.#edited.text);
    return calls.flatMap((node): Call[] => {
      const start = isAuthors(node, origins) ? startOf(node, origins) : undefined;
      return start ? [{ ...this.#describe(node, start, origins), at: this.#standing(node, generated) }] : [];
    });
  }

  get #calls(): ReadonlyMap<number, readonly CallNode[]> {
    if (this.#found) return this.#found;
    const sites = new Map<number, number>();
    // A loop without a test has two sites at its start; the first is that of its initialisation.
    for (const [index, offset] of this.#offsets.entries()) if (!sites.has(offset)) sites.set(offset, index);
    this.#found = callsBySite(parseModule(this.#code), (offset) => sites.get(offset));
    return this.#found;
  }

  #describe(node: CallNode, { source, line, column }: Origin, origins: Origins): Omit<Call, "at"> {
    const label = labelOf(node, origins.wordAt);
    const last = origins.at(node.end - 1, true);
    const ends = last?.source === source && (last.line - line || last.column - column) > 0;
    return {
      label: label.length > MAX_LABEL ? `…${label.slice(1 - MAX_LABEL)}` : label,
      source,
      start: { line, column },
      ...(ends && { end: { line: last.line, column: last.column + 1 } }),
      constructs: node.type === "NewExpression" || calleeOf(node).type === "Super",
    };
  }

  #standing(node: CallNode, lines: LineIndex): Position {
    const { text } = lines;
    const opening = openingOf(node, this.#code);
    const offset = opening === undefined ? nextToken(text, this.#moved(node.end - 1) + 1) : this.#moved(opening);
    const line = lines.lineOf(offset);
    return { line: line + 1, column: [...text.slice(lines.start(line), offset)].length + 1 };
  }

  #moved(offset: number): number {
    return offset + this.#edited.shiftAt(offset);
  }
}

/** The parenthesis or backtick; undefined for `new X`. */
function openingOf(node: CallNode, code: string): number | undefined {
  if (node.type === "TaggedTemplateExpression") return node.quasi.start;
  let at = nextToken(code, node.callee.end);
  while (at < node.end && code[at] !== "(") at = nextToken(code, at + 1); // parentheses around the callee, and `?.`
  return at < node.end ? at : undefined;
}

/** Not a helper that the bundler calls by a name of its own. */
function isAuthors(node: CallNode, origins: Origins): boolean {
  const callee = calleeOf(node);
  return callee.type !== "Identifier" || origins.wordAt(callee.start) !== undefined;
}

/** A source map knows the names in an expression, and not its parentheses. */
function startOf(node: CallNode, origins: Origins): Origin | undefined {
  for (let first: AnyNode | undefined = node; first; first = firstOf(first)) {
    const origin = origins.at(first.start, true);
    if (origin) return origin;
  }
  return origins.at(node.start);
}

/** What an expression that ends in a call begins with. */
function firstOf(node: AnyNode): AnyNode | undefined {
  if (node.type === "CallExpression") return node.callee;
  if (node.type === "TaggedTemplateExpression") return node.tag;
  if (node.type === "MemberExpression") return node.object;
  return node.type === "ChainExpression" ? node.expression : undefined;
}
