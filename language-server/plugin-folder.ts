/** A plugin's folder as the server remembers it. Reading never blocks: who asks is told what was last seen. */
import type { PluginFolder } from "./feature.ts";
import { type Listing, listFolder, NO_FILES } from "./list-folder.ts";
import { pathOf } from "./uris.ts";

/** What was seen counts so long where the client reports no changes. */
const STALE_AFTER_MS = 2000;

export class RememberedFolder {
  /** Resolves when the folder was first read. */
  readonly ready: Promise<void>;
  readonly #uri: string;
  readonly #dir: string | undefined;
  readonly #changed: () => void;
  #listing: Listing = NO_FILES;
  #reading: Promise<void> | undefined;
  #readAt = 0;
  #isStale = false;
  #snapshot: PluginFolder | undefined;

  /**
   * @param uri without a slash at the end; a folder that is not on this disk has no files
   * @param changed called when what `snapshot` answers has changed, but for the first reading
   */
  constructor(uri: string, changed: () => void) {
    this.#uri = uri;
    this.#dir = pathOf(`${uri}/`);
    this.#changed = changed;
    this.ready = this.#read();
  }

  /** The same object until something changes. */
  get snapshot(): PluginFolder {
    const { files, exists } = this.#listing;
    this.#snapshot ??= { uri: this.#uri, files, exists, uses: undefined, source: () => undefined };
    return this.#snapshot;
  }

  /** Whether there is a plugin around the manifest, so that the files that it names can be looked for. */
  get hasOthers(): boolean {
    return this.#listing.hasOthers;
  }

  /** Reads again when that is due. @param isWatched the client says when something changes */
  refresh(isWatched: boolean): void {
    if (this.#isStale || (!isWatched && performance.now() - this.#readAt > STALE_AFTER_MS)) void this.#read();
  }

  /** Something in the folder has changed. */
  invalidate(): void {
    this.#isStale = true;
    void this.#read();
  }

  #read(): Promise<void> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
      // What changed while it was read may have been missed.
      if (this.#isStale) void this.#read();
    });
    return this.#reading;
  }

  async #readOnce(): Promise<void> {
    if (this.#dir === undefined) return;
    this.#isStale = false;
    const before = this.#listing;
    const after = await listFolder(this.#dir);
    const isFirst = this.#readAt === 0;
    this.#readAt = performance.now();
    // What is not listed is asked for anew, too: it may have come or gone without a trace in the list.
    this.#listing = after;
    this.#snapshot = undefined;
    if (!isFirst && before.files.join("\n") !== after.files.join("\n")) this.#changed();
  }
}
