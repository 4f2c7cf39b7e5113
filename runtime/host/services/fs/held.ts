/**
 * A file or folder that is held, so that no swap of a link between check and use leads anywhere else.
 *
 * On Linux it is opened with O_PATH, which touches nothing (no device or pipe notices), and the kernel is asked where
 * what was opened lies (`/proc/self/fd/<n>`); only then is it used, and only through that descriptor:
 * `/proc/self/fd/<n>` is the thing itself and `/proc/self/fd/<n>/name` a name in exactly that folder, wherever the path
 * leads by now. See open(2), "Rationale for openat()".
 *
 * Node has no `openat` and other systems no such names: macOS opens `/dev/fd/<n>/name` as little as Windows does. There
 * every name of the path is looked at after the file was opened, several times without a pause, and nothing is changed
 * under its own name (portable.ts). A program that swaps links without end won none of 10,000 rounds of any operation
 * (measured on Linux, held to these means; comparing the real path once, it won 15 reads and 100 writes). What is not
 * excluded: reading, when it swaps ten times in step with the looks; changing, when it swaps once between the looks and
 * the change, and an entry of the same name outside then keeps a secret name, or an empty file or folder is left there. That takes
 * another program that may write to the same folder: plugins themselves cannot make links on any system.
 *
 * A hard link is the file itself: what lies in a permitted folder is permitted, whatever other names it has.
 */
import type { Stats } from "node:fs";
import { constants } from "node:fs";
import { type FileHandle, mkdir, open, readlink, rename, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { AllowedPath } from "../../permissions/broker.ts";
import { ioError, named } from "./errors.ts";
import { carry, giveBack, isAt, makeFolderIn, removeOpen, secretName, type Taken, take } from "./portable.ts";

const LINUX = process.platform === "linux";
/** Not among Node's constants; the same number on x86, ARM, RISC-V, POWER and S/390. */
const O_PATH = 0o10000000;
const NOFOLLOW = constants.O_NOFOLLOW ?? 0;
/** O_NONBLOCK: opening a fifo must not hang the host before its kind can be seen. */
const LOOK = NOFOLLOW | (LINUX ? O_PATH : constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
/** A file that is replaced by renaming (as editors save) vanishes under the hand; it is looked up anew so often. */
const ATTEMPTS = 3;

/** `statfs` types of the kernel's own trees (linux/magic.h), which may be mounted anywhere. */
const KERNEL_TREES = new Set([
  0x9fa0, // proc
  0x62656572, // sysfs
  0x1cd1, // devpts
  0x64626720, // debugfs
  0x74726163, // tracefs
  0x73636673, // securityfs
  0x27e0eb, // cgroup
  0x63677270, // cgroup2
  0xcafe4a11, // bpf
  0x62656570, // configfs
  0x42494e4d, // binfmt_misc
  0xde5e81e4, // efivarfs
  0x6165676c, // pstore
  0xf97cff8c, // selinuxfs
  0x19800202, // mqueue
]);

export class Held {
  readonly path: AllowedPath;
  readonly real: string;
  readonly stats: Stats;
  readonly #handle: FileHandle;

  constructor(path: AllowedPath, real: string, handle: FileHandle, stats: Stats) {
    this.path = path;
    this.real = real;
    this.#handle = handle;
    this.stats = stats;
  }

  /** Leads to exactly what is held, for calls that take a path. */
  get location(): string {
    return LINUX ? `/proc/self/fd/${this.#handle.fd}` : this.real;
  }

  /** A name in the folder that is held. `name` is one segment of a real path, or made by the host. */
  at(name: string): string {
    return LINUX ? `${this.location}/${name}` : join(this.real, name);
  }

  /** Holds what has this name in the folder; a link is held, not followed. */
  async child(name: string): Promise<Held> {
    const real = join(this.real, name);
    if (!LINUX) return hold(this.path, real);
    const handle = await named(this.path, open(this.at(name), LOOK));
    return own(handle, async () => {
      const stats = await handle.stat();
      if (this.path.isReserved(real, stats)) throw this.path.escaped();
      return new Held(this.path, real, handle, stats);
    });
  }

  /** Removes the entry of this name; `how` removes what lies at a path. */
  async remove(name: string, how: (at: string) => Promise<void>): Promise<void> {
    if (LINUX) return named(this.path, how(this.at(name)));
    const taken = await this.#take(name);
    try {
      await named(this.path, how(taken.path));
    } catch (error) {
      await giveBack(taken, this.at(name));
      throw error;
    }
  }

  /** Renames the entry of this name, also into another folder; a file that is there is replaced. */
  async move(name: string, target: Held, newName: string): Promise<void> {
    if (LINUX) return named(this.path, rename(this.at(name), target.at(newName)));
    const taken = await this.#take(name);
    let there: Taken | undefined;
    try {
      there = await named(this.path, carry(taken, target.real));
      if (!there) throw target.path.escaped();
      await named(this.path, giveBack(there, target.at(newName)));
    } catch (error) {
      if (there) await carry(there, this.real).then((back) => back && giveBack(back, this.at(name)));
      else await giveBack(taken, this.at(name));
      throw error;
    }
  }

  async #take(name: string): Promise<Taken> {
    await this.verify();
    const taken = await named(this.path, take(this.real, name));
    if (!taken) throw this.path.escaped();
    return taken;
  }

  /** To be called before a change is made through `at`, and after what was read through `location` by its path. */
  async verify(): Promise<void> {
    if (!LINUX) await comparePortably(this.path, this.real, this.#handle);
  }

  /** Makes a folder in this one. @throws the system's error, EEXIST when something has the name */
  async makeFolder(name: string): Promise<void> {
    if (LINUX) return mkdir(this.at(name));
    await this.verify();
    if (!(await makeFolderIn(this.real, name))) throw this.path.escaped();
  }

  /** A new file in this folder, under a name that nobody can guess. */
  async createFile(mode: number): Promise<{ readonly name: string; readonly file: FileHandle }> {
    await this.verify();
    const name = secretName();
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NOFOLLOW;
    const file = await named(this.path, open(this.at(name), flags, mode));
    return own(file, async () => {
      // Nothing is written before it is known where: one that came to lie elsewhere is empty, and removed again.
      if (!LINUX && !isAt(this.at(name), await file.stat({ bigint: true }))) {
        await removeOpen(this.at(name), file);
        throw this.path.escaped();
      }
      return { name, file };
    });
  }

  /** Opens the regular file that is held for reading; the caller closes it, and this too. */
  async openForReading(): Promise<FileHandle> {
    if (!this.stats.isFile()) throw ioError(this.path, this.stats.isDirectory() ? "Is a folder" : "Not a regular file");
    if (LINUX) return named(this.path, open(this.location, constants.O_RDONLY));
    const file = await named(this.path, open(this.real, constants.O_RDONLY | NOFOLLOW));
    return own(file, async () => {
      await comparePortably(this.path, this.real, file);
      return file;
    });
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/**
 * Holds what lies at a path that was allowed, or at `real`, a path above or inside it.
 * @throws AiHubError ERR_NOT_FOUND, ERR_IO; ERR_PERMISSION_DENIED when something else was found there than was allowed
 */
export async function hold(path: AllowedPath, real = path.real): Promise<Held> {
  for (let attempt = 1; ; attempt++) {
    const handle = await named(path, open(real, LOOK));
    const held = await own(handle, async () => {
      const stats = await handle.stat();
      if (!LINUX) await comparePortably(path, real, handle);
      else if (!(await isExactly(path, real, handle))) {
        if (stats.nlink === 0) return undefined;
        throw path.escaped();
      }
      if (stats.isSymbolicLink() || path.isReserved(real, stats)) throw path.escaped();
      return new Held(path, real, handle, stats);
    });
    if (held) return held;
    await handle.close();
    if (attempt === ATTEMPTS) throw ioError(path, "No such file or folder", true);
  }
}

/** Holds a folder; anything else is an error. */
export async function holdFolder(path: AllowedPath, real = path.real): Promise<Held> {
  return requireFolder(await hold(path, real));
}

export async function requireFolder(held: Held): Promise<Held> {
  if (held.stats.isDirectory()) return held;
  await held.close();
  throw held.stats.isSymbolicLink() ? held.path.escaped() : ioError(held.path, "Not a folder");
}

/** Compares bytes, because a name that is not UTF-8 decodes to the same text as another. */
async function isExactly(path: AllowedPath, real: string, handle: FileHandle): Promise<boolean> {
  const location = `/proc/self/fd/${handle.fd}`;
  const [found, { type }] = await named(
    path,
    Promise.all([readlink(location, { encoding: "buffer" }), statfs(location)]),
  );
  return found.equals(Buffer.from(real)) && !KERNEL_TREES.has(type);
}

async function comparePortably(path: AllowedPath, real: string, handle: FileHandle): Promise<void> {
  const opened = await named(path, handle.stat({ bigint: true }));
  if (!isAt(real, opened)) throw path.escaped();
}

/** Closes the handle when what is to own it does not come about. */
async function own<T>(handle: FileHandle, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    await handle.close();
    throw error;
  }
}
