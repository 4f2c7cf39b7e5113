/** `aiHub.fs`: files, after the broker has allowed their real paths. */
import { type GuestPath, type MethodTable, method, PATH, params } from "../../rpc/method.ts";
import { copy as copyFile, move } from "./move.ts";
import { MAX_CHUNK } from "./open-files.ts";
import { existsAt, listFolder, readWhole, statOf } from "./read.ts";
import { makeFolder, writeWhole } from "./replace.ts";
import { remove } from "./tree.ts";

interface OnePath {
  readonly path: GuestPath;
}

interface TwoPaths {
  readonly from: GuestPath;
  readonly to: GuestPath;
}

interface OneFile {
  readonly id: number;
}

/** The number of a file or watcher that a row of this table gave out; it is good for this plugin alone. */
const ID = { type: "integer", minimum: 1, maximum: 2 ** 53 - 1 };
/** The permission was asked for when it was opened, and is looked at again with each use. */
const opened = { kind: "none" } as const;
const reads = { kind: "files", access: { path: "read" } } as const;
const writes = { kind: "files", access: { path: "write" } } as const;

export const fsMethods: MethodTable = {
  "fs.readFile": method<OnePath & { as: "text" | "bytes" }>({
    params: params({ path: PATH, as: { enum: ["text", "bytes"] } }),
    permission: reads,
    async handler({ as }, { paths }) {
      const bytes = await readWhole(paths.path);
      if (as === "text") return { value: new TextDecoder().decode(bytes) };
      return { bytes: bytes.buffer };
    },
  }),
  "fs.writeFile": method<OnePath & { text?: string }>({
    params: params({ path: PATH, text: { type: "string" } }, ["text"]),
    permission: writes,
    async handler({ text }, { paths, bytes }) {
      await writeWhole(paths.path, text === undefined ? new Uint8Array(bytes ?? new ArrayBuffer(0)) : text);
    },
  }),
  "fs.exists": method<OnePath>({
    params: params({ path: PATH }),
    permission: reads,
    handler: async (_, { paths }) => ({ value: await existsAt(paths.path) }),
  }),
  "fs.readdir": method<OnePath>({
    params: params({ path: PATH }),
    permission: reads,
    handler: async (_, { paths }) => ({ value: await listFolder(paths.path) }),
  }),
  "fs.stat": method<OnePath>({
    params: params({ path: PATH }),
    permission: reads,
    handler: async (_, { paths }) => ({ value: { ...(await statOf(paths.path)) } }),
  }),
  "fs.mkdir": method<OnePath>({
    params: params({ path: PATH }),
    permission: writes,
    async handler(_, { paths }) {
      const folder = await makeFolder(paths.path, paths.path.real);
      await folder.close();
    },
  }),
  "fs.rm": method<OnePath & { recursive: boolean }>({
    params: params({ path: PATH, recursive: { type: "boolean" } }),
    permission: writes,
    handler: async ({ recursive }, { paths }) => remove(paths.path, recursive),
  }),
  "fs.rename": method<TwoPaths>({
    params: params({ from: PATH, to: PATH }),
    permission: { kind: "files", access: { from: "read-write", to: "write" } },
    handler: async (_, { paths }) => move(paths.from, paths.to),
  }),
  "fs.copy": method<TwoPaths>({
    params: params({ from: PATH, to: PATH }),
    permission: { kind: "files", access: { from: "read", to: "write" } },
    handler: async (_, { paths, signal }) => copyFile(paths.from, paths.to, signal),
  }),
  "fs.openForReading": method<OnePath>({
    params: params({ path: PATH }),
    permission: reads,
    handler: async (_, { plugin, paths }) => ({ value: await plugin.files.openForReading(paths.path) }),
  }),
  "fs.openForWriting": method<OnePath>({
    params: params({ path: PATH }),
    permission: writes,
    handler: async (_, { plugin, paths }) => ({ value: await plugin.files.openForWriting(paths.path) }),
  }),
  "fs.readChunk": method<OneFile & { length: number }>({
    params: params({ id: ID, length: { type: "integer", minimum: 1, maximum: MAX_CHUNK } }),
    permission: opened,
    handler: async ({ id, length }, { plugin }) => ({ bytes: await plugin.files.read(id, length) }),
  }),
  "fs.writeChunk": method<OneFile & { text?: string }>({
    params: params({ id: ID, text: { type: "string" } }, ["text"]),
    permission: opened,
    handler: async ({ id, text }, { plugin, bytes }) =>
      plugin.files.write(id, text ?? new Uint8Array(bytes ?? new ArrayBuffer(0))),
  }),
  "fs.commit": method<OneFile>({
    params: params({ id: ID }),
    permission: opened,
    handler: async ({ id }, { plugin }) => plugin.files.commit(id),
  }),
  "fs.close": method<OneFile>({
    params: params({ id: ID }),
    permission: opened,
    handler: async ({ id }, { plugin }) => plugin.files.close(id),
  }),
  "fs.watch": method<OnePath>({
    params: params({ path: PATH }),
    permission: reads,
    handler: async (_, { plugin, paths }) => ({ value: await plugin.watchers.watch(paths.path) }),
  }),
  "fs.unwatch": method<OneFile>({
    params: params({ id: ID }),
    permission: opened,
    handler: async ({ id }, { plugin }) => plugin.watchers.unwatch(id),
  }),
};
