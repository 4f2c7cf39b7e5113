/** The keys of a manifest in the order of the schema; each takes its comments along. */
import type { JSONPath, Node } from "jsonc-parser";
import { schemaAt } from "../schema-node.ts";

/** Blanks and comments, as JSON with comments has them. */
const FILLER = /(?:\s|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)*/y;
/** What may follow on the line on which a value ends. */
const REST_OF_LINE =
  /[ \t]*(?:(?:\/\*(?:(?!\*\/)[^\n\r])*\*\/[ \t]*)*\/\/[^\n\r]*|(?:\/\*(?:(?!\*\/)[^\n\r])*\*\/[ \t]*)+(?=[\n\r]))/y;

/** Only objects whose keys the schema names are sorted: in others, such as scripts, the author's order stands. */
export function sortedKeys(text: string, root: Node): string {
  const written = write(text, root, []);
  return text.slice(0, root.offset) + written + text.slice(root.offset + root.length);
}

function write(text: string, node: Node, path: JSONPath): string {
  const { type, children = [], offset, length } = node;
  if (type === "object" && children.length > 0) return writeObject(text, node, children, path);
  if (type !== "array") return text.slice(offset, offset + length);
  return between(text, node, children, (child, index) => write(text, child, [...path, index]));
}

/** A node's text with its children written anew. */
function between(text: string, node: Node, children: readonly Node[], each: (child: Node, index: number) => string) {
  let result = "";
  let at = node.offset;
  for (const [index, child] of children.entries()) {
    result += text.slice(at, child.offset) + each(child, index);
    at = child.offset + child.length;
  }
  return result + text.slice(at, node.offset + node.length);
}

interface Member {
  readonly rank: number;
  /** The blanks before it belong to its place, comments to the member. */
  readonly blanks: string;
  readonly comments: string;
  /** Up to the comma, if any. */
  readonly body: string;
  /** What follows the comma on the same line. */
  readonly trail: string;
}

function writeObject(text: string, node: Node, properties: readonly Node[], path: JSONPath): string {
  const order = Object.keys(schemaAt(path)?.properties ?? {});
  const members: Member[] = [];
  let at = node.offset + 1;
  for (const [index, property] of properties.entries()) {
    const lead = text.slice(at, property.offset);
    const comments = lead.trimStart();
    const end = property.offset + property.length;
    const isLast = index === properties.length - 1;
    const comma = isLast ? end : after(text, end, FILLER);
    const trailEnd = after(text, isLast ? end : comma + 1, REST_OF_LINE);
    const rank = order.indexOf(nameOf(property));
    members.push({
      rank: rank < 0 ? order.length : rank,
      blanks: lead.slice(0, lead.length - comments.length),
      comments,
      body: writeProperty(text, property, path) + text.slice(end, comma),
      trail: text.slice(isLast ? end : comma + 1, trailEnd),
    });
    at = trailEnd;
  }
  const tail = text.slice(at, node.offset + node.length);
  return `{${joined(members, tail, text)}${tail}`;
}

function joined(members: readonly Member[], tail: string, text: string): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const places = members.map(({ blanks }) => blanks);
  const sorted = members.toSorted((a, b) => a.rank - b.rank);
  return sorted
    .map(({ comments, body, trail }, index) => {
      const isLast = index === members.length - 1;
      const open = /\/\/[^\n\r]*$/.test(trail);
      // A line comment must not swallow what follows now.
      const next = isLast ? tail : (places[index + 1] ?? "");
      const end = open && !/^[ \t]*[\n\r]/.test(next) ? eol : "";
      return `${places[index] ?? ""}${comments}${body}${isLast ? "" : ","}${trail}${end}`;
    })
    .join("");
}

function writeProperty(text: string, property: Node, path: JSONPath): string {
  const value = property.children?.[1];
  if (!value) return text.slice(property.offset, property.offset + property.length);
  return between(text, property, [value], (child) => write(text, child, [...path, nameOf(property)]));
}

function nameOf(property: Node): string {
  return String(property.children?.[0]?.value);
}

/** Where a sticky pattern that starts here ends; here when it does not match. */
function after(text: string, offset: number, pattern: RegExp): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}
