/** What the schema cannot say, one rule per file in `rules/`. */
import type { ProblemCode } from "./codes.ts";
import type { ReportOptions } from "./report.ts";

/**
 * Rules also run on manifests that the schema refuses, so that an author sees everything at once. Therefore they find
 * values by pattern and get those of the right type only.
 */
export interface RuleContext {
  /**
   * Every string at a JSON Pointer, in which `*` stands for any key or index. Strings that are empty or that the schema
   * refuses are included.
   */
  strings(pattern: string): Located<string>[];
  /** The same for objects. */
  objects(pattern: string): Located<Readonly<Record<string, unknown>>>[];
  /** Present when the manifest was read from a plugin's folder. */
  readonly files: ManifestFiles | undefined;
  /** Reports a problem with the rule's code. */
  report(pointer: string, message: string, options?: ReportOptions): void;
}

export interface Located<T> {
  readonly pointer: string;
  readonly value: T;
}

/** Looks at the plugin's folder on behalf of the rules. */
export interface ManifestFiles {
  /** @param path relative, `/` between folders, checked to stay inside. */
  exists(path: string): boolean;
}

export interface Rule {
  readonly code: ProblemCode;
  check(context: RuleContext): void;
}
