import assert from "node:assert/strict";
import type { ProblemCode } from "../../../runtime/core/manifest/codes.ts";
import type { ManifestFiles } from "../../../runtime/core/manifest/rule.ts";
import { checkManifest } from "../../../runtime/core/manifest/validate.ts";

export interface Case {
  readonly code: ProblemCode;
  /**
   * The manifest; what lies between « and » is where the problem must be, without them it is at the very start. A text
   * that does not start with "{" is put into a manifest that is valid otherwise.
   */
  readonly text: string;
  /** What the fix makes of the text; absent: there is none. */
  readonly fixed?: string;
  /** The files of the plugin's folder. */
  readonly files?: readonly string[];
}

/** A whole manifest around some members. */
export function manifest(members: string): string {
  return /^(?:[«»\uFEFF]*\{|$)/.test(members) ? members : `{"name": "A", "version": "1.0.0", ${members}}`;
}

export function filesOf(names: readonly string[] | undefined): ManifestFiles | undefined {
  return names && { exists: (path) => names.includes(path.replace(/^\.\//, "")) };
}

/** Asserts that a text has exactly one problem: this code, this place, this fix. */
export function check({ code, text, fixed, files }: Case): void {
  const marked = manifest(text);
  const start = Math.max(0, marked.indexOf("«"));
  const length = Math.max(0, marked.indexOf("»") - start - 1);
  const source = marked.replace(/[«»]/g, "");
  const { value, problems } = checkManifest(source, filesOf(files));
  assert.deepEqual(
    problems.map((problem) => problem.code),
    [code],
    JSON.stringify(problems, undefined, 1),
  );
  const [problem] = problems;
  assert.ok(problem);
  const { line, column, endLine, endColumn, severity, fix } = problem;
  assert.deepEqual({ line, column, endLine, endColumn }, { ...at(source, start), ...atEnd(source, start + length) });
  assert.equal(value === undefined, severity === "error");
  const after = fix && source.slice(0, fix.offset) + fix.text + source.slice(fix.offset + fix.length);
  assert.equal(after, fixed === undefined ? undefined : manifest(fixed));
  if (after !== undefined) assert.deepEqual(checkManifest(after).problems, []);
}

/** Counts the slow and obvious way, for comparison. */
function at(source: string, offset: number): { line: number; column: number } {
  const lines = source.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

function atEnd(source: string, offset: number): { endLine: number; endColumn: number } {
  const { line, column } = at(source, offset);
  return { endLine: line, endColumn: column };
}
