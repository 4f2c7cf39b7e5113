/** Finds plugin folders. Small and free of the runtime, so that a window without plugins pays for nothing more. */
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parse } from "jsonc-parser";
import { tooDeepAt } from "../runtime/core/manifest/parse.ts";
import { installedFolders } from "../runtime/host/installed-folders.ts";
import { readSmallFile } from "./read-small-file.ts";

export interface FoundPlugin {
  readonly dir: string;
  /** The name of its folder in the home; undefined for one of the workspace. */
  readonly installedId: string | undefined;
  /** The text of its plugin.json. */
  readonly manifest: string;
}

/** Folders of a workspace whose subfolders may be plugins. */
const PARENTS = ["", "plugins", "examples"];
const MAX_SUBFOLDERS = 500;
const MAX_MANIFEST_BYTES = 1024 * 1024;
const TYPES = new Set(["tool", "instrument", "workflow", "model", "theme"]);

/** Where `plugin.json` is looked for, as a glob relative to a workspace folder. */
export const MANIFEST_GLOB = "{plugin.json,*/plugin.json,plugins/*/plugin.json,examples/*/plugin.json}";

/** Installed plugins first: a folder of a workspace cannot take an installed plugin's place. */
export async function findPlugins(home: string, workspaceFolders: readonly string[]): Promise<FoundPlugin[]> {
  const installed = (await subfolders(join(home, "plugins"))).map((dir) => basename(dir));
  const candidates = await Promise.all(
    workspaceFolders.map(async (folder) => {
      const parents = await Promise.all(PARENTS.map((parent) => subfolders(join(folder, parent))));
      return [folder, ...parents.flat()];
    }),
  );
  const found = await Promise.all([
    ...installed.map((id) => inspect(installedFolders(home, id).code, id)),
    ...[...new Set(candidates.flat())].map((dir) => inspect(dir, undefined)),
  ]);
  return found.filter((plugin) => plugin !== undefined);
}

async function inspect(dir: string, installedId: string | undefined): Promise<FoundPlugin | undefined> {
  const text = await readManifest(dir);
  return text !== undefined && looksLikePlugin(text) ? { dir, installedId, manifest: text } : undefined;
}

/**
 * Other tools call their files plugin.json too, and are none of our business. A manifest with faults in it is ours when
 * what can be read of it says so: then its faults are reported.
 */
export function looksLikePlugin(text: string): boolean {
  const value = readTolerantly(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { name, version, type, permissions } = value as Readonly<Record<string, unknown>>;
  const isNamed = typeof name === "string" && typeof version === "string";
  return isNamed && ((typeof type === "string" && TYPES.has(type)) || isRecord(permissions));
}

/** Whether a `plugin.json` in an editor is ours: AI Hub would run what it describes, or it names our schema. */
export function isManifest(text: string): boolean {
  if (text.length > MAX_MANIFEST_BYTES) return false;
  const value = readTolerantly(text);
  const schema = typeof value === "object" && value !== null && "$schema" in value ? value.$schema : undefined;
  const isNamed = typeof schema === "string" && schema.endsWith("/ai-hub/plugin.schema.json");
  return isNamed || looksLikePlugin(text);
}

/** The nearest folder above a file that has a `plugin.json` of ours. It may lie deeper than plugins are looked for. */
export async function pluginFolderOf(file: string): Promise<string | undefined> {
  for (let dir = dirname(file); ; dir = dirname(dir)) {
    const text = await readManifest(dir);
    if (text !== undefined && isManifest(text)) return dir;
    if (dir === dirname(dir)) return undefined;
  }
}

/** What can be read of a text; nothing of one that is nested so deep that the parser, which recurses, would break. */
function readTolerantly(text: string): unknown {
  return tooDeepAt(text) === undefined ? parse(text, [], { allowTrailingComma: true }) : undefined;
}

function readManifest(dir: string): Promise<string | undefined> {
  return readSmallFile(join(dir, "plugin.json"), MAX_MANIFEST_BYTES);
}

async function subfolders(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !/^(\.|node_modules$)/.test(entry.name))
    .slice(0, MAX_SUBFOLDERS)
    .map((entry) => join(dir, entry.name));
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
