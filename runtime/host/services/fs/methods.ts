/** `aiHub.fs`: files, after the broker has allowed their real paths. */
import { type GuestPath, type MethodTable, method, PATH, params } from "../../rpc/method.ts";
import { copy as copyFile, move } from "./move.ts";
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
};
