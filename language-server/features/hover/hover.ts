/** Hover: what the schema says of a key or value, and what the value comes to here and now. */
import { findNodeAtOffset, getNodePath, type JSONPath, type Node } from "jsonc-parser";
import { type Hover, MarkupKind, type Position } from "vscode-languageserver";
import type { ManifestView } from "../../feature.ts";
import { rangeOf, textOf } from "../../nodes.ts";
import { code } from "../markdown.ts";
import { schemaAt } from "../schema-node.ts";
import { permissionSummary } from "./permission-summary.ts";
import { valueHover } from "./value-hover.ts";

/** Null where there is nothing to say. Everything in the text is safe to show as Markdown that is not trusted. */
export function hover(view: ManifestView, position: Position): Hover | null {
  const { document, tree } = view;
  const node = tree && findNodeAtOffset(tree, document.offsetAt(position), true);
  if (!node || node.type === "object" || node.type === "array" || node.type === "property") return null;
  const path = getNodePath(node);
  const isKey = node.parent?.type === "property" && node.parent.children?.[0] === node;
  const parts = [fromSchema(path, node), ...(isKey ? aboutKey(view, path, node) : aboutValue(view, path, node))];
  const text = parts.filter((part) => part !== undefined && part !== "").join("\n\n---\n\n");
  if (text === "") return null;
  return { contents: { kind: MarkupKind.Markdown, value: text }, range: rangeOf(document, node) };
}

/** Words of our own schema alone, hence safe. */
function fromSchema(path: JSONPath, node: Node): string | undefined {
  const schema = schemaAt(path);
  if (!schema) return undefined;
  const { title, markdownDescription = "", enum: choices = [], enumDescriptions = [] } = schema;
  const value = node.parent?.type === "property" ? node.parent.children?.[1]?.value : node.value;
  const choice = choices.indexOf(String(value));
  const about = enumDescriptions[choice];
  return [
    ...(title === undefined ? [] : [`**${title}**`]),
    markdownDescription,
    ...(about === undefined ? [] : [`\`${choices[choice]}\`: ${about}`]),
  ].join("\n\n");
}

function aboutKey(view: ManifestView, path: JSONPath, key: Node): (string | undefined)[] {
  const [block] = path;
  if (path.length === 1 && (block === "permissions" || block === "optionalPermissions")) {
    return [permissionSummary(view, block)];
  }
  const value = textOf(key.parent?.children?.[1]);
  const isDependency = path.length === 3 && path[0] === "dependencies" && path[1] === "plugins";
  if (isDependency && value !== undefined) return [valueHover(view, path, value)];
  return [defaultOf(path)];
}

function aboutValue(view: ManifestView, path: JSONPath, node: Node): (string | undefined)[] {
  const text = textOf(node);
  return text === undefined ? [] : [valueHover(view, path, text)];
}

function defaultOf(path: JSONPath): string | undefined {
  const value = schemaAt(path)?.default;
  return value === undefined ? undefined : `Default: ${code(JSON.stringify(value))}`;
}
