/** The `%` directives of `console.log` (https://console.spec.whatwg.org/#formatter), printed as Node prints them. */
import { inspect } from "./inspect.ts";
import { showPrimitive } from "./inspect-text.ts";
import { StringOf } from "./primordials.ts";

const ALL_LEVELS = 4;

export function format(values: readonly unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== "string") return values.map(show).join(" ");
  if (rest.length === 0) return first;
  let used = 0;
  const text = first.replace(/%([sdifjoOc%])/g, (directive, kind: string) => {
    if (kind === "%") return "%";
    if (used >= rest.length) return directive;
    const value = rest[used++];
    return directives[kind]?.(value) ?? directive;
  });
  return [text, ...rest.slice(used).map(show)].join(" ");
}

function show(value: unknown): string {
  return typeof value === "string" ? value : inspect(value);
}

const directives: Readonly<Record<string, (value: unknown) => string>> = {
  s: (value) => (typeof value === "string" ? value : typeof value === "object" ? inspect(value, 0) : plain(value)),
  d: (value) => number(value, Number),
  i: (value) => number(value, (given) => Number.parseInt(StringOf(given), 10)),
  f: (value) => (typeof value === "symbol" ? "NaN" : showPrimitive(Number.parseFloat(StringOf(value)))),
  j: (value) => {
    try {
      return JSON.stringify(value) ?? "undefined";
    } catch {
      return "[Circular]";
    }
  },
  o: (value) => inspect(value, ALL_LEVELS),
  O: (value) => inspect(value),
  c: () => "",
};

function plain(value: unknown): string {
  return typeof value === "function" ? inspect(value) : showPrimitive(value);
}

function number(value: unknown, convert: (value: unknown) => number): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "symbol" || typeof value === "object") return "NaN";
  return showPrimitive(convert(value));
}
