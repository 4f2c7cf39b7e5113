/** Files that a plugin reads or writes in chunks. None outlives the plugin. */
import type { FileHandle } from "node:fs/promises";
import { AiHubError } from "../../../core/errors.ts";
import type { AllowedPath } from "../../permissions/broker.ts";
import { named } from "./errors.ts";
import { openForReading } from "./read.ts";
import { Replacement } from "./replace.ts";

/** Files that one plugin may have open. */
const MAX_OPEN = 32;
/** Bytes of one chunk. */
export const MAX_CHUNK = 8 * 1024 * 1024;

interface OpenFile {
  readonly path: AllowedPath;
  readonly file: FileHandle;
  /** Of a file that is written. */
  readonly replacement?: Replacement;
  /** The last operation: they follow one another, whatever the guest awaits. */
  last: Promise<unknown>;
}

export class OpenFiles {
  readonly #files = new Map<number, OpenFile>();
  #opening = 0;
  #nextId = 1;
  #disposed = false;

  async openForReading(path: AllowedPath): Promise<number> {
    return this.#open(async () => ({ path, file: (await openForReading(path)).file, last: Promise.resolve() }));
  }

  /** The file at the path stays as it is until `commit`. */
  async openForWriting(path: AllowedPath): Promise<number> {
    return this.#open(async () => {
      const replacement = await Replacement.begin(path);
      return { path, file: replacement.file, replacement, last: Promise.resolve() };
    });
  }

  /** The next bytes, at most `length`; none at the end. */
  async read(id: number, length: number): Promise<ArrayBuffer> {
    return this.#inTurn(id, async ({ path, file, replacement }) => {
      if (replacement) throw unknown(id);
      await path.recheck();
      const bytes = new Uint8Array(Math.min(length, MAX_CHUNK));
      const { bytesRead } = await named(path, file.read(bytes));
      return bytesRead === bytes.length ? bytes.buffer : bytes.slice(0, bytesRead).buffer;
    });
  }

  async write(id: number, data: string | Uint8Array): Promise<void> {
    await this.#inTurn(id, async ({ path, file, replacement }) => {
      if (!replacement) throw unknown(id);
      await path.recheck();
      await named(path, file.writeFile(data));
    });
  }

  /** Puts what was written in the place of the file. */
  async commit(id: number): Promise<void> {
    await this.#inTurn(id, async ({ path, replacement }) => {
      if (!replacement) throw unknown(id);
      await path.recheck();
      this.#files.delete(id);
      await replacement.commit();
    });
  }

  /** Closes the file; what was written and not committed is gone. An unknown one is closed already. */
  async close(id: number): Promise<void> {
    if (!this.#files.has(id)) return;
    await this.#inTurn(id, async ({ file, replacement }) => {
      this.#files.delete(id);
      await (replacement ? replacement.discard() : file.close());
    });
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await Promise.allSettled([...this.#files.keys()].map((id) => this.close(id)));
  }

  async #open(make: () => Promise<OpenFile>): Promise<number> {
    if (this.#disposed) throw stopped();
    if (this.#files.size + this.#opening >= MAX_OPEN) {
      throw new AiHubError("ERR_QUOTA", `A plugin may have at most ${MAX_OPEN} files open`);
    }
    this.#opening++;
    try {
      const file = await make();
      const id = this.#nextId++;
      this.#files.set(id, file);
      if (!this.#disposed) return id;
      await this.close(id);
      throw stopped();
    } finally {
      this.#opening--;
    }
  }

  #inTurn<T>(id: number, work: (file: OpenFile) => Promise<T>): Promise<T> {
    const file = this.#files.get(id);
    if (!file) return Promise.reject(unknown(id));
    const turn = file.last.then(() => {
      if (this.#files.get(id) !== file) throw unknown(id);
      return work(file);
    });
    file.last = turn.catch(() => {});
    return turn;
  }
}

function unknown(id: number): AiHubError {
  return new AiHubError("ERR_NOT_FOUND", `The file ${id} is not open, or not for this`);
}

function stopped(): AiHubError {
  return new AiHubError("ERR_CANCELLED", "The plugin was stopped");
}
