/** The built files of a plugin on disk, and the stamp that says what they were made from. */
import { randomUUID } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { lstat, mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { AiHubError } from "../../core/errors.ts";
import type { Territory } from "./territory.ts";

/** A file as the stamp remembers it. A size of -1 means that it was not there. */
export interface FileMark {
  /** Relative to the plugin folder, or absolute. */
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

export interface Stamp {
  /** Changes when a newer builder would make other files from the same sources. */
  readonly builder: number;
  /** The settings of the build as one text. */
  readonly settings: string;
  readonly inputs: readonly FileMark[];
  readonly outputs: readonly FileMark[];
}

const STAMP = ".build.json";
const MAX_STAMP = 4 * 1024 * 1024;
const MAX_MODULE = 32 * 1024 * 1024;
const MODULE_NAME = /^[\w][\w.-]{0,100}\.js$/;

/** The output folder as an absolute path, after checking that it is a folder of its own inside the plugin's. */
export function outputFolder(territory: Territory, output: string | undefined): string {
  const folder = path.resolve(territory.root, output ?? "dist");
  const isOwn = folder !== territory.root && territory.zoneOf(folder) === "plugin";
  if (!isOwn || folder.split(path.sep).includes("node_modules")) {
    throw new AiHubError("ERR_BUILD", `build.output '${output}' is not a folder inside the plugin folder`);
  }
  return folder;
}

/** Makes a folder below `root` and refuses one that a link leads to another place. */
export async function makeFolder(root: string, folder: string): Promise<void> {
  let current = root;
  for (const name of path.relative(root, folder).split(path.sep)) {
    current = path.join(current, name);
    await mkdir(current).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw cannotWrite(current, error);
    });
    if ((await realpath(current).catch(() => undefined)) !== current || !(await lstat(current)).isDirectory()) {
      const name = path.relative(root, current);
      throw new AiHubError("ERR_BUILD", `Output folder '${name}' is not a real folder inside the plugin folder`);
    }
  }
}

/**
 * Replaces a file whole or not at all. A link that stands at its place is replaced and not followed, which is why this
 * is not write-file-atomic: that one writes through links.
 */
export async function writeOutput(file: string, contents: Uint8Array | string): Promise<void> {
  const temporary = path.join(path.dirname(file), `.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, contents, { flag: "wx" });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw cannotWrite(file, error);
  }
}

function cannotWrite(file: string, error: unknown): AiHubError {
  const reason = error instanceof Error ? error.message : String(error);
  return new AiHubError("ERR_IO", `Cannot write ${file}: ${reason}`, undefined, { cause: error });
}

/** A file's present mark. */
export async function mark(root: string, name: string): Promise<FileMark> {
  const info = await stat(path.resolve(root, name)).catch(() => undefined);
  return { path: name, size: info?.size ?? -1, mtimeMs: info?.mtimeMs ?? 0 };
}

export async function writeStamp(folder: string, stamp: Stamp): Promise<void> {
  await writeOutput(path.join(folder, STAMP), JSON.stringify(stamp));
}

/** The stamp of the last build, or undefined when there is none that can be read. */
export async function readStamp(folder: string): Promise<Stamp | undefined> {
  const file = path.join(folder, STAMP);
  const info = await lstat(file).catch(() => undefined);
  if (!info?.isFile() || info.size > MAX_STAMP) return undefined;
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    return isStamp(value) ? value : undefined;
  } catch {
    return undefined; // half-written or foreign: the plugin is built anew
  }
}

function isStamp(value: unknown): value is Stamp {
  if (typeof value !== "object" || value === null) return false;
  const { builder, settings, inputs, outputs } = value as Partial<Record<keyof Stamp, unknown>>;
  return typeof builder === "number" && typeof settings === "string" && isMarks(inputs) && isMarks(outputs);
}

function isMarks(value: unknown): value is readonly FileMark[] {
  return Array.isArray(value) && value.every((item) => typeof item?.path === "string");
}

/** True when nothing that went into the build or came out of it has changed since. */
export async function isCurrent(root: string, stamp: Stamp): Promise<boolean> {
  const checks = [...stamp.inputs, ...stamp.outputs].map(async (old) => {
    const now = await mark(root, old.path);
    return now.size === old.size && now.mtimeMs === old.mtimeMs;
  });
  return (await Promise.all(checks)).every(Boolean);
}

/** Takes away what an earlier build wrote and this one did not. Only names such as a build makes are touched. */
export async function removeStale(folder: string, keep: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/^chunk-[A-Z0-9]{8}\.js(?:\.map)?$/.test(name) && !keep.has(name)) await rm(path.join(folder, name));
  }
}

/** All modules that lie in an output folder, by file name. Links and files over 32 MB are refused. */
export async function readModules(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter((name) => MODULE_NAME.test(name));
  const modules = names.map(async (name) => {
    const file = path.join(folder, name);
    const info = await lstat(file);
    if (!info.isFile() || info.size > MAX_MODULE) {
      throw new AiHubError("ERR_BUILD", `${file} is not a file of at most ${MAX_MODULE / 1024 / 1024} MB`);
    }
    return [name, await readFile(file, "utf8")] as const;
  });
  return Object.fromEntries(await Promise.all(modules));
}

/** The source map beside a module; undefined when there is none that is a plain file. */
export function readMapFile(folder: string, moduleName: string): string | undefined {
  if (!MODULE_NAME.test(moduleName)) return undefined;
  const file = path.join(folder, `${moduleName}.map`);
  try {
    const info = lstatSync(file);
    return info.isFile() && info.size <= MAX_MODULE ? readFileSync(file, "utf8") : undefined;
  } catch {
    return undefined; // none
  }
}
