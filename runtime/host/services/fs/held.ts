/**
 * A file or folder that is held, so that no swap of a link between check and use leads anywhere else.
 *
 * On Linux it is opened with O_PATH, which touches nothing (no device or pipe notices), and the kernel is asked where
 * what was opened lies (`/proc/self/fd/<n>`); only then is it used, and only through that descriptor:
 * `/proc/self/fd/<n>` is the thing itself and `/proc/self/fd/<n>/name` a name in exactly that folder, wherever the path
 * leads by now. See open(2), "Rationale for openat()".
 *
 * Node has no `openat` and other systems no such names. There the file is opened, and its real path and identity are
 * compared afterwards and again before each change: a swap within the microseconds of one call is not excluded, but it
 * takes another program that may write to the same folder. Plugins themselves cannot make links on any system.
 *
 * A hard link is the file itself: what lies in a permitted folder is permitted, whatever other names it has.
 */
import type { Stats } from "node:fs";
import { constants } from "node:fs";
import { type FileHandle, lstat, open, readlink, realpath, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { AllowedPath } from "../../permissions/broker.ts";
import { ioError, named } from "./errors.ts";

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
    return own(handle, async () => new Held(this.path, real, handle, await handle.stat()));
  }

  /** To be called before a change is made through `at`. */
  async verify(): Promise<void> {
    if (!LINUX) await comparePortably(this.path, this.real, this.#handle);
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
      if (stats.isSymbolicLink()) throw path.escaped();
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
  const [opened, found, now] = await named(
    path,
    Promise.all([handle.stat({ bigint: true }), realpath(real), lstat(real, { bigint: true })]),
  );
  if (found !== real || opened.ino !== now.ino || opened.dev !== now.dev) throw path.escaped();
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
