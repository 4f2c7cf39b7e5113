/** Follows what other windows and the command line install, update and remove. Free of `vscode`. */
import { type FSWatcher, watch } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";

/** An installation touches several folders in a row. */
const SETTLE_MS = 200;

/**
 * Watches the folder of each installed plugin, where an update changes `current`, but not what plugins write in theirs.
 * VS Code's own watchers would be told of every file in all of their data folders.
 */
export class HomeWatcher {
  readonly #plugins: string;
  readonly #onChange: () => void;
  readonly #watched = new Map<string, FSWatcher>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  /** @param onChange called after any change, also one that turns out to be none */
  constructor(home: string, onChange: () => void) {
    this.#plugins = join(home, "plugins");
    this.#onChange = onChange;
  }

  /** Resolves when changes are followed. @throws the system's error when the folder cannot be made or watched */
  async start(): Promise<void> {
    await mkdir(this.#plugins, { recursive: true });
    this.#watch(this.#plugins);
    await this.#watchEach();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    for (const folder of [...this.#watched.keys()]) this.#unwatch(folder);
  }

  async #watchEach(): Promise<void> {
    const entries = await readdir(this.#plugins, { withFileTypes: true }).catch(() => []);
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(this.#plugins, name));
    for (const folder of this.#watched.keys()) {
      if (folder !== this.#plugins && !folders.includes(folder)) this.#unwatch(folder);
    }
    for (const folder of folders) {
      try {
        this.#watch(folder);
      } catch {
        // Gone again; what stays and cannot be watched is found by the next look for plugins.
      }
    }
  }

  #watch(folder: string): void {
    if (this.#disposed || this.#watched.has(folder)) return;
    const watcher = watch(folder, { persistent: false }, () => this.#soon());
    watcher.on("error", () => this.#unwatch(folder)); // on Windows a folder that is removed
    this.#watched.set(folder, watcher);
  }

  #unwatch(folder: string): void {
    this.#watched.get(folder)?.close();
    this.#watched.delete(folder);
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#changed(), SETTLE_MS).unref();
  }

  async #changed(): Promise<void> {
    await this.#watchEach();
    if (!this.#disposed) this.#onChange();
  }
}
