/** How the command line reports failure: one clear message on stderr, and the exit code. */

import { AiHubError, type ErrorData, toErrorData } from "../../runtime/core/errors.ts";
import { EXIT, exitCodeOf as exitCodeOfRun } from "../../runtime/core/exit-codes.ts";
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";
import type { Colors } from "./terminal.ts";

export { EXIT };

/** The command was written wrongly: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export function exitCodeOf(error: unknown): number {
  return error instanceof UsageError ? EXIT.usage : exitCodeOfRun(error);
}

/** The error as `--json` shows it. */
export function errorForJson(error: unknown): Pick<ErrorData, "name" | "message" | "code" | "stack"> {
  if (error instanceof UsageError) return { name: error.name, message: error.message, code: "ERR_USAGE", stack: "" };
  const { name, message, code, stack } = toErrorData(error);
  return { name, message, code, stack };
}

const MAX_LINE = 2000;

/** Text from a plugin, line by line, without anything that could move the cursor or deceive. */
export function printable(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => escapeForDisplay(line.replaceAll("\t", "  "), MAX_LINE))
    .join("\n");
}

/** The message for a person: what happened, where in the author's files, what to do. */
export function describeError(error: unknown, colors: Colors): string {
  const { name, message, stack, hint } = describable(error);
  const head =
    name === "AiHubError" || name === "UsageError" || name === "BuildError" ? message : `${name}: ${message}`;
  const frames = stack.split("\n").filter((line) => line.trimStart().startsWith("at "));
  const lines = [`${colors.red("error:")} ${printable(head)}`];
  if (frames.length > 0) lines.push(colors.dim(printable(frames.join("\n"))));
  if (hint) lines.push(`${colors.cyan("hint:")} ${printable(hint)}`);
  return lines.join("\n");
}

function describable(error: unknown): Pick<ErrorData, "name" | "message" | "stack" | "hint"> {
  if (error instanceof AiHubError) return toErrorData(error);
  if (error instanceof UsageError) return { name: error.name, message: error.message, stack: "" };
  // Not foreseen: the stack is ours, and is what a bug report needs.
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack ?? "" };
  return { name: "Error", message: String(error), stack: "" };
}
