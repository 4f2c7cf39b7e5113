/** The texts of a plugin's sources: from the editor where they are open, else from the disk. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { isSource, outputFolder } from "../../runtime/core/manifest/sources/source-files.ts";

const MAX_FILES = 1000;
/** In UTF-16 units, or in bytes on the disk. */
const MAX_LENGTH_EACH = 1_000_000;
const MAX_LENGTH = 32_000_000;

export interface TextChanges {
  readonly changed: readonly (readonly [path: string, text: string])[];
  readonly removed: readonly string[];
}

interface Known {
  /** Of the file on disk, or of the editor's version. */
  readonly stamp: string;
  readonly text: string;
}

export class SourceTexts {
  readonly #known = new Map<string, Known>();

  /** All of them, as they are now. */
  all(): ReadonlyMap<string, string> {
    return new Map([...this.#known].map(([path, { text }]) => [path, text]));
  }

  /**
   * Reads what has changed. Never rejects: what cannot be read is not there.
   *
   * @param editor the text of an open file
   */
  async refresh(
    dir: string,
    files: readonly string[],
    editor: (path: string) => string | undefined,
  ): Promise<TextChanges> {
    const changed: [string, string][] = [];
    const there = new Set<string>();
    let length = 0;
    const manifest = await read(join(dir, "plugin.json"), undefined, editor("plugin.json"));
    const output = outputFolder(manifest?.text ?? "");
    const sources = files.filter((path) => isSource(path) && !path.startsWith(output));
    for (const path of sources.slice(0, MAX_FILES)) {
      const before = this.#known.get(path);
      const now = await read(join(dir, path), before, editor(path));
      length += now?.text.length ?? 0;
      if (!now || length > MAX_LENGTH) continue;
      there.add(path);
      if (before?.text !== now.text) changed.push([path, now.text]);
      this.#known.set(path, now);
    }
    const removed = [...this.#known.keys()].filter((path) => !there.has(path));
    for (const path of removed) this.#known.delete(path);
    return { changed, removed };
  }
}

async function read(file: string, known: Known | undefined, text: string | undefined): Promise<Known | undefined> {
  if (text !== undefined) return text.length > MAX_LENGTH_EACH ? undefined : { stamp: "editor", text };
  const stats = await stat(file).catch(() => undefined);
  if (!stats?.isFile() || stats.size > MAX_LENGTH_EACH) return undefined;
  const stamp = `${stats.mtimeMs} ${stats.size}`;
  if (known?.stamp === stamp) return known;
  const bytes = await readFile(file).catch(() => undefined);
  // Without a byte order mark, as editors show it.
  return bytes && { stamp, text: new TextDecoder().decode(bytes) };
}
