/** Moving and copying between two paths that were both allowed. */
import { lstat } from "node:fs/promises";
import { basename, dirname, relative, resolve } from "node:path";
import type { AllowedPath } from "../../permissions/broker.ts";
import { ioError, named } from "./errors.ts";
import { holdFolder } from "./held.ts";
import { openForReading } from "./read.ts";
import { makeFolder, Replacement } from "./replace.ts";
import { checkedEntries, pathsOf } from "./tree.ts";

/** Bytes that are in memory at a time. */
const CHUNK = 1024 * 1024;

/**
 * Renames a file, which replaces one that is there, or a folder. All that a folder holds must be permitted under its
 * old path and under its new one: a rename takes nothing into a permission or out of a refusal.
 */
export async function move(from: AllowedPath, to: AllowedPath): Promise<void> {
  const [oldName, newName] = [basename(from.real), basename(to.real)];
  if (oldName === "" || newName === "") throw ioError(from, "Not possible with this path");
  const source = await holdFolder(from, dirname(from.real));
  try {
    const stats = await named(from, lstat(source.at(oldName)));
    if (stats.isSymbolicLink() || from.isReserved(from.real, stats)) throw from.escaped();
    if (stats.isDirectory()) {
      const inside = [...pathsOf(await checkedEntries(from, source), from.real)];
      await to.checkInside(inside.map((real) => resolve(to.real, relative(from.real, real))));
    } else if (!stats.isFile()) throw ioError(from, "Not a regular file");
    const target = await makeFolder(to, dirname(to.real));
    try {
      await source.move(oldName, target, newName);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Copies one regular file of any size; the target is replaced whole or not at all. */
export async function copy(from: AllowedPath, to: AllowedPath, signal: AbortSignal): Promise<void> {
  const { file } = await openForReading(from);
  try {
    await Replacement.fill(to, async (copied) => {
      for await (const chunk of file.createReadStream({ autoClose: false, highWaterMark: CHUNK, signal })) {
        await named(to, copied.writeFile(chunk as Uint8Array));
      }
    });
  } finally {
    await file.close();
  }
}
