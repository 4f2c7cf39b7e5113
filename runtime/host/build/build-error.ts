/** What went wrong in a build, in the author's terms. */
import type { Message } from "esbuild";
import { AiHubError } from "../../core/errors.ts";

/** One complaint. `file` is relative to the plugin folder; line and column count from 1, columns in UTF-16 units. */
export interface BuildProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const SHOWN = 10;

/** The plugin's sources cannot be bundled. The message has one `file:line:column: text` per line, ten at most. */
export class BuildError extends AiHubError {
  readonly problems: readonly BuildProblem[];

  constructor(problems: readonly BuildProblem[], options?: ErrorOptions) {
    super("ERR_BUILD", describe(problems), undefined, options);
    this.name = "BuildError";
    this.problems = problems;
  }
}

function describe(problems: readonly BuildProblem[]): string {
  const lines = problems.slice(0, SHOWN).map(({ file, line, column, message }) => {
    return file === "" ? message : `${file}:${line}:${column}: ${message}`;
  });
  if (problems.length > SHOWN) lines.push(`… and ${problems.length - SHOWN} more`);
  return lines.join("\n");
}

/** A rejection of esbuild's `build` as a `BuildError`. */
export function toBuildError(error: unknown): BuildError {
  const messages = hasMessages(error) ? error.errors : [];
  if (messages.length > 0) return new BuildError(messages.map(toProblem), { cause: error });
  const message = `The bundler failed: ${error instanceof Error ? error.message : String(error)}`;
  return new BuildError([{ file: "", line: 1, column: 1, message }], { cause: error });
}

function hasMessages(error: unknown): error is { readonly errors: readonly Message[] } {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

function toProblem({ location, text }: Message): BuildProblem {
  if (location === null) return { file: "", line: 1, column: 1, message: text };
  const before = Buffer.from(location.lineText).subarray(0, location.column); // esbuild counts columns in UTF-8 bytes
  return { file: location.file, line: location.line, column: before.toString().length + 1, message: text };
}
