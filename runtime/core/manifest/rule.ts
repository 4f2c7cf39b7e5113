/** What the schema cannot say, one rule per file in `rules/`. */
import type { Code } from "./codes.ts";
import type { ManifestEdit } from "./edit.ts";
import type { Manifest } from "./manifest.ts";
import type { ReportOptions } from "./report.ts";
import type { SourceUse } from "./sources/source-use.ts";

/**
 * Rules also run on manifests that the schema refuses, so that an author sees everything at once. Therefore they find
 * values by pattern and get those of the right type only.
 */
export interface RuleContext {
  /**
   * Every string at a JSON Pointer, in which `*` stands for any key or index. Strings that are empty or that the schema
   * refuses are included.
   */
  strings(pattern: string): readonly Located<string>[];
  /** The same for objects. */
  objects(pattern: string): readonly Located<Readonly<Record<string, unknown>>>[];
  /** Present when the manifest was read from a plugin's folder. */
  readonly files: ManifestFiles | undefined;
  /** Makes fixes that are more than another value. */
  readonly edit: ManifestEdit;
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
  /** All files of the folder, or the first of them; relative paths with `/`, folders with a `/` at the end. */
  readonly files?: readonly string[];
  /** The text of a file of at most a megabyte; undefined when it cannot be read. */
  text?(path: string): string | undefined;
  /** The first 64 KB of a file; undefined when it cannot be read. */
  start?(path: string): Uint8Array | undefined;
}

export interface Rule {
  readonly code: Code;
  check(context: RuleContext): void;
}

/** What advice is given by, besides the manifest. What is undefined is not known, and nothing is said about it. */
export interface Surroundings {
  readonly files?: ManifestFiles | undefined;
  /** What the plugin's sources do; undefined when there are none, or they were not read. */
  readonly uses?: readonly SourceUse[] | undefined;
  /** The plugins of the home. */
  readonly installed?: readonly InstalledManifest[] | undefined;
}

/** A plugin as it was installed. */
export interface InstalledManifest {
  readonly id: string;
  readonly version: string;
  /** The text of its plugin.json. */
  readonly manifest: string;
}

export interface AdviceContext extends RuleContext, Surroundings {
  readonly files: ManifestFiles | undefined;
  /** The manifest as plain data, whatever is wrong with it. */
  readonly document: unknown;
  /** The manifest when it has no errors. */
  readonly manifest: Manifest | undefined;
  /** Reads the text of an installed manifest; undefined when it has errors. */
  readInstalled(plugin: InstalledManifest): Manifest | undefined;
}

/** Advice for the author, which no installer refuses. */
export interface Advice {
  readonly code: Code;
  check(context: AdviceContext): void;
}
