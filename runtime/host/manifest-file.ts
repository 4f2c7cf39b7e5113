/** Reads and checks the `plugin.json` of a folder. The file is hostile: it may be huge, binary, a pipe or a device. */
import { constants, existsSync } from "node:fs";
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { AiHubError } from "../core/errors.ts";
import { MAX_LENGTH } from "../core/manifest/parse.ts";
import type { ManifestFiles } from "../core/manifest/rule.ts";
import { checkManifest, checkUnreadable, type Manifest } from "../core/manifest/validate.ts";
import type { Checked } from "../core/result.ts";

export interface LoadedManifest extends Checked<Manifest> {
  /** Absolute path of the plugin's folder. */
  readonly dir: string;
  /** Absolute path of the manifest. */
  readonly file: string;
  /** What the problems' positions refer to. */
  readonly text: string;
}

/** A character has at most four bytes; what is longer cannot be a manifest, and only its start is read. */
const MAX_BYTES = MAX_LENGTH * 4;

/**
 * Checks the manifest of a plugin's folder, or one given by its own path.
 *
 * The files that it names are looked for when it lies in a plugin's folder: it is called `plugin.json` and is not the
 * only file there.
 *
 * @throws {AiHubError} ERR_NOT_FOUND when there is no such file, ERR_IO when it cannot be read
 */
export async function loadManifest(dirOrFile: string): Promise<LoadedManifest> {
  const target = resolve(dirOrFile);
  const isFolder = await stat(target).then(
    (stats) => stats.isDirectory(),
    (error: unknown) => {
      throw readError(target, error);
    },
  );
  const file = isFolder ? join(target, "plugin.json") : target;
  const dir = dirname(file);
  const bytes = await readStart(file);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const checked = isUtf8(bytes) ? checkManifest(text, await filesAround(file)) : checkUnreadable(text);
  return { dir, file, text, ...checked };
}

async function readStart(file: string): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK, opening a pipe waits for somebody to write into it.
    handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    if (!stats.isFile()) throw new AiHubError("ERR_NOT_FOUND", `Not a file: ${file}`);
    // One byte more than allowed, so that a file that is too large is seen to be.
    const buffer = Buffer.alloc(Math.min(stats.size, MAX_BYTES + 1));
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  } catch (error) {
    throw readError(file, error);
  } finally {
    await handle?.close();
  }
}

function readError(file: string, error: unknown): AiHubError {
  if (error instanceof AiHubError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ENOENT" || code === "ENOTDIR") return new AiHubError("ERR_NOT_FOUND", `No such file: ${file}`);
  return new AiHubError("ERR_IO", `Cannot read ${file}: ${code ?? String(error)}`, undefined, { cause: error });
}

function isUtf8(bytes: Uint8Array): boolean {
  // A character may be cut at the limit; the text is refused for its length then.
  if (bytes.length > MAX_BYTES) return true;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** A manifest on its own, such as one being drafted, has no plugin around it to check it against. */
async function filesAround(file: string): Promise<ManifestFiles | undefined> {
  const dir = dirname(file);
  if (basename(file) !== "plugin.json") return undefined;
  const others = (await readdir(dir)).filter((name) => name !== "plugin.json" && !name.startsWith("."));
  return others.length === 0 ? undefined : { exists: (path) => existsSync(join(dir, path)) };
}
