/** Contents of the files that a manifest names, for the rules, which wait for nothing. */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join, posix } from "node:path";

const MAX_TEXT = 1_000_000;
const MAX_START = 64 * 1024;
/** Whoever types a path names many files. */
const MAX_REMEMBERED = 100;

export class FileContents {
  readonly #dir: string;
  readonly #isFile: (path: string) => boolean;
  readonly #editor: (path: string) => string | undefined;
  readonly #texts = new Map<string, string | undefined>();
  readonly #starts = new Map<string, Uint8Array | undefined>();

  /**
   * @param isFile whether a path was listed as a file of the folder; links are not, wherever they lead
   * @param editor the text of a file that is open
   */
  constructor(dir: string, isFile: (path: string) => boolean, editor: (path: string) => string | undefined) {
    this.#dir = dir;
    this.#isFile = isFile;
    this.#editor = editor;
  }

  /** As `ManifestFiles.text`. */
  readonly text = (path: string): string | undefined =>
    this.#remembered(this.#texts, path, (name) => {
      const open = this.#editor(name);
      if (open !== undefined) return open.length > MAX_TEXT ? undefined : open;
      const bytes = readStart(join(this.#dir, name), MAX_TEXT + 1);
      return !bytes || bytes.length > MAX_TEXT ? undefined : new TextDecoder().decode(bytes);
    });

  /** As `ManifestFiles.start`. */
  readonly start = (path: string): Uint8Array | undefined =>
    this.#remembered(this.#starts, path, (name) => readStart(join(this.#dir, name), MAX_START));

  #remembered<T>(known: Map<string, T | undefined>, path: string, read: (name: string) => T | undefined) {
    const name = posix.normalize(path);
    if (!this.#isFile(name)) return undefined;
    if (!known.has(name)) {
      if (known.size >= MAX_REMEMBERED) known.clear();
      known.set(name, read(name));
    }
    return known.get(name);
  }
}

function readStart(file: string, most: number): Uint8Array | undefined {
  let handle: number | undefined;
  try {
    // It may have become a pipe or a link since it was listed.
    handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
    if (!fstatSync(handle).isFile()) return undefined;
    const buffer = Buffer.alloc(Math.min(most, fstatSync(handle).size));
    return buffer.subarray(0, readSync(handle, buffer, 0, buffer.length, 0));
  } catch {
    return undefined;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
