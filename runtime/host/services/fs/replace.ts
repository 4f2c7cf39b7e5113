/** Writing: a file is replaced whole or not at all, inside a folder that is held. */
import { type FileHandle, lstat, rename, rm } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { AiHubError } from "../../../core/errors.ts";
import type { AllowedPath } from "../../permissions/broker.ts";
import { codeOf, ioError, named } from "./errors.ts";
import { type Held, hold, requireFolder } from "./held.ts";

/** Holds the folder `real`, made with its parents where it is missing. */
export async function makeFolder(path: AllowedPath, real: string): Promise<Held> {
  const found = await hold(path, real).catch((error: unknown) => {
    if (error instanceof AiHubError && error.code === "ERR_NOT_FOUND" && dirname(real) !== real) return undefined;
    throw error;
  });
  if (found) return requireFolder(found);
  const parent = await makeFolder(path, dirname(real));
  try {
    const name = basename(real);
    const made = parent.makeFolder(name).catch((error: unknown) => {
      if (codeOf(error) !== "EEXIST") throw error; // somebody else made it: as good
    });
    await named(path, made);
    return await requireFolder(await parent.child(name));
  } finally {
    await parent.close();
  }
}

/** A file being written beside the one it is to replace. Either `commit` or `discard` ends it. */
export class Replacement {
  readonly file: FileHandle;
  readonly #folder: Held;
  readonly #temporary: string;
  readonly #name: string;

  private constructor(folder: Held, name: string, temporary: string, file: FileHandle) {
    this.#folder = folder;
    this.#name = name;
    this.#temporary = temporary;
    this.file = file;
  }

  /** @throws AiHubError ERR_IO where something else than a regular file lies. */
  static async begin(path: AllowedPath): Promise<Replacement> {
    const folder = await makeFolder(path, dirname(path.real));
    try {
      const name = basename(path.real);
      const existing = await lstat(folder.at(name)).catch(() => undefined);
      if (existing && (existing.isSymbolicLink() || path.isReserved(path.real, existing))) throw path.escaped();
      if (existing && !existing.isFile()) throw ioError(path, "Not a regular file");
      const temporary = await folder.createFile(existing ? existing.mode & 0o777 : 0o644);
      return new Replacement(folder, name, temporary.name, temporary.file);
    } catch (error) {
      await folder.close();
      throw error;
    }
  }

  /** What `write` writes replaces what lies at `path`; when it throws, nothing is replaced. */
  static async fill(path: AllowedPath, write: (file: FileHandle) => Promise<void>): Promise<void> {
    const replacement = await Replacement.begin(path);
    try {
      await write(replacement.file);
    } catch (error) {
      await replacement.discard();
      throw error;
    }
    await replacement.commit();
  }

  /** Puts the new file in the place of the old one; readers see the one or the other. */
  async commit(): Promise<void> {
    const { path } = this.#folder;
    try {
      await named(path, this.file.sync());
      await this.file.close();
      await this.#folder.verify();
      await named(path, rename(this.#folder.at(this.#temporary), this.#folder.at(this.#name)));
    } catch (error) {
      await this.discard();
      throw error;
    }
    await this.#folder.close();
  }

  async discard(): Promise<void> {
    await this.file.close();
    await rm(this.#folder.at(this.#temporary), { force: true });
    await this.#folder.close();
  }
}

export async function writeWhole(path: AllowedPath, data: string | Uint8Array): Promise<void> {
  await Replacement.fill(path, (file) => named(path, file.writeFile(data)));
}
