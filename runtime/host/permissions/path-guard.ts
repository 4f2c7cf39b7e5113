/**
 * Turns the path a guest names into the real path that permissions are decided on: links resolved on the whole way,
 * before anything is opened.
 */
import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { AiHubError } from "../../core/errors.ts";
import type { PathRoots } from "../../core/permissions/decide.ts";
import { escapeForDisplay } from "../../core/permissions/escape.ts";
import { type FilePlatform, foldName, refusePath } from "../../core/permissions/path-names.ts";
import { type GuardedRoots, isKernelPath } from "./reserved-places.ts";

const PLATFORM: FilePlatform =
  process.platform === "win32" || process.platform === "darwin" ? process.platform : "linux";
const WORKSPACE = /^\$\{workspaceFolder(?::(?<name>[^{}/\\]+))?\}(?=[/\\]|$)/;

export type Access = "read" | "write";

/**
 * The absolute path a guest means; nothing is looked up on disk but whether the data folder overlays the code.
 * `${workspaceFolder}` is the first folder that is open, `${workspaceFolder:name}` the one of that name.
 *
 * @throws AiHubError ERR_INVALID_ARGUMENT for names that no plugin may use on this system, ERR_NOT_AVAILABLE for a
 * workspace folder that is not open
 */
export async function absolutePath(path: string, access: Access, roots: PathRoots): Promise<string> {
  const variable = WORKSPACE.exec(path);
  const below = variable ? `.${path.slice(variable[0].length)}` : path;
  const refused = refusePath(below, PLATFORM) ?? refuseFolded(below, roots);
  if (refused !== undefined) {
    const shown = escapeForDisplay(path, 80);
    throw new AiHubError("ERR_INVALID_ARGUMENT", `Not a usable path: ${JSON.stringify(shown)} (${refused})`);
  }
  if (variable) return resolve(workspaceFolder(variable.groups?.name, path, roots), below);
  if (isAbsolute(path)) return resolve(path);
  const inData = resolve(roots.data, path);
  if (access === "write" || roots.data === roots.plugin) return inData;
  return (await exists(inData)) ? inData : resolve(roots.plugin, path);
}

function workspaceFolder(name: string | undefined, path: string, { workspace }: PathRoots): string {
  const [folder, other] = name === undefined ? workspace.slice(0, 1) : workspace.filter((at) => basename(at) === name);
  const shown = escapeForDisplay(path, 80);
  if (other !== undefined) throw new AiHubError("ERR_NOT_AVAILABLE", `Several workspace folders are meant by ${shown}`);
  if (folder === undefined) throw new AiHubError("ERR_NOT_AVAILABLE", `No such workspace folder is open: ${shown}`);
  return folder;
}

/** A file system that folds case on Linux is FAT or a network share as a rule: they drop dots and spaces at the end. */
function refuseFolded(path: string, { caseInsensitive }: PathRoots): string | undefined {
  if (PLATFORM !== "linux" || caseInsensitive !== true) return undefined;
  const drops = path.split("/").some((name) => /[^.][. ]+$|^\.{3,}$/.test(name));
  return drops ? "a name ends with a dot or a space, which this file system drops" : undefined;
}

/** Whether an existing folder lies where names that differ only in case are one name. */
export async function foldsCase(folder: string): Promise<boolean> {
  if (PLATFORM !== "linux") return true;
  const name = basename(folder);
  const other = [name.toUpperCase(), name.toLowerCase()].find(
    (text) => text !== name && foldName(text) === foldName(name),
  );
  if (other === undefined) return dirname(folder) !== folder && foldsCase(dirname(folder));
  try {
    const [one, two] = await Promise.all([folder, join(dirname(folder), other)].map((path) => lstat(path)));
    return one !== undefined && two !== undefined && one.ino === two.ino && one.dev === two.dev;
  } catch {
    return false;
  }
}

/**
 * The real path, for a file that may not exist yet: the deepest folder that does is resolved, the rest is appended.
 * A link that leads nowhere is refused, because creating a file "in" it would create its target.
 *
 * @throws AiHubError ERR_PERMISSION_DENIED for what no scope reaches, with a hint that says so; the system's error
 */
export async function realPath(
  path: string,
  accesses: readonly Access[],
  roots: GuardedRoots,
  find: FindPath = findPath,
): Promise<string> {
  const reserved = roots.reserved.now(roots);
  const refuse = (hint: string | undefined) =>
    new AiHubError("ERR_PERMISSION_DENIED", `Not a path that plugins may use: ${path}`, hint);
  // Also where a link in there leads out again, as /proc/self/root does.
  if (isKernelPath(path)) throw refuse(reserved.refuses("read", path));
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    const found = await find(at);
    if (found.real === undefined) {
      if (found.dangling) throw refuse("A link on the way leads nowhere");
      missing.push(at.slice(dirname(at).length).replace(/^[/\\]/, ""));
      continue;
    }
    const real = join(found.real, ...missing.reverse());
    const reason = accesses.map((access) => reserved.refuses(access, real)).find((one) => one !== undefined);
    if (reason !== undefined) throw refuse(reason);
    return real;
  }
}

/** The real path of what exists; else whether a link stands there, which leads nowhere. */
interface Found {
  readonly real?: string;
  readonly dangling?: boolean;
}

export type FindPath = (path: string) => Promise<Found>;

async function findPath(path: string): Promise<Found> {
  try {
    return { real: await realpath(path) };
  } catch (error) {
    if (!isMissing(error)) throw error;
    return { dangling: await exists(path) };
  }
}

/** The same for many questions at once, which ask for each folder once. For answers that permit nothing. */
export function findOnce(): FindPath {
  const known = new Map<string, Promise<Found>>();
  const find: FindPath = (path) => {
    const found = known.get(path) ?? look(path);
    known.set(path, found);
    return found;
  };
  const look = async (path: string): Promise<Found> => {
    const parent = dirname(path);
    if (parent !== path && (await find(parent)).real === undefined) return {};
    const missing = await lstat(path).then(
      () => false,
      (error: unknown) => isMissing(error),
    );
    return missing ? {} : findPath(path);
  };
  return find;
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}

/** Does not follow a link at the end. */
async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}
