/**
 * A plugin's folder as the server remembers it: its files, and what its sources do. Reading never blocks: who asks is
 * told what was last seen.
 */

import type { ManifestFiles } from "../runtime/core/manifest/rule.ts";
import type { SourceUse } from "../runtime/core/manifest/sources/source-use.ts";
import type { PluginFolder } from "./feature.ts";
import { FileContents } from "./file-contents.ts";
import { type Listing, listFolder, NO_FILES } from "./list-folder.ts";
import type { Analyst } from "./sources/analyst.ts";
import { SourceTexts } from "./sources/source-texts.ts";
import { pathOf } from "./uris.ts";

/** What was seen counts so long where the client reports no changes. */
const STALE_AFTER_MS = 2000;

/** What a folder needs from the server. */
export interface FolderHelpers {
  readonly analyst: Analyst;
  /** The text of a file that is open in an editor, by its path relative to the folder. */
  editor(path: string): string | undefined;
  /** What `snapshot` answers has changed since the folder was first read. */
  changed(): void;
}

/** A folder at one moment. */
export interface FolderSnapshot {
  readonly folder: PluginFolder;
  /** For the rules. Undefined when there is no plugin around the manifest, as the command line sees it. */
  readonly files: ManifestFiles | undefined;
}

interface Analysed {
  readonly uses: readonly SourceUse[];
  /** What was analysed: the places of the uses are in these. */
  readonly texts: ReadonlyMap<string, string>;
}

export class RememberedFolder {
  /** Resolves when the files were first listed. */
  readonly ready: Promise<void>;
  readonly #uri: string;
  readonly #dir: string | undefined;
  readonly #helpers: FolderHelpers;
  readonly #texts = new SourceTexts();
  #listing: Listing = NO_FILES;
  #analysed: Analysed | undefined;
  /** Of the thread that knows the sources; 0 while none does. */
  #generation = 0;
  #hasFailed = false;
  #listed = Promise.resolve();
  #reading: Promise<void> | undefined;
  #readAt = 0;
  #isReady = false;
  #isStale = false;
  #isClosed = false;
  #seen: FolderSnapshot | undefined;

  /** @param uri without a slash at the end; a folder that is not on this disk has no files */
  constructor(uri: string, helpers: FolderHelpers) {
    this.#uri = uri;
    this.#dir = pathOf(`${uri}/`);
    this.#helpers = helpers;
    void this.#read();
    this.ready = this.#listed.then(() => {
      this.#isReady = true;
    });
  }

  /** Whether the files were listed. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** The same object until something changes. */
  get snapshot(): FolderSnapshot {
    this.#seen ??= this.#look();
    return this.#seen;
  }

  #look(): FolderSnapshot {
    const { files, exists, isFile, hasOthers } = this.#listing;
    const analysed = this.#analysed;
    const folder = {
      uri: this.#uri,
      files,
      exists,
      uses: analysed?.uses,
      isCurrent: () => analysed !== undefined && this.#isCurrent(analysed),
      source: (path: string) => analysed?.texts.get(path),
    };
    if (!hasOthers || this.#dir === undefined) return { folder, files: undefined };
    const { text, start } = new FileContents(this.#dir, isFile, (path) => this.#helpers.editor(path));
    return { folder, files: { exists, files, text, start } };
  }

  #isCurrent({ texts }: Analysed): boolean {
    return [...texts].every(([path, text]) => (this.#helpers.editor(path) ?? text) === text);
  }

  /** Reads again when that is due. @param isWatched the client says when something changes */
  refresh(isWatched: boolean): void {
    if (!isWatched && performance.now() - this.#readAt > STALE_AFTER_MS) void this.#read();
  }

  /** Something in the folder, or in an editor, has changed. */
  invalidate(): void {
    this.#isStale = true;
    void this.#read();
  }

  dispose(): void {
    this.#isClosed = true;
    this.#helpers.analyst.close(this.#uri);
  }

  /** One reading at a time; what changes meanwhile is seen by the next. */
  #read(): Promise<void> {
    if (this.#dir === undefined || this.#isClosed) return Promise.resolve();
    if (!this.#reading) {
      this.#listed = this.#list(this.#dir, this.#isStale);
      this.#isStale = false;
      this.#reading = this.#analyse(this.#dir).finally(() => {
        this.#readAt = performance.now();
        this.#reading = undefined;
        if (this.#isStale) void this.#read();
      });
    }
    return this.#reading;
  }

  async #list(dir: string, isTold: boolean): Promise<void> {
    const before = this.#listing;
    // Also when the names are the same: contents, and what is not listed, are asked for anew.
    this.#listing = await listFolder(dir);
    // Who did not wait for the first reading was told of no files.
    const wasSeen = this.#seen !== undefined;
    this.#seen = undefined;
    const isSame = before.files.join("\n") === this.#listing.files.join("\n");
    if (!this.#isClosed && (before === NO_FILES ? wasSeen : isTold || !isSame)) this.#helpers.changed();
  }

  async #analyse(dir: string): Promise<void> {
    await this.#listed;
    const { analyst } = this.#helpers;
    const changes = await this.#texts.refresh(dir, this.#listing.files, (path) => this.#helpers.editor(path));
    const texts = this.#texts.all();
    const { generation } = analyst;
    const isNew = this.#generation !== generation;
    const isChanged = changes.changed.length > 0 || changes.removed.length > 0;
    // What may have ended the thread is not tried again as it was.
    if (!isChanged && (!isNew || this.#hasFailed || texts.size === 0)) return;
    const uses = await analyst.analyse({
      folder: this.#uri,
      ...(isNew ? { changed: [...texts], removed: [] } : changes),
    });
    this.#hasFailed = uses === undefined;
    this.#generation = this.#hasFailed ? 0 : generation;
    if (this.#isClosed) return;
    this.#analysed = uses && { uses, texts };
    this.#seen = undefined;
    this.#helpers.changed();
  }
}
