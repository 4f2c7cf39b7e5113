/** Finds things in the tree of a manifest, however little of it is there. */
import type { JSONPath, Node } from "jsonc-parser";
import type { Range } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { childPointer } from "../runtime/core/manifest/source.ts";

export interface LocatedNode {
  readonly pointer: string;
  readonly node: Node;
  /** The key that leads here; absent for items of arrays. */
  readonly key?: Node;
}

/** Every value at a JSON Pointer in which `*` stands for any key or index, in the order of the text. */
export function nodesAt(root: Node | undefined, pattern: string): LocatedNode[] {
  let found: LocatedNode[] = root ? [{ pointer: "", node: root }] : [];
  for (const step of pattern.split("/").slice(1)) {
    found = found.flatMap((parent) =>
      childrenOf(parent).filter(({ pointer }) => step === "*" || pointer === childPointer(parent.pointer, step)),
    );
  }
  return found;
}

/** The values of an object or the items of an array; a key without a value yet is left out. */
export function childrenOf({ pointer, node }: LocatedNode): LocatedNode[] {
  const { type, children = [] } = node;
  if (type === "array") return children.map((item, index) => ({ pointer: childPointer(pointer, index), node: item }));
  if (type !== "object") return [];
  return children.flatMap(({ children: [key, value] = [] }) =>
    key && value ? [{ pointer: childPointer(pointer, String(key.value)), node: value, key }] : [],
  );
}

/** The texts of the strings at such a pointer. */
export function textsAt(root: Node | undefined, pattern: string): string[] {
  return nodesAt(root, pattern).flatMap(({ node }) => textOf(node) ?? []);
}

export function pointerOf(path: JSONPath): string {
  return path.reduce<string>(childPointer, "");
}

/** Whether such a pointer means a path. */
export function fits(path: JSONPath, pattern: string): boolean {
  const steps = pattern.split("/").slice(1);
  return steps.length === path.length && steps.every((step, index) => step === "*" || step === String(path[index]));
}

/** The text of a string, undefined for everything else. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.type === "string" ? String(node.value) : undefined;
}

export function rangeOf(document: TextDocument, node: Node): Range {
  return { start: document.positionAt(node.offset), end: document.positionAt(node.offset + node.length) };
}

/** Between the quotes of a string that may not be closed yet. */
export function innerRange(document: TextDocument, node: Node): Range {
  const start = node.offset + 1;
  const end = Math.max(start, node.offset + node.length - 1);
  return { start: document.positionAt(start), end: document.positionAt(end) };
}
