/** `.vscode-test/`: what is fetched once and kept. A folder counts only when its stamp, written last, is there. */
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lock } from "proper-lockfile";
import { root } from "../run.ts";

export const cacheDir = join(root, ".vscode-test");
const STAMP = "complete";

/** Receives one line of progress at a time. */
export type Progress = (line: string) => void;

export const progressOnStderr: Progress = (line) => process.stderr.write(`${line}\n`);

/**
 * The folder `name` of the cache, filled by `fill` unless an earlier run has done so wholly. What an interrupted run left
 * is thrown away. Two runs at once do not collide: the second waits for the first, up to ten minutes.
 */
export async function cached(
  name: string,
  fill: (folder: string) => Promise<void>,
  say: Progress,
  dir = cacheDir,
): Promise<string> {
  const folder = join(dir, name);
  const stamp = join(folder, STAMP);
  if (existsSync(stamp)) return folder;
  await mkdir(dir, { recursive: true });
  const lockfilePath = join(dir, `${name}.lock`);
  const take = (retries: number) =>
    lock(dir, { lockfilePath, stale: 20_000, retries: { retries, minTimeout: 1000, maxTimeout: 1000 } });
  const release = await take(0).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ELOCKED") throw error;
    say(`Another run is making ${name}; waiting for it`);
    return take(600);
  });
  try {
    if (existsSync(stamp)) return folder;
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    await fill(folder);
    await writeFile(stamp, new Date().toISOString());
    return folder;
  } finally {
    await release();
  }
}
