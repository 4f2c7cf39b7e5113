/** Writes permissions into the text of a manifest: comments, order and layout of all else stay as they are. */
import { applyEdits, type JSONPath, modify, parse } from "jsonc-parser";
import { PERMISSION_PATHS, type PermissionSet } from "../../../runtime/core/permissions/permission-set.ts";

/** Makes `permissions` declare these scopes and no others. Limits, reasons and `optionalPermissions` are not touched. */
export function declareExactly(text: string, needed: PermissionSet): string {
  let edited = text;
  for (const kind of ["read", "write", "net", "memory", "ai"] as const) {
    edited = setList(edited, ["permissions", ...PERMISSION_PATHS[kind]], needed[kind]);
  }
  edited = setList(edited, ["permissions", "network", "protocols"], needed.protocols);
  const system = Object.entries(valueAt(edited, ["permissions", "system"]) ?? {});
  for (const [name, wanted] of system) {
    if (wanted === true && !needed.system.includes(name))
      edited = set(edited, ["permissions", "system", name], undefined);
  }
  for (const name of needed.system) edited = set(edited, ["permissions", "system", name], true);
  for (const group of ["filesystem", "network", "memory", "ai", "system"]) {
    const left = valueAt(edited, ["permissions", group]);
    if (left && Object.keys(left).length === 0) edited = set(edited, ["permissions", group], undefined);
  }
  return edited;
}

/** Item by item, so that what stays keeps its comment. */
function setList(text: string, path: JSONPath, wanted: readonly string[]): string {
  const found = valueAt(text, path);
  if (!Array.isArray(found)) return wanted.length === 0 ? text : set(text, path, wanted);
  if (wanted.length === 0) return set(text, path, undefined);
  let edited = text;
  let count = found.length;
  for (let index = found.length - 1; index >= 0; index--) {
    if (wanted.includes(found[index])) continue;
    edited = set(edited, [...path, index], undefined);
    count--;
  }
  for (const scope of wanted) {
    if (!found.includes(scope)) edited = set(edited, [...path, count++], scope);
  }
  return edited;
}

function set(text: string, path: JSONPath, value: unknown): string {
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const formattingOptions = { insertSpaces: !indent.startsWith("\t"), tabSize: indent.length, eol };
  return applyEdits(text, modify(text, path, value, { formattingOptions }));
}

function valueAt(text: string, path: JSONPath): unknown {
  let value: unknown = parse(text);
  for (const key of path) {
    value = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}
