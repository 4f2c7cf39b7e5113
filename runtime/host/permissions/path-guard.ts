/**
 * Turns the path a guest names into the real path that permissions are decided on: links resolved on the whole way,
 * before anything is opened.
 */
import { lstat, realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import { AiHubError } from "../../core/errors.ts";
import type { PathRoots } from "../../core/permissions/decide.ts";

const MAX_PATH = 4096;
const WORKSPACE = /^\$\{workspaceFolder\}(?=\/|$)/;
/** Kernel and device trees: refused under any scope, for reading there can act (`/proc/self/mem`, `/dev/…`). */
const FORBIDDEN = ["/proc", "/sys", "/dev"];

export type Access = "read" | "write";

/** Permissions speak of `/` everywhere; elsewhere than on Windows a backslash is part of a name. */
export function withSlashes(path: string): string {
  return sep === "\\" ? path.replaceAll("\\", "/") : path;
}

/** The absolute path a guest means; nothing is looked up on disk but whether the data folder overlays the code. */
export async function absolutePath(path: string, access: Access, roots: PathRoots): Promise<string> {
  if (path === "" || path.length > MAX_PATH || path.includes("\0")) {
    throw new AiHubError("ERR_INVALID_ARGUMENT", `Not a usable path: ${JSON.stringify(path.slice(0, 80))}`);
  }
  if (WORKSPACE.test(path)) {
    const [folder] = roots.workspace;
    if (folder === undefined) throw new AiHubError("ERR_NOT_AVAILABLE", `No workspace folder is open: ${path}`);
    return resolve(folder, path.replace(WORKSPACE, "."));
  }
  if (isAbsolute(path)) return resolve(path);
  const inData = resolve(roots.data, path);
  if (access === "write" || roots.data === roots.plugin) return inData;
  return (await exists(inData)) ? inData : resolve(roots.plugin, path);
}

/**
 * The real path, for a file that may not exist yet: the deepest folder that does is resolved, the rest is appended.
 * A link that leads nowhere is refused, because creating a file "in" it would create its target.
 */
export async function realPath(path: string): Promise<string> {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    try {
      const real = join(await realpath(at), ...missing.reverse());
      if (FORBIDDEN.some((tree) => real === tree || real.startsWith(tree + sep))) throw refused(path);
      return real;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
      if (await exists(at)) throw refused(path);
      missing.push(at.slice(dirname(at).length).replace(/^[/\\]/, ""));
    }
  }
}

function refused(path: string): AiHubError {
  return new AiHubError("ERR_PERMISSION_DENIED", `Not a path that plugins may use: ${path}`);
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
