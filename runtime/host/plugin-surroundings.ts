/** What lies around a plugin's manifest, for advice. The folder is hostile: what is read is bounded, and no link is followed. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { InstalledManifest, ManifestFiles, Surroundings } from "../core/manifest/rule.ts";
import { isSource, outputFolder } from "../core/manifest/sources/source-files.ts";
import { SourceIndex } from "../core/manifest/sources/source-index.ts";
import { checkManifest } from "../core/manifest/validate.ts";

const MAX_ENTRIES = 10_000;
const MAX_SOURCES = 1000;
const MAX_SOURCE_BYTES = 1_000_000;
const MAX_BYTES = 32_000_000;
const START_BYTES = 65_536;
const MAX_PLUGINS = 500;

/**
 * The files and sources around a `plugin.json`; nothing when it lies on its own. `node_modules`, hidden folders and what
 * the plugin is built into are left out. Never rejects: what cannot be read is not there.
 *
 * @param manifest its text, which may be half typed
 */
export async function surroundingsOf(file: string, manifest: string): Promise<Surroundings> {
  if (basename(file) !== "plugin.json") return {};
  const dir = dirname(file);
  const built = outputFolder(manifest);
  const names = await list(dir);
  if (!names.some((name) => name !== "plugin.json" && !name.startsWith("."))) return {};
  const listed = new Set(names);
  const read = (path: string, most: number) => {
    const name = path.replace(/^(?:\.\/)+/, "");
    return listed.has(name) ? readStart(join(dir, name), most) : undefined;
  };
  const files: ManifestFiles = {
    exists: (path) => {
      const name = path.replace(/^(?:\.\/)+|\/+$/g, "");
      return listed.has(name) || listed.has(`${name}/`);
    },
    files: names,
    text: (path) => textOf(read(path, MAX_SOURCE_BYTES + 1)),
    start: (path) => read(path, START_BYTES),
  };
  const index = new SourceIndex();
  let left = MAX_BYTES;
  const sources = names.filter((name) => isSource(name) && !name.startsWith(built));
  for (const name of sources.slice(0, MAX_SOURCES)) {
    const bytes = left > 0 ? readStart(join(dir, name), MAX_SOURCE_BYTES + 1) : undefined;
    left -= bytes?.length ?? 0;
    // One that is not read may do anything: the index thinks so of what it cannot parse.
    index.set(name, textOf(bytes) ?? UNREADABLE);
  }
  if (sources.length > MAX_SOURCES) index.set(sources[MAX_SOURCES] ?? "", UNREADABLE);
  return { files, uses: sources.length === 0 ? undefined : index.uses() };
}

const UNREADABLE = "(";

/** The plugins that a home holds. Never rejects: what cannot be read is not installed. */
export async function installedIn(home: string): Promise<InstalledManifest[]> {
  const folder = join(home, "plugins");
  const names = (await readdir(folder).catch(() => [])).sort().slice(0, MAX_PLUGINS);
  return names.flatMap((name) => {
    const manifest = textOf(readStart(join(folder, name, "current", "plugin.json"), MAX_SOURCE_BYTES + 1));
    const value = manifest === undefined ? undefined : checkManifest(manifest).value;
    return manifest === undefined || !value ? [] : [{ id: value.id, version: value.version, manifest }];
  });
}

/** Files and, with a `/` at the end, folders; relative, sorted. */
async function list(dir: string): Promise<string[]> {
  const names: string[] = [];
  const queue = [""];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    for (const entry of await readdir(join(dir, folder), { withFileTypes: true }).catch(() => [])) {
      const isFolder = entry.isDirectory();
      const isHidden = isFolder && (entry.name === "node_modules" || entry.name.startsWith("."));
      if (isHidden || names.length >= MAX_ENTRIES || !(isFolder || entry.isFile())) continue;
      const path = `${folder}${entry.name}`;
      names.push(isFolder ? `${path}/` : path);
      if (isFolder) queue.push(`${path}/`);
    }
  }
  return names.sort();
}

/** The first bytes of a file; undefined when it is none, or it became a link meanwhile. */
function readStart(file: string, most: number): Uint8Array | undefined {
  let handle: number | undefined;
  try {
    handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
    const stats = fstatSync(handle);
    if (!stats.isFile()) return undefined;
    const buffer = Buffer.alloc(Math.min(stats.size, most));
    return buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, 0));
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && bytes.length <= MAX_SOURCE_BYTES ? new TextDecoder().decode(bytes) : undefined;
}
