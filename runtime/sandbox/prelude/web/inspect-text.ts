/** Primitives and property keys as source text, in Node's manner. */
import { StringOf } from "./primordials.ts";

const MAX_STRING = 10_000;
const ESCAPES: Readonly<Record<string, string>> = {
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\f": "\\f",
  "\r": "\\r",
  "\v": "\\v",
  "\\": "\\\\",
};

export function showPrimitive(value: unknown): string {
  switch (typeof value) {
    case "string":
      if (value.length <= MAX_STRING) return quote(value);
      return `${quote(value.slice(0, MAX_STRING))}... ${value.length - MAX_STRING} more characters`;
    case "number":
      return Object.is(value, -0) ? "-0" : StringOf(value);
    case "bigint":
      return `${value}n`;
    default:
      return StringOf(value);
  }
}

/** A string literal, with the quotes that need the fewest escapes. */
export function quote(text: string): string {
  const mark = ["'", '"', "`"].find((candidate) => !text.includes(candidate)) ?? "'";
  const escaped = text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is escaped
    /[\0-\x1f\x7f-\x9f\\]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    escapeOne,
  );
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark;
}

function escapeOne(character: string): string {
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const code = character.charCodeAt(0);
  const hex = code.toString(16);
  return code < 256 ? `\\x${hex.toUpperCase().padStart(2, "0")}` : `\\u${hex}`;
}

export function showKey(key: PropertyKey): string {
  if (typeof key === "symbol") return StringOf(key);
  return /^[a-zA-Z_][a-zA-Z_0-9]*$/.test(StringOf(key)) ? StringOf(key) : quote(StringOf(key));
}
