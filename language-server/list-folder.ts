/** Lists a plugin's folder, which may be huge, changing, or not ours to read. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, posix } from "node:path";

const MAX_ENTRIES = 10_000;

/** What a folder held when it was looked at. */
export interface Listing {
  /** As `PluginFolder.files` of feature.ts. */
  readonly files: readonly string[];
  /** Whether something but `plugin.json` and hidden entries lies in the folder itself. */
  readonly hasOthers: boolean;
  exists(path: string): boolean;
  /** Whether it was listed as a file. */
  isFile(path: string): boolean;
}

export const NO_FILES: Listing = { files: [], hasOthers: false, exists: () => false, isFile: () => false };

/** Never rejects: what cannot be read is not there. @param most entries that are listed */
export async function listFolder(dir: string, most = MAX_ENTRIES): Promise<Listing> {
  const names = new Set<string>();
  // Not listed, but possibly there: folders that are left out, and links. With "" among them, anything may be.
  const unlisted = new Set<string>();
  const leaveOut = (path: string) => unlisted.add(unlisted.size < MAX_ENTRIES ? path : "");
  let hasOthers = false;
  const queue = [""];
  for (let folder = queue.shift(); folder !== undefined; folder = queue.shift()) {
    const entries = await readdir(join(dir, folder), { withFileTypes: true }).catch(() => undefined);
    if (!entries || names.size >= most) leaveOut(folder);
    for (const entry of entries ?? []) {
      const path = folder + entry.name;
      const isFolder = entry.isDirectory();
      if (folder === "" && entry.name !== "plugin.json" && !entry.name.startsWith(".")) hasOthers = true;
      const isHidden = isFolder && (entry.name === "node_modules" || entry.name.startsWith("."));
      if (isHidden || entry.isSymbolicLink() || names.size >= most) {
        leaveOut(path);
        continue;
      }
      names.add(isFolder ? `${path}/` : path);
      if (isFolder) queue.push(`${path}/`);
    }
  }
  return {
    files: [...names].sort(),
    hasOthers,
    exists: lookUp(dir, names, unlisted),
    isFile: (path) => !path.endsWith("/") && names.has(path),
  };
}

function lookUp(dir: string, names: ReadonlySet<string>, unlisted: ReadonlySet<string>): (path: string) => boolean {
  const asked = new Map<string, boolean>();
  return (path) => {
    const name = posix.normalize(path);
    if (name === "." || name === "./") return true;
    if (names.has(name) || names.has(`${name}/`)) return true;
    const isHidden = unlisted.has("") || ancestorsOf(name).some((ancestor) => unlisted.has(ancestor));
    if (!isHidden || name.startsWith("../")) return false;
    let answer = asked.get(name);
    if (answer === undefined) {
      answer = existsSync(join(dir, name));
      if (asked.size < MAX_ENTRIES) asked.set(name, answer);
    }
    return answer;
  };
}

/** The path and each folder on the way to it, without and with a slash. */
function ancestorsOf(path: string): string[] {
  const steps = path.split("/").filter((step) => step !== "");
  return steps.flatMap((_, index) => {
    const ancestor = steps.slice(0, index + 1).join("/");
    return [ancestor, `${ancestor}/`];
  });
}
