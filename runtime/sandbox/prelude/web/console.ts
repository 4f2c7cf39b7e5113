/** `console` (https://console.spec.whatwg.org/): formats in the guest, and hands text to the host. */
import type { LogApi } from "../../../../schemas/guest-api.ts";
import { format } from "./format.ts";
import { native } from "./host.ts";
import { inspect } from "./inspect.ts";
import { defineProperty, ErrorOf, MapOf, wellFormed } from "./primordials.ts";
import { table } from "./table.ts";
import { isObject, tag } from "./webidl.ts";

/** Characters of one printed text; what is longer is cut and says so. */
const MAX_TEXT = 16_384;

export function installConsole(global: object): LogApi {
  const counts = new MapOf<string, number>();
  const starts = new MapOf<string, number>();
  let indent = "";

  const print = (level: string, text: string): void => {
    const indented = indent === "" ? text : indent + text.replaceAll("\n", `\n${indent}`);
    const rest = indented.length - MAX_TEXT;
    const cut = rest > 0 ? `${indented.slice(0, MAX_TEXT)}… (${rest} more characters)` : indented;
    // The bridge would end the text at a NUL.
    const shown = wellFormed(cut).replaceAll("\0", "\\0");
    if (native.logFrom) native.logFrom(level, shown, String(new ErrorOf().stack));
    else native.log(level, shown);
  };
  const printer =
    (level: string) =>
    (...values: unknown[]): void =>
      print(level, format(values));
  const elapsed = (label: string): string | undefined => {
    const start = starts.get(label);
    if (start === undefined) print("warn", `No such label '${label}' for console.time()`);
    return start === undefined ? undefined : `${label}: ${(native.now() - start).toFixed(3)}ms`;
  };
  const group = (...values: unknown[]): void => {
    if (values.length > 0) print("info", format(values));
    if (indent.length < 100) indent += "  ";
  };

  const methods = {
    log: printer("info"),
    info: printer("info"),
    warn: printer("warn"),
    error: printer("error"),
    debug: printer("debug"),
    trace(...values: unknown[]): void {
      const message = format(values);
      const stack = (new ErrorOf().stack ?? "").replace(/^.*\n/, "").trimEnd();
      print("info", `Trace${message === "" ? "" : `: ${message}`}\n${stack}`);
    },
    assert(condition: unknown = false, ...values: unknown[]): void {
      if (condition) return;
      const [first, ...rest] = values;
      if (values.length === 0) print("error", "Assertion failed");
      else if (typeof first === "string") print("error", format([`Assertion failed: ${first}`, ...rest]));
      else print("error", format(["Assertion failed", ...values]));
    },
    dir(value: unknown, options: unknown = undefined): void {
      const depth: unknown = isObject(options) ? Reflect.get(options, "depth") : undefined;
      print("info", inspect(value, depth === null ? Infinity : typeof depth === "number" ? depth : undefined));
    },
    dirxml: printer("info"),
    table(data: unknown, columns: unknown = undefined): void {
      print("info", table(data, columns) ?? format([data]));
    },
    count(label: unknown = "default"): void {
      const name = `${label}`;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      print("info", `${name}: ${count}`);
    },
    countReset(label: unknown = "default"): void {
      if (!counts.delete(`${label}`)) print("warn", `Count for '${label}' does not exist`);
    },
    group,
    groupCollapsed: group,
    groupEnd(): void {
      indent = indent.slice(2);
    },
    time(label: unknown = "default"): void {
      if (starts.has(`${label}`)) print("warn", `Label '${label}' already exists for console.time()`);
      else starts.set(`${label}`, native.now());
    },
    timeLog(label: unknown = "default", ...values: unknown[]): void {
      const text = elapsed(`${label}`);
      if (text !== undefined) print("info", format([text, ...values]));
    },
    timeEnd(label: unknown = "default"): void {
      const text = elapsed(`${label}`);
      starts.delete(`${label}`);
      if (text !== undefined) print("info", text);
    },
    clear(): void {
      indent = "";
    },
  };
  // A namespace object: its prototype is an empty object, so that `console` inherits nothing surprising.
  const console = Object.assign(Object.create({}) as object, methods);
  tag(console, "console");
  defineProperty(global, "console", { value: console, writable: true, enumerable: false, configurable: true });
  const { debug, info, warn, error } = methods;
  return { debug, info, warn, error };
}
