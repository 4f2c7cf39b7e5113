/** `aiHub.fs` in the guest. Chunks and changes are pulled with `for await`. */
import type { FileChunk, FsApi, FsEvent, FsWatcher } from "../../../schemas/guest-api.ts";
import type { Bridge } from "./bridge.ts";

type Send = Bridge["call"];

/** Receives the changes of one watcher. */
export type WatchListener = (news: { readonly events: readonly FsEvent[]; readonly ended: boolean }) => void;

const DEFAULT_CHUNK = 1024 * 1024;
/** Changes that wait to be pulled; of more only that there were more. */
const MAX_WAITING = 1000;

export function fsApi(send: Send, watchers: Map<string, WatchListener>): FsApi {
  return {
    readFile: async (path: string, as: "text" | "bytes" = "text"): Promise<any> => {
      const content = await send("fs.readFile", { path, as });
      return as === "bytes" ? new Uint8Array(content) : content;
    },
    readChunks: (path, options) => readChunks(send, path, options?.chunkSize ?? DEFAULT_CHUNK),
    writeFile: async (path: string, data: FileChunk | AsyncIterable<FileChunk>): Promise<void> => {
      if (typeof data === "string") return send("fs.writeFile", { path, text: data });
      if (isAsyncIterable(data)) return writeChunks(send, path, data);
      return send("fs.writeFile", { path }, copyOf(data));
    },
    exists: (path) => send("fs.exists", { path }),
    readdir: (path) => send("fs.readdir", { path }),
    stat: (path) => send("fs.stat", { path }),
    mkdir: (path) => send("fs.mkdir", { path }),
    rm: (path, options) => send("fs.rm", { path, recursive: options?.recursive === true }),
    rename: (from, to) => send("fs.rename", { from, to }),
    copy: (from, to) => send("fs.copy", { from, to }),
    watch: (path) => watch(send, path, watchers),
  };
}

function isAsyncIterable(data: unknown): data is AsyncIterable<FileChunk> {
  return typeof data === "object" && data !== null && Symbol.asyncIterator in data;
}

async function* readChunks(send: Send, path: string, length: number): AsyncGenerator<Uint8Array, void, undefined> {
  const id: number = await send("fs.openForReading", { path });
  try {
    while (true) {
      const bytes: ArrayBuffer = await send("fs.readChunk", { id, length });
      if (bytes.byteLength === 0) return;
      yield new Uint8Array(bytes);
    }
  } finally {
    await send("fs.close", { id });
  }
}

async function writeChunks(send: Send, path: string, chunks: AsyncIterable<FileChunk>): Promise<void> {
  const id: number = await send("fs.openForWriting", { path });
  try {
    for await (const chunk of chunks) {
      if (typeof chunk === "string") await send("fs.writeChunk", { id, text: chunk });
      else await send("fs.writeChunk", { id }, copyOf(chunk));
    }
    await send("fs.commit", { id });
  } finally {
    await send("fs.close", { id });
  }
}

/** The host gets bytes of its own: what the guest does to its buffer afterwards does not matter. */
function copyOf(data: ArrayBuffer | ArrayBufferView): ArrayBuffer {
  const isBuffer = data instanceof ArrayBuffer;
  if (!isBuffer && !ArrayBuffer.isView(data)) throw new TypeError("Only text and bytes can be written");
  const view = isBuffer ? new Uint8Array(data) : data;
  const copy = new Uint8Array(view.byteLength);
  copy.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  return copy.buffer;
}

async function watch(send: Send, path: string, watchers: Map<string, WatchListener>): Promise<FsWatcher> {
  const id: number = await send("fs.watch", { path });
  const key = String(id);
  let waiting: FsEvent[] = [];
  let open = true;
  let wake = (): void => {};
  watchers.set(key, ({ events, ended }) => {
    waiting.push(...events);
    if (waiting.length > MAX_WAITING) waiting = [{ type: "overflow", path }];
    if (ended) end();
    wake();
  });
  const end = (): void => {
    open = false;
    watchers.delete(key);
    wake();
  };
  const close = async (): Promise<void> => {
    if (!open) return;
    end();
    await send("fs.unwatch", { id });
  };
  return {
    close,
    async *[Symbol.asyncIterator]() {
      try {
        while (true) {
          const event = waiting.shift();
          if (event) yield event;
          else if (!open) return;
          else await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        await close();
      }
    },
  };
}
