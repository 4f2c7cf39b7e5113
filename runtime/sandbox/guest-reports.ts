/**
 * What a guest says about itself: log lines and errors. The prelude makes them in the guest's realm, where a plugin can
 * replace what it makes them with (`Object.prototype.toJSON`, `String.prototype.slice`). Shape and size are settled here.
 */
import type { ErrorData } from "../core/errors.ts";
import type { LogLevel } from "../core/protocol/messages.ts";
import type { NativeValue } from "./native-values.ts";

/** Characters of one text. The prelude cuts to half of it, and says so. */
const MAX_TEXT = 32_768;
const LEVELS: readonly string[] = ["debug", "info", "warn", "error"] satisfies LogLevel[];

export function readLevel(level: NativeValue): LogLevel {
  return typeof level === "string" && LEVELS.includes(level) ? (level as LogLevel) : "info";
}

export function cut(text: NativeValue): string {
  return typeof text === "string" ? text.slice(0, MAX_TEXT) : "";
}

/** An error with five strings, whatever the guest wrote. */
export function readErrorData(json: NativeValue): ErrorData {
  const read = fieldsOf(json);
  const hint = read("hint");
  return {
    name: read("name") || "Error",
    message: read("message") ?? "The plugin failed and did not say how",
    code: read("code") || "ERR_PLUGIN",
    stack: read("stack") ?? "",
    ...(hint === undefined ? {} : { hint }),
  };
}

function fieldsOf(json: NativeValue): (key: keyof ErrorData) => string | undefined {
  let fields: Partial<Record<keyof ErrorData, unknown>> = {};
  try {
    const value: unknown = JSON.parse(String(json));
    if (typeof value === "object" && value !== null) fields = value;
  } catch {} // not JSON: it says nothing
  return (key) => {
    const value = fields[key];
    return typeof value === "string" ? cut(value) : undefined;
  };
}
