/** Fixes for what the schema refuses. */
import type { ErrorObject } from "ajv";
import { escapeForDisplay } from "../permissions/escape.ts";
import type { Fix } from "../result.ts";
import type { JsonValue, ManifestEdit } from "./edit.ts";
import { pluginId } from "./plugin-id.ts";
import { titleOf } from "./title.ts";

/** Adds a required key with a value that is allowed, made from what the object has. */
export function addKey(pointer: string, key: string, data: unknown, edit: ManifestEdit): Fix | undefined {
  const { id, title, description } = (data ?? {}) as Readonly<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const values: Readonly<Record<string, string>> = {
    name: titleOf(text(id)) || "My Plugin",
    version: "1.0.0",
    title: titleOf(text(id)) || "Title",
    id: pluginId(text(title)) || "my-id",
    path: `/${pluginId(text(description)) || "my-endpoint"}`,
  };
  const value = values[key];
  return value === undefined ? undefined : edit.add(pointer, key, value, `Add ${shown(key)}: ${shown(value)}`);
}

/** The same value in the type that is expected, where that is beyond doubt. */
export function converted(pointer: string, type: string, data: unknown, edit: ManifestEdit): Fix | undefined {
  const isPlain = typeof data === "string" || typeof data === "number" || typeof data === "boolean";
  if (!isPlain) return undefined;
  if (type === "string") return changed(pointer, String(data), edit);
  if (type === "array") return changed(pointer, [data], edit);
  if (type === "boolean" && (data === "true" || data === "false")) return changed(pointer, data === "true", edit);
  const isNumber = typeof data === "string" && /^-?(?:0|[1-9]\d{0,14})$/.test(data);
  return isNumber && /^(?:number|integer)$/.test(type) ? changed(pointer, Number(data), edit) : undefined;
}

export function changed(pointer: string, value: JsonValue, edit: ManifestEdit): Fix | undefined {
  return edit.replace(pointer, JSON.stringify(value), `Change to ${shown(value)}`);
}

/** The text in a form that the pattern accepts. */
export function reformed(data: unknown, { params, parentSchema }: ErrorObject): { replacement?: string } {
  const { pattern } = params as { readonly pattern?: unknown };
  if (typeof data !== "string" || data.length > 300 || typeof pattern !== "string") return {};
  const isHost = /^[\w-]+(?:\.[\w-]+)+(?:[/?#]|$)/.test(data);
  const candidates = [
    data.trim(),
    data.replace(/^\$\((.*)\)$/s, "$1"),
    isHost ? `https://${data}` : "",
    `/${data}`,
    data.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-._]+/, ""),
    pluginId(data),
  ];
  const most = typeof parentSchema?.maxLength === "number" ? parentSchema.maxLength : Number.POSITIVE_INFINITY;
  const form = new RegExp(pattern, "u");
  const found = candidates.find((text) => text !== "" && text.length <= most && form.test(text));
  return found === undefined ? {} : { replacement: found };
}

function shown(value: JsonValue): string {
  return escapeForDisplay(JSON.stringify(value), 120);
}
