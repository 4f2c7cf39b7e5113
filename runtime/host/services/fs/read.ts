/** Reading: whole files up to what may cross to the guest at once, folders, and what `stat` tells. */
import type { Stats } from "node:fs";
import { type FileHandle, opendir } from "node:fs/promises";
import type { FileStat } from "../../../../schemas/guest-api.ts";
import { AiHubError } from "../../../core/errors.ts";
import { MAX_BYTES } from "../../../core/protocol/messages.ts";
import type { AllowedPath } from "../../permissions/broker.ts";
import { ioError, named } from "./errors.ts";
import { hold, holdFolder } from "./held.ts";

/** Names that are listed of one folder. */
const MAX_ENTRIES = 100_000;

/** Opens a regular file for reading; the caller closes it. */
export async function openForReading(path: AllowedPath): Promise<{ file: FileHandle; size: number }> {
  const held = await hold(path);
  try {
    return { file: await held.openForReading(), size: held.stats.size };
  } finally {
    await held.close();
  }
}

/** For what opens the file by its name elsewhere: that it is a regular one, and where it was allowed. */
export async function requireFile(path: AllowedPath): Promise<void> {
  const held = await hold(path);
  await held.close();
  if (!held.stats.isFile()) throw ioError(path, "Not a regular file");
}

/** The whole file, at most 32 MB. @throws AiHubError ERR_QUOTA for more. */
export async function readWhole(path: AllowedPath): Promise<Uint8Array<ArrayBuffer>> {
  const { file, size } = await openForReading(path);
  try {
    if (size > MAX_BYTES) throw tooLarge(path, size);
    return await named(path, readToEnd(path, file, size));
  } finally {
    await file.close();
  }
}

/** The file may grow while it is read: what counts is what comes, not what `stat` said. */
async function readToEnd(path: AllowedPath, file: FileHandle, size: number): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array(size + 1);
  for (let length = 0; ; ) {
    const { bytesRead } = await file.read(bytes, length);
    if (bytesRead === 0) return bytes.slice(0, length);
    length += bytesRead;
    if (length > MAX_BYTES) throw tooLarge(path, length);
    if (length < bytes.length) continue;
    const larger = new Uint8Array(Math.min(2 * length, MAX_BYTES + 1));
    larger.set(bytes);
    bytes = larger;
  }
}

function tooLarge(path: AllowedPath, size: number): AiHubError {
  return new AiHubError(
    "ERR_QUOTA",
    `${path.display} has ${size} bytes; at most ${MAX_BYTES} can be read at once`,
    "read it in chunks: aiHub.fs.readChunks(path)",
  );
}

/** The names in a folder, sorted. */
export async function listFolder(path: AllowedPath): Promise<string[]> {
  const folder = await holdFolder(path);
  try {
    const names: string[] = [];
    for await (const { name } of await named(path, opendir(folder.location, { bufferSize: 256 }))) {
      if (names.push(name) > MAX_ENTRIES) {
        throw new AiHubError("ERR_QUOTA", `${path.display} has more than ${MAX_ENTRIES} entries`);
      }
    }
    await folder.verify();
    return names.sort();
  } finally {
    await folder.close();
  }
}

export async function statOf(path: AllowedPath): Promise<FileStat> {
  const held = await hold(path);
  await held.close();
  const { stats } = held;
  return { type: typeOf(stats), size: stats.size, mtimeMs: stats.mtimeMs };
}

export async function existsAt(path: AllowedPath): Promise<boolean> {
  try {
    const held = await hold(path);
    await held.close();
    return true;
  } catch (error) {
    if (error instanceof AiHubError && error.code === "ERR_PERMISSION_DENIED") throw error;
    return false;
  }
}

function typeOf(stats: Stats): FileStat["type"] {
  if (stats.isFile()) return "file";
  return stats.isDirectory() ? "directory" : "other";
}
