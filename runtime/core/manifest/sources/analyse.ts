/** Finds what a source file does with `aiHub`, without running it. */
import { type ExportedName, exportsOf, followedOf, recordHandlers } from "./exports.ts";
import { Recorder } from "./recorder.ts";
import { declareAll } from "./scopes.ts";
import type { SourceUse } from "./source-use.ts";
import { type Others, SourceWalk } from "./source-walk.ts";
import { isPackageName, parseSource, part, parts, type Syntax, word } from "./syntax.ts";
import { type Exported, type ModuleExports, Values } from "./values.ts";

/**
 * What a source file does that its manifest must know of, in the order of the text. Only this file is looked at; a
 * {@link SourceIndex} follows constants and parts of `aiHub` from file to file.
 *
 * Never throws: a file that cannot be read as JavaScript or TypeScript, or is longer than a million characters, does
 * nothing that could be told. Takes time in proportion to the text.
 *
 * @param path relative to the plugin's folder; its ending tells the language
 */
export function analyseSource(path: string, text: string): readonly SourceUse[] {
  return analyseModule(path, text)?.uses ?? [];
}

/** What one module does and offers. */
export interface ModuleAnalysis {
  readonly uses: readonly SourceUse[];
  readonly exports: ModuleExports;
  /** Specifiers of the modules that it imports. */
  readonly imports: readonly string[];
}

const ALONE: Others = { exported: () => undefined, has: () => false, place: () => undefined };

/** Undefined when the text cannot be read. */
export function analyseModule(path: string, text: string, others: Others = ALONE): ModuleAnalysis | undefined {
  const program = parseSource(path, text);
  if (!program) return undefined;
  const scopes = declareAll(program);
  const values = new Values(scopes, others.exported);
  const recorder = new Recorder(path, text, others.place);
  const { own, again } = exportsOf(program, scopes.root);
  const holders = recordHandlers(own, values, recorder);
  for (const { from, name, node } of again) {
    if (others.has(from) || !/^(?:\*|default|commands|endpoints)$/.test(name)) continue;
    const kinds = name === "commands" ? (["command"] as const) : name === "endpoints" ? (["endpoint"] as const) : BOTH;
    // What a package exports may be anything; but most of what is passed on by name is no plugin.
    for (const kind of kinds) recorder.add(kind, `${kind}s`, node, undefined, { type: "unknown" });
  }
  for (const statement of parts(program, "body")) {
    // What a package does with the global `fetch` is not looked at.
    if (statement.type === "ImportDeclaration" && isPackage(statement))
      recorder.addPassed(["net"], part(statement, "source") ?? statement);
  }
  new SourceWalk({ scopes, values, recorder, others, holders }).run(program);
  const exports = new Map<string, Exported>();
  for (const each of own) note(exports, each, path, values);
  for (const { from, imported, name } of again) {
    const value = others.exported(from, imported);
    if (value) exports.set(name, value);
  }
  const imports = parts(program, "body").map((statement) => word(part(statement, "source"), "value"));
  return {
    uses: recorder.uses.sort((a, b) => a.start - b.start),
    exports,
    imports: [...new Set(imports.filter((from) => from !== ""))],
  };
}

function isPackage(statement: Syntax): boolean {
  return word(statement, "importKind") !== "type" && isPackageName(word(part(statement, "source"), "value"));
}

const BOTH = ["command", "endpoint"] as const;

function note(exports: Map<string, Exported>, each: ExportedName, path: string, values: Values): void {
  const value = followedOf(each, path, values);
  if (value) exports.set(each.name, value);
}
