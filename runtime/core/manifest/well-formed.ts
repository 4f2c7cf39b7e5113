/**
 * Reads JSON in which nothing is wrong. Most keystrokes leave a manifest so, and then the engine's own `JSON.parse` is
 * several times faster than a parser that keeps every position: positions are found when one is asked for.
 */
import type { Node, NodeType } from "jsonc-parser";
import { endOfLeaf, nextToken, type Survey } from "./skip.ts";

export interface WellFormed {
  readonly value: unknown;
  /** The same that `parseTree` makes of the text. The members of an object are looked up when they are asked for. */
  readonly root: Node;
}

/**
 * Undefined when the text is no JSON with comments, or when a key is refused or stands twice in its object.
 *
 * @param found of the same text; nothing in it is nested deeper than a few hundred levels
 */
export function readWellFormed(text: string, found: Survey, accepts: (key: string) => boolean): WellFormed | undefined {
  let value: unknown;
  try {
    value = JSON.parse(without(found.comments, text));
  } catch {
    return undefined;
  }
  // `JSON.parse` keeps the last of members with the same key, so that there are fewer of them than colons.
  if (countMembers(value, accepts) !== found.colons) return undefined;
  return { value, root: new Tree(text, found).node(nextToken(text, 0), undefined) };
}

function without(comments: Survey["comments"], text: string): string {
  let [result, from] = ["", 0];
  for (const [start, end] of comments) {
    // An open comment is an error, which JSON.parse would not see.
    if (end > text.length) return "";
    result += `${text.slice(from, start)} `;
    from = end;
  }
  return from === 0 ? text : result + text.slice(from);
}

/** NaN when a key is refused. */
function countMembers(value: unknown, accepts: (key: string) => boolean): number {
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === "object") count += countMembers(item, accepts);
    return count;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(members)) {
    if (!accepts(key)) return Number.NaN;
    const member = members[key];
    count += typeof member === "object" ? 1 + countMembers(member, accepts) : 1;
  }
  return count;
}

/** The nodes of one text. */
class Tree {
  readonly #text: string;
  readonly #brackets: Survey["brackets"];

  constructor(text: string, { brackets }: Survey) {
    this.#text = text;
    this.#brackets = brackets;
  }

  /** The value that starts at an offset. */
  node(offset: number, parent: Node | undefined): Node {
    const last = this.#brackets.get(offset);
    if (last !== undefined) return new Container(this, this.#text[offset] === "{", offset, last, parent);
    const end = endOfLeaf(this.#text, offset);
    const value: unknown = JSON.parse(this.#text.slice(offset, end));
    const type = value === null ? "null" : (typeof value as NodeType);
    return { type, offset, length: end - offset, value, ...(parent && { parent }) };
  }

  /** What stands between the brackets of a container. */
  children(container: Container): Node[] {
    const children: Node[] = [];
    const last = container.offset + container.length - 1;
    for (let at = nextToken(this.#text, container.offset + 1); at < last; ) {
      const child = container.type === "object" ? this.#property(at, container) : this.node(at, container);
      children.push(child);
      at = nextToken(this.#text, child.offset + child.length);
    }
    return children;
  }

  #property(offset: number, parent: Node): Node {
    const children: Node[] = [];
    const colonOffset = nextToken(this.#text, endOfLeaf(this.#text, offset));
    const valueOffset = nextToken(this.#text, colonOffset + 1);
    const end = this.#brackets.get(valueOffset);
    const length = (end === undefined ? endOfLeaf(this.#text, valueOffset) : end + 1) - offset;
    const property: Node = { type: "property", offset, length, colonOffset, parent, children };
    children.push(this.node(offset, property), this.node(valueOffset, property));
    return property;
  }
}

/** An object or an array. Its children are made when they are first asked for. */
class Container implements Node {
  readonly type: "object" | "array";
  readonly offset: number;
  readonly length: number;
  readonly parent?: Node;
  readonly #tree: Tree;
  #children: Node[] | undefined;

  constructor(tree: Tree, isObject: boolean, offset: number, last: number, parent: Node | undefined) {
    this.#tree = tree;
    this.type = isObject ? "object" : "array";
    this.offset = offset;
    this.length = last + 1 - offset;
    if (parent) this.parent = parent;
  }

  get children(): Node[] {
    this.#children ??= this.#tree.children(this);
    return this.#children;
  }
}
