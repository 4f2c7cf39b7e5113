/** Where a plugin's tests are. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Manifest } from "../core/manifest/validate.ts";

const TEST_FILE = /\.test\.(?:ts|tsx|js)$/;
const MAX_FILES = 1000;
/** Folders that are looked into. */
const MAX_FOLDERS = 5000;

/** Whether a file of a plugin is one of its tests. @param name its path from the plugin's folder */
export function isTestFile(name: string, manifest: Pick<Manifest, "build">): boolean {
  const steps = path.normalize(name).split(path.sep);
  return TEST_FILE.test(name) && !steps.slice(0, -1).some((_, at) => isSkipped(steps.slice(0, at + 1), manifest));
}

/**
 * Finds files called `*.test.ts`, `.tsx` or `.js` outside of `node_modules`, hidden folders and the build's output, the 1,000
 * nearest at most. Links are not followed; what cannot be read is left out.
 *
 * @returns paths from `dir`, sorted
 */
export async function findTestFiles(dir: string, manifest: Pick<Manifest, "build">): Promise<readonly string[]> {
  const found: string[] = [];
  const folders: string[][] = [[]];
  for (let at = 0; at < Math.min(folders.length, MAX_FOLDERS) && found.length < MAX_FILES; at++) {
    const folder = folders[at] ?? [];
    const entries = await readdir(path.join(dir, ...folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const steps = [...folder, entry.name];
      if (entry.isDirectory() && !isSkipped(steps, manifest)) folders.push(steps);
      else if (entry.isFile() && TEST_FILE.test(entry.name) && found.length < MAX_FILES)
        found.push(path.join(...steps));
    }
  }
  return found.sort();
}

function isSkipped(folder: readonly string[], { build }: Pick<Manifest, "build">): boolean {
  const name = folder.at(-1) ?? "";
  if (name === "node_modules" || name.startsWith(".")) return true;
  return path.relative(path.normalize(build?.output ?? "dist"), path.join(...folder)) === "";
}
