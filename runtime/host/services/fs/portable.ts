/**
 * For systems that neither tell where an open file lies nor take names in an open folder: all that there is is the path,
 * looked at name by name, and names that nobody can guess. What was renamed to such a name is in one place only, so that
 * it can be looked at, given back or removed there, and nothing else can be hit, wherever the path leads meanwhile.
 */
import { randomUUID } from "node:crypto";
import { type BigIntStats, lstatSync, mkdirSync, renameSync, rmdirSync, unlinkSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A swap would have to go back and forth this often, each time within the microseconds between two names. */
const LOOKS = 5;

/**
 * Whether the path leads to exactly this through folders alone. Synchronous on purpose: between two looks nothing else of
 * this process runs, and a program that swaps links has microseconds instead of a turn of the event loop.
 */
export function isAt(path: string, wanted: Pick<BigIntStats, "dev" | "ino">): boolean {
  const folders = parentsOf(path);
  for (let look = 0; look < LOOKS; look++) {
    if (!folders.every((folder) => lookAt(folder)?.isDirectory() === true)) return false;
    const found = lookAt(path);
    if (found === undefined || found.ino !== wanted.ino || found.dev !== wanted.dev) return false;
  }
  return true;
}

/** An entry of a folder under a name of its own. */
export interface Taken {
  readonly path: string;
  readonly stats: BigIntStats;
}

/**
 * How often an entry is tried to be given back that the path leads to now and then only: a millisecond apart, later ten,
 * two seconds in all. A program that swaps links may itself wait for the disk in between (it did, for 200 ms).
 */
const RETURNS = 400;
const QUICK_RETURNS = 220;

export function secretName(): string {
  return `.${randomUUID()}.tmp`;
}

/**
 * Renames an entry of a folder to a secret name.
 *
 * @returns undefined when it was another one than lay there a moment ago: then it has its old name again
 * @throws the system's error when there is no such entry or it cannot be renamed
 */
export async function take(folder: string, name: string): Promise<Taken | undefined> {
  const from = join(folder, name);
  const stats = lstatSync(from, { bigint: true });
  if (!isAt(from, stats)) return undefined;
  const taken = { path: join(folder, secretName()), stats };
  renameSync(from, taken.path);
  if (isAt(taken.path, stats)) return taken;
  await giveBack(taken, from);
  return undefined;
}

/** Renames what was taken, to where it was or to where it was wanted. */
export async function giveBack({ path }: Pick<Taken, "path">, to: string): Promise<void> {
  await untilReached(() => renameSync(path, to));
}

/**
 * Moves what was taken into another folder, under its secret name still.
 *
 * @returns undefined when it came to lie elsewhere: then it is back where it was
 */
export async function carry(taken: Taken, folder: string): Promise<Taken | undefined> {
  const there = { path: join(folder, secretName()), stats: taken.stats };
  renameSync(taken.path, there.path);
  if (isAt(there.path, taken.stats)) return there;
  await giveBack(there, taken.path);
  return undefined;
}

/** Makes a folder, if there is none of this name. @returns false when it came to lie elsewhere: then it is gone again */
export async function makeFolderIn(folder: string, name: string): Promise<boolean> {
  const [path, to] = [join(folder, secretName()), join(folder, name)];
  mkdirSync(path);
  const stats = lookAt(path);
  if (stats && isAt(path, stats)) {
    try {
      await giveBack({ path }, to);
      return true;
    } catch (error) {
      await untilReached(() => rmdirSync(path));
      if (lookAt(to)) return true; // somebody else made it: as good
      throw error;
    }
  }
  await untilReached(() => rmdirSync(path));
  return false;
}

/** Removes an open file that has a secret name. */
export async function removeOpen(path: string, file: FileHandle): Promise<void> {
  await untilReached(async () => {
    if ((await file.stat()).nlink > 0) unlinkSync(path);
  });
}

/** Tries again while the path leads elsewhere. @throws the system's error when it does so all the time */
async function untilReached(step: () => void | Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await step();
    } catch (error) {
      if (attempt === RETURNS || (error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      await sleep(attempt < QUICK_RETURNS ? 1 : 10);
    }
  }
}

/** From the root down. A junction of Windows is a link to `lstat`. */
function parentsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...parentsOf(parent), parent];
}

/** Undefined when it is not there or cannot be looked at. */
function lookAt(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}
