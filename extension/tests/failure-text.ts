/** What is shown of a test that failed. All of it is the plugin's text. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import { AiHubError, PluginError } from "../../runtime/core/errors.ts";
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";

/** One line of a stack that lies in a file of the plugin. Line and column count from 1. */
export interface StackPlace {
  readonly label: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const MAX_LINES = 200;
const MAX_LINE = 2000;
const FRAME = /^\s*at (?:(.{0,300}) \()?([^():]{1,500}):(\d{1,7}):(\d{1,5})\)?$/;

/** VS Code shows messages and output of tests as a terminal does: nothing may move its cursor. */
export function terminalText(text: string): string {
  const lines = text.split(/\r\n|[\r\n]/, MAX_LINES);
  return lines.map((line) => escapeForDisplay(line.replaceAll("\t", "  "), MAX_LINE)).join("\r\n");
}

/** The message, and the hint where there is one; `withStack` also where in the plugin it came from. */
export function failureText(error: unknown, withStack = false): string {
  if (!(error instanceof Error)) return terminalText(String(error));
  const head =
    error.name === "Error" || !(error instanceof PluginError) ? error.message : `${error.name}: ${error.message}`;
  const text = withStack && error instanceof PluginError ? (error.stack ?? head) : head;
  const hint = error instanceof AiHubError && error.hint !== undefined ? `\nhint: ${error.hint}` : "";
  return terminalText(text + hint);
}

/**
 * The places of a stack, innermost first. A plugin can forge them, so none lies outside of its folder; whether the files
 * are there is not looked at. Of a failed build, the places of its problems.
 */
export function failurePlaces(error: unknown, dir: string): readonly StackPlace[] {
  if (!(error instanceof Error)) return [];
  const isBuild = error instanceof AiHubError && error.code === "ERR_BUILD";
  const lines = (isBuild ? error.message : (error.stack ?? "")).split("\n", MAX_LINES);
  return lines.flatMap((line) => {
    const match = isBuild ? /^()([^:]{1,500}):(\d{1,7}):(\d{1,5}): /.exec(line) : FRAME.exec(line);
    const [, name = "", path = "", row, column] = match ?? [];
    const file = resolve(dir, path);
    const inside = relative(dir, file);
    const isOwn = match && inside !== "" && !isAbsolute(inside) && inside.split(sep)[0] !== "..";
    if (!isOwn || Number(row) < 1) return [];
    return [{ label: escapeForDisplay(name, 80), file, line: Number(row), column: Math.max(1, Number(column)) }];
  });
}
