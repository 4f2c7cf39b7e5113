/** Whole folders: what is in them is listed and checked first, and then nothing but what was listed is touched. */
import { lstat, opendir, rmdir, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AiHubError } from "../../../core/errors.ts";
import type { AllowedPath } from "../../permissions/broker.ts";
import { ioError, named } from "./errors.ts";
import { type Held, holdFolder, requireFolder } from "./held.ts";

const MAX_ENTRIES = 100_000;
/** Each level holds a descriptor. */
const MAX_DEPTH = 100;

interface Entry {
  readonly name: string;
  /** Of a folder. */
  readonly entries?: readonly Entry[];
}

/** Removes a file, or a folder that is empty or, with `recursive`, with all that is in it. */
export async function remove(path: AllowedPath, recursive: boolean): Promise<void> {
  const name = basename(path.real);
  if (name === "") throw ioError(path, "Not possible with this path");
  const parent = await holdFolder(path, dirname(path.real));
  try {
    const stats = await named(path, lstat(parent.at(name)));
    if (path.isReserved(path.real, stats)) throw path.escaped();
    if (!stats.isDirectory()) return await parent.remove(name, unlink);
    if (!recursive) throw ioError(path, "Is a folder (use { recursive: true })");
    await removeFolder(parent, name, await checkedEntries(path, parent));
  } finally {
    await parent.close();
  }
}

/** Lists the folder at an allowed path and decides about everything in it. */
export async function checkedEntries(path: AllowedPath, parent: Held): Promise<readonly Entry[]> {
  const folder = await requireFolder(await parent.child(basename(path.real)));
  try {
    const budget = { left: MAX_ENTRIES };
    const entries = await list(folder, budget, MAX_DEPTH);
    await path.checkInside([...pathsOf(entries, path.real)]);
    return entries;
  } finally {
    await folder.close();
  }
}

export function* pathsOf(entries: readonly Entry[], real: string): Generator<string> {
  for (const { name, entries: inside } of entries) {
    yield join(real, name);
    if (inside) yield* pathsOf(inside, join(real, name));
  }
}

async function list(folder: Held, budget: { left: number }, depth: number): Promise<readonly Entry[]> {
  const { path } = folder;
  const entries: Entry[] = [];
  for await (const found of await named(path, opendir(folder.location))) {
    if (--budget.left < 0 || depth === 0) {
      throw new AiHubError(
        "ERR_QUOTA",
        `${path.display} holds more than ${MAX_ENTRIES} entries or ${MAX_DEPTH} levels`,
      );
    }
    if (!found.isDirectory()) {
      entries.push({ name: found.name });
      continue;
    }
    const child = await requireFolder(await folder.child(found.name));
    try {
      entries.push({ name: found.name, entries: await list(child, budget, depth - 1) });
    } finally {
      await child.close();
    }
  }
  return entries;
}

/** What came into the folder since it was listed makes it fail: the folder is not empty then. */
async function removeFolder(parent: Held, name: string, entries: readonly Entry[]): Promise<void> {
  const folder = await requireFolder(await parent.child(name));
  try {
    for (const entry of entries) {
      if (entry.entries) await removeFolder(folder, entry.name, entry.entries);
      else await folder.remove(entry.name, unlink);
    }
  } finally {
    await folder.close();
  }
  await parent.remove(name, rmdir);
}
