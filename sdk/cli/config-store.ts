/** Settings of plugins that are run from their source folder, in AIHUB_HOME. */
import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import lockfile from "proper-lockfile";
import writeFileAtomic from "write-file-atomic";
import { AiHubError } from "../../runtime/core/errors.ts";
import type { ConfigStore } from "../../runtime/core/ports.ts";

const MAX_SIZE = 1024 * 1024;

/**
 * One JSON file per source folder: a folder may claim any plugin id, and must not find another's settings by it.
 * Listeners hear of changes that this process makes.
 */
export class FileConfigStore implements ConfigStore {
  readonly #folder: string;
  readonly #listeners = new Map<string, Set<() => void>>();

  /** @param sourceDir real path of the plugin folder. */
  constructor(home: string, sourceDir: string) {
    const key = createHash("sha256").update(sourceDir).digest("hex").slice(0, 24);
    this.#folder = path.join(home, "sources", key, "config");
  }

  async read(pluginId: string): Promise<Readonly<Record<string, unknown>>> {
    const text = await readFile(this.#file(pluginId), "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return "{}";
      throw error;
    });
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new AiHubError("ERR_IO", `${this.#file(pluginId)} is not a JSON object`);
    }
    return value as Record<string, unknown>;
  }

  /** @throws AiHubError ERR_QUOTA when the plugin's settings would take more than 1 MB. */
  async write(pluginId: string, key: string, value: unknown): Promise<void> {
    const file = this.#file(pluginId);
    await mkdir(this.#folder, { recursive: true });
    const release = await lockfile.lock(file, { realpath: false, retries: 5 });
    try {
      const stored = await this.read(pluginId);
      const others = Object.entries(stored).filter(([name]) => name !== key);
      const text = JSON.stringify(Object.fromEntries([...others, [key, value]]), null, 2);
      if (text.length > MAX_SIZE) throw new AiHubError("ERR_QUOTA", "The plugin's settings take more than 1 MB");
      await writeFileAtomic(file, `${text}\n`);
    } finally {
      await release();
    }
    for (const listener of [...(this.#listeners.get(pluginId) ?? [])]) listener();
  }

  onChange(pluginId: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(pluginId) ?? new Set();
    this.#listeners.set(pluginId, listeners);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  #file(pluginId: string): string {
    return path.join(this.#folder, `${encodeURIComponent(pluginId)}.json`);
  }
}
