/** Finds what is to be built. Everything it returns is a real path inside the plugin folder. */
import { readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { findNodeAtLocation, parseTree } from "jsonc-parser";
import { AiHubError } from "../../core/errors.ts";
import type { Territory } from "./territory.ts";

/** The part of a manifest that the builder reads. */
export interface BuildManifest {
  readonly build?: { readonly entry?: string; readonly output?: string };
  readonly ui?: { readonly entry?: string };
}

const DEFAULT_ENTRIES = ["src/main.ts", "src/main.js", "main.ts", "main.js", "index.ts", "index.js"];

/** The plugin's entry file; undefined when it is not there. @throws {AiHubError} ERR_BUILD when it lies outside. */
export async function findEntry(territory: Territory, manifest: BuildManifest): Promise<string | undefined> {
  const named = manifest.build?.entry;
  for (const name of named === undefined ? DEFAULT_ENTRIES : [named]) {
    const file = await sourceFile(territory, name);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** The panel page's entry file; undefined when none is declared or it is not there. */
export async function findUiEntry(territory: Territory, manifest: BuildManifest): Promise<string | undefined> {
  return manifest.ui?.entry === undefined ? undefined : sourceFile(territory, manifest.ui.entry);
}

/** A source of the plugin by its path; undefined when it is not there. @throws {AiHubError} ERR_BUILD when it lies outside. */
export async function sourceFile(territory: Territory, name: string): Promise<string | undefined> {
  const file = await realpath(path.resolve(territory.root, name)).catch(() => undefined);
  if (file === undefined || !(await stat(file)).isFile()) return undefined;
  if (territory.zoneOf(file) !== "plugin") {
    throw new AiHubError("ERR_BUILD", `Entry file '${name}' lies outside the plugin folder`);
  }
  return file;
}

/** The error for a missing entry, with the line of `plugin.json` that names it. */
export async function missingEntry(root: string, key: "build" | "ui", named: string | undefined): Promise<AiHubError> {
  if (named === undefined) {
    const message = `No entry file: none of ${DEFAULT_ENTRIES.join(", ")} exists`;
    return new AiHubError("ERR_NOT_FOUND", message, `Name it in plugin.json: "build": { "entry": "…" }`);
  }
  const line = await manifestLine(root, [key, "entry"]);
  return new AiHubError("ERR_NOT_FOUND", `Entry file '${named}' does not exist (plugin.json:${line}, ${key}.entry)`);
}

async function manifestLine(root: string, pointer: string[]): Promise<number> {
  const text = await readFile(path.join(root, "plugin.json"), "utf8").catch(() => "");
  const tree = parseTree(text);
  const node = tree && findNodeAtLocation(tree, pointer);
  return text.slice(0, node?.offset ?? 0).split("\n").length;
}
