/** The plugins in the home, as others may depend on them. */
import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { MAX_LENGTH } from "../runtime/core/manifest/parse.ts";
import { checkManifest } from "../runtime/core/manifest/validate.ts";
import type { InstalledPlugin } from "./feature.ts";

const MAX_PLUGINS = 500;
const STALE_AFTER_MS = 3000;

export class InstalledPlugins {
  readonly #home: string | undefined;
  readonly #changed: () => void;
  #plugins: readonly InstalledPlugin[] = [];
  #reading: Promise<void> | undefined;
  #readAt: number | undefined;

  /** @param home undefined when there is none: then nothing is installed */
  constructor(home: string | undefined, changed: () => void) {
    this.#home = home;
    this.#changed = changed;
  }

  /** Those last seen. Reads again in the background when that is some seconds ago. */
  get list(): readonly InstalledPlugin[] {
    if (this.#readAt === undefined || performance.now() - this.#readAt > STALE_AFTER_MS) void this.read();
    return this.#plugins;
  }

  /** Never rejects: what cannot be read is not installed. */
  read(): Promise<void> {
    this.#reading ??= this.#readOnce().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readOnce(): Promise<void> {
    if (this.#home === undefined) return;
    const folder = join(this.#home, "plugins");
    const names = (await readdir(folder).catch(() => [])).slice(0, MAX_PLUGINS).sort();
    const before = new Map(this.#plugins.map((plugin) => [plugin.manifest, plugin]));
    const after: InstalledPlugin[] = [];
    for (const name of names) {
      const text = await readText(join(folder, name, "current", "plugin.json"));
      const plugin = text === undefined ? undefined : (before.get(text) ?? describe(text));
      if (plugin) after.push(plugin);
    }
    const isFirst = this.#readAt === undefined;
    this.#readAt = performance.now();
    const isSame = after.length === before.size && after.every(({ manifest }) => before.has(manifest));
    if (isSame && !isFirst) return;
    this.#plugins = after;
    if (!isSame) this.#changed();
  }
}

function describe(manifest: string): InstalledPlugin | undefined {
  const { value } = checkManifest(manifest);
  if (!value) return undefined;
  return {
    id: value.id,
    version: value.version,
    commands: (value.ui?.commands ?? []).map(({ id }) => id),
    events: value.api?.events ?? [],
    manifest,
  };
}

async function readText(file: string): Promise<string | undefined> {
  // Without O_NONBLOCK, opening a pipe waits for somebody to write into it.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => undefined);
  try {
    const stats = await handle?.stat();
    if (!handle || !stats?.isFile() || stats.size > MAX_LENGTH) return undefined;
    return await handle.readFile("utf8");
  } catch {
    return undefined;
  } finally {
    await handle?.close();
  }
}
