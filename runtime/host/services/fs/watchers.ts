/** Watched files and folders: a bounded number, with changes gathered before they are told. */
import { type FSWatcher, watch } from "node:fs";
import type { FsEvent } from "../../../../schemas/guest-api.ts";
import { AiHubError } from "../../../core/errors.ts";
import type { AllowedPath } from "../../permissions/broker.ts";
import { ioError, named } from "./errors.ts";
import { hold } from "./held.ts";

/** What one plugin may watch. */
const MAX_WATCHERS = 64;
/** Changes are gathered for so long, in milliseconds: an editor that saves causes several. */
const GATHER_MS = 50;
/** Names that are told at a time; of more only that there were more. */
const MAX_NAMES = 500;

/** What is told of a watcher. */
export interface WatchNews {
  readonly events: readonly FsEvent[];
  /** Nothing more will come: it was removed, or is not permitted any more. */
  readonly ended: boolean;
}

interface Watch {
  readonly path: AllowedPath;
  readonly isFolder: boolean;
  readonly system: FSWatcher;
  /** By the name in the folder, "" for what is watched itself. */
  readonly gathered: Map<string, "change" | "rename">;
  timer: NodeJS.Timeout | undefined;
}

export class Watchers {
  readonly #watches = new Map<number, Watch>();
  readonly #tell: (id: number, news: WatchNews) => void;
  #starting = 0;
  #nextId = 1;
  #disposed = false;

  constructor(tell: (id: number, news: WatchNews) => void) {
    this.#tell = tell;
  }

  /** Watches a file, or the entries of a folder (not those of its folders). */
  async watch(path: AllowedPath): Promise<number> {
    if (this.#watches.size + this.#starting >= MAX_WATCHERS) {
      throw new AiHubError("ERR_QUOTA", `A plugin may watch at most ${MAX_WATCHERS} files and folders`);
    }
    this.#starting++;
    const held = await hold(path).finally(() => this.#starting--);
    try {
      const isFolder = held.stats.isDirectory();
      if (!isFolder && !held.stats.isFile()) throw ioError(path, "Not a regular file");
      if (this.#disposed) throw new AiHubError("ERR_CANCELLED", "The plugin was stopped");
      const id = this.#nextId++;
      // The system watches what was found, not the name: it need not be held any longer.
      const system = await named(path, (async () => watch(held.location, { persistent: false }))());
      this.#watches.set(id, { path, isFolder, system, gathered: new Map(), timer: undefined });
      system.on("change", (type, name) => this.#gather(id, type, String(name ?? "")));
      system.on("error", () => this.#end(id));
      return id;
    } finally {
      await held.close();
    }
  }

  unwatch(id: number): void {
    const watched = this.#watches.get(id);
    this.#watches.delete(id);
    clearTimeout(watched?.timer);
    watched?.system.close();
  }

  dispose(): void {
    this.#disposed = true;
    for (const id of [...this.#watches.keys()]) this.unwatch(id);
  }

  #gather(id: number, type: string, name: string): void {
    const watched = this.#watches.get(id);
    if (!watched) return;
    // For a file the system gives the name under which the host looked at it.
    const key = watched.isFolder ? name : "";
    if (watched.gathered.size <= MAX_NAMES) watched.gathered.set(key, type === "rename" ? "rename" : "change");
    watched.timer ??= setTimeout(() => void this.#flush(id, watched), GATHER_MS).unref();
  }

  async #flush(id: number, watched: Watch): Promise<void> {
    try {
      await watched.path.recheck();
    } catch {
      return this.#end(id);
    }
    watched.timer = undefined;
    const gathered = [...watched.gathered];
    watched.gathered.clear();
    if (this.#watches.get(id) !== watched) return;
    const { display } = watched.path;
    const events =
      gathered.length > MAX_NAMES
        ? [{ type: "overflow" as const, path: display }]
        : gathered.map(([name, type]) => ({ type, path: name === "" ? display : `${display}/${name}` }));
    this.#tell(id, { events, ended: false });
  }

  #end(id: number): void {
    if (!this.#watches.has(id)) return;
    this.unwatch(id);
    this.#tell(id, { events: [], ended: true });
  }
}
