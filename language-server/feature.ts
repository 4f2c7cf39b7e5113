/** What each feature of the server is given: the document it is asked about, and what lies around it. */
import type { Node } from "jsonc-parser";
import type { JSONDocument } from "vscode-json-languageservice";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { SourceUse } from "../runtime/core/manifest/sources/source-use.ts";
import type { Problem } from "../runtime/core/result.ts";

/** One version of an open `plugin.json`. Everything in it speaks of the same text. */
export interface ManifestView {
  readonly document: TextDocument;
  /** As much of a tree as half-typed text allows; undefined when there is nothing. */
  readonly tree: Node | undefined;
  /** For the JSON language service. */
  readonly json: JSONDocument;
  /** Sorted by position. The same that `aihub validate --lint` says of this text. */
  readonly problems: readonly Problem[];
  readonly folder: PluginFolder;
  readonly installed: readonly InstalledPlugin[];
  /** Names of models that the client knows of, such as `gpt-4o`; empty when it knows none. */
  readonly models: readonly string[];
}

/** The files around a manifest, as they were last seen. Open files count with their unsaved text. */
export interface PluginFolder {
  /** The folder's URI, without a slash at the end. */
  readonly uri: string;
  /**
   * Relative paths with `/`, sorted, folders with a `/` at the end; without node_modules, dot folders and links; at most
   * 10,000.
   */
  readonly files: readonly string[];
  /** Whether there is such a file or folder, spelt exactly so. */
  exists(path: string): boolean;
  /** What the sources do, in the order of files and lines. Undefined as long as they were not read. */
  readonly uses: readonly SourceUse[] | undefined;
  /** Whether the sources that are open in editors were analysed as they are now, so that the places of `uses` hold. */
  isCurrent(): boolean;
  /** The text of a source file that was analysed. */
  source(path: string): string | undefined;
}

/** A plugin in the home, for ids and ranges. */
export interface InstalledPlugin {
  readonly id: string;
  readonly version: string;
  readonly commands: readonly string[];
  readonly events: readonly string[];
  /** The text of its plugin.json. */
  readonly manifest: string;
}
