/** The outline of a manifest, in the words of people: commands, panels and endpoints by what they are called. */
import type { Node } from "jsonc-parser";
import { type DocumentSymbol, SymbolKind } from "vscode-languageserver";
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";
import type { ManifestView } from "../feature.ts";
import { childrenOf, type LocatedNode, nodesAt, rangeOf, textOf } from "../nodes.ts";

const MAX_SYMBOLS = 5000;
const MAX_DEPTH = 32;
const MAX_NAME = 80;

/** What an item of a list is called by: the first of these keys that is a text. */
const NAME_KEYS = ["title", "name", "path", "id"];

const KINDS: readonly (readonly [pattern: RegExp, kind: SymbolKind])[] = [
  [/^\/ui\/commands\/\d+$/, SymbolKind.Function],
  [/^\/ui\/panels\/\d+$/, SymbolKind.Interface],
  [/^\/api\/endpoints\/\d+$/, SymbolKind.Method],
  [/^\/api\/events\/\d+$/, SymbolKind.Event],
  [/^\/(?:permissions|optionalPermissions)(?:\/|$)/, SymbolKind.Key],
];

export function documentSymbols({ tree, document }: ManifestView): DocumentSymbol[] {
  let left = MAX_SYMBOLS;
  const symbolsOf = (parent: LocatedNode, depth: number): DocumentSymbol[] => {
    const symbols: DocumentSymbol[] = [];
    for (const child of depth < MAX_DEPTH ? childrenOf(parent) : []) {
      if (left <= 0) break;
      left -= 1;
      symbols.push(symbolOf(child, depth));
    }
    return symbols;
  };
  const symbolOf = (located: LocatedNode, depth: number): DocumentSymbol => {
    const { node, key } = located;
    const named = nameNode(located);
    const range = rangeOf(document, node);
    const detail = detailOf(located, named);
    return {
      name: display(textOf(named) ?? textOf(key) ?? valueText(node)),
      ...(detail !== "" && { detail }),
      kind: kindOf(located),
      range: key ? { start: document.positionAt(key.offset), end: range.end } : range,
      selectionRange: rangeOf(document, key ?? named ?? node),
      children: symbolsOf(located, depth + 1),
    };
  };
  return tree ? symbolsOf({ pointer: "", node: tree }, 0) : [];
}

/** The text by which an item that is an object is called. */
function nameNode({ node, key }: LocatedNode): Node | undefined {
  if (key || node.type !== "object") return undefined;
  const named = NAME_KEYS.map((name) => nodesAt(node, `/${name}`)[0]?.node);
  return named.find((candidate) => textOf(candidate));
}

function detailOf({ node, key }: LocatedNode, named: Node | undefined): string {
  if (key) return node.type === "object" || node.type === "array" ? "" : display(valueText(node));
  if (!named) return "";
  const [method] = nodesAt(node, "/method");
  const [id] = nodesAt(node, "/id");
  const detail = textOf(method?.node) ?? (id?.node === named ? undefined : textOf(id?.node)) ?? "";
  return detail === "" ? "" : display(detail);
}

function valueText(node: Node): string {
  return node.type === "object" ? "{}" : node.type === "array" ? "[]" : String(node.value);
}

/** Never empty: editors refuse a symbol without a name. */
function display(text: string): string {
  return escapeForDisplay(text === "" ? '""' : text, MAX_NAME);
}

function kindOf({ pointer, node }: LocatedNode): SymbolKind {
  const known = KINDS.find(([pattern]) => pattern.test(pointer));
  if (known) return known[1];
  switch (node.type) {
    case "object":
      return SymbolKind.Module;
    case "array":
      return SymbolKind.Array;
    case "boolean":
      return SymbolKind.Boolean;
    case "number":
      return SymbolKind.Number;
    case "null":
      return SymbolKind.Null;
    default:
      return SymbolKind.String;
  }
}
