/** `aiHub.fs`: files, after the broker has allowed the real path. */

import { randomUUID } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AiHubError } from "../../core/errors.ts";
import { MAX_BYTES } from "../../core/protocol/messages.ts";
import type { AllowedPath } from "../permissions/broker.ts";
import { type MethodTable, method, params } from "../rpc/method.ts";

const PATH = { type: "string", minLength: 1, maxLength: 4096 };
const read = { kind: "read", path: (p: { path: string }) => p.path } as const;
const write = { kind: "write", path: (p: { path: string }) => p.path } as const;

export const fsMethods: MethodTable = {
  "fs.readFile": method<{ path: string; as: "text" | "bytes" }>({
    params: params({ path: PATH, as: { enum: ["text", "bytes"] } }),
    permission: read,
    async handler({ as }, { path }) {
      const bytes = await readAllowed(path);
      if (as === "text") return { value: new TextDecoder().decode(bytes) };
      return { bytes: bytes.buffer };
    },
  }),
  "fs.writeFile": method<{ path: string; text?: string }>({
    params: params({ path: PATH, text: { type: "string" } }, ["text"]),
    permission: write,
    async handler({ text }, { path, bytes }) {
      await writeAllowed(path, text === undefined ? new Uint8Array(bytes ?? new ArrayBuffer(0)) : text);
    },
  }),
  "fs.exists": method<{ path: string }>({
    params: params({ path: PATH }),
    permission: read,
    handler: async (_, { path }) => ({
      value: await lstat(path.real).then(
        () => true,
        () => false,
      ),
    }),
  }),
  "fs.readdir": method<{ path: string }>({
    params: params({ path: PATH }),
    permission: read,
    handler: async (_, { path }) => ({ value: (await named(path, readdir(path.real))).sort() }),
  }),
  "fs.stat": method<{ path: string }>({
    params: params({ path: PATH }),
    permission: read,
    async handler(_, { path }) {
      const stats = await named(path, stat(path.real));
      return { value: { type: typeOf(stats), size: stats.size, mtimeMs: stats.mtimeMs } };
    },
  }),
  "fs.mkdir": method<{ path: string }>({
    params: params({ path: PATH }),
    permission: write,
    async handler(_, { path }) {
      await named(path, mkdir(path.real, { recursive: true }));
    },
  }),
  "fs.rm": method<{ path: string; recursive: boolean }>({
    params: params({ path: PATH, recursive: { type: "boolean" } }),
    permission: write,
    async handler({ recursive }, { path }) {
      await named(path, rm(path.real, { recursive }));
    },
  }),
};

function typeOf(stats: Stats): "file" | "directory" | "other" {
  if (stats.isFile()) return "file";
  return stats.isDirectory() ? "directory" : "other";
}

/** O_NONBLOCK: opening a fifo must not hang the host before its kind can be seen. */
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | (constants.O_NONBLOCK ?? 0);

async function readAllowed(path: AllowedPath): Promise<Uint8Array<ArrayBuffer>> {
  const file = await named(path, open(path.real, READ_FLAGS));
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new AiHubError("ERR_IO", `Not a regular file: ${path.display}`);
    if (stats.size > MAX_BYTES) throw tooLarge(path, stats.size);
    await verify(path, file, stats);
    return await readAtMost(file, path);
  } finally {
    await file.close();
  }
}

/** The file may grow while it is read: what counts is what came, not what `stat` said. */
async function readAtMost(file: FileHandle, path: AllowedPath): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await named(path, file.readFile());
  if (bytes.byteLength > MAX_BYTES) throw tooLarge(path, bytes.byteLength);
  return new Uint8Array(bytes);
}

/** What was opened must be what was allowed: a link swapped in between leads to another file. */
async function verify(path: AllowedPath, file: FileHandle, opened: Stats): Promise<void> {
  const real = await realpath(path.real);
  const now = await stat(real);
  if (real !== path.real || now.ino !== opened.ino || now.dev !== opened.dev) {
    await file.close();
    throw new AiHubError("ERR_PERMISSION_DENIED", `File read not permitted: ${path.display}`);
  }
}

/** Writes beside the target and renames, so that readers see the old file or the new one. */
async function writeAllowed(path: AllowedPath, data: string | Uint8Array): Promise<void> {
  const folder = dirname(path.real);
  await named(path, mkdir(folder, { recursive: true }));
  if ((await realpath(folder)) !== folder) {
    throw new AiHubError("ERR_PERMISSION_DENIED", `File write not permitted: ${path.display}`);
  }
  const existing = await lstat(path.real).catch(() => undefined);
  if (existing && !existing.isFile()) throw new AiHubError("ERR_IO", `Not a regular file: ${path.display}`);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    const file = await named(path, open(temporary, "wx", existing?.mode ?? 0o644));
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await named(path, rename(temporary, path.real));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function tooLarge(path: AllowedPath, size: number): AiHubError {
  return new AiHubError("ERR_QUOTA", `${path.display} has ${size} bytes; at most ${MAX_BYTES} can be read at once`);
}

const MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: "No such file or folder",
  ENOTDIR: "Not a folder",
  EISDIR: "Is a folder",
  ERR_FS_EISDIR: "Is a folder (use { recursive: true })",
  EEXIST: "Already exists",
  EACCES: "The system refuses access",
  EPERM: "The system refuses access",
  ELOOP: "Is a link",
  ENOTEMPTY: "The folder is not empty",
  ENOSPC: "The disk is full",
  EROFS: "The disk is read-only",
};

/** File errors name the path as the plugin wrote it, never the host's. */
async function named<T>(path: AllowedPath, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    const message = `${MESSAGES[code] ?? `Input/output error (${code})`}: ${path.display}`;
    throw new AiHubError(code === "ENOENT" ? "ERR_NOT_FOUND" : "ERR_IO", message, undefined, { cause: error });
  }
}
