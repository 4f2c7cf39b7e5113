/** A small versioned file of one plugin that several processes share: written whole or not at all, one at a time. */
import { copyFileSync, readFileSync, renameSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import lockfile from "proper-lockfile";
import writeFileAtomic from "write-file-atomic";
import { AiHubError } from "../../core/errors.ts";
import { fileStamp } from "./file-stamp.ts";

/** What is in the file, and what people are told about it. */
export interface StateFormat<T> {
  /** As in "The permissions file". */
  readonly name: string;
  /** What holds while there is no file. */
  readonly missing: T;
  /** What holds from when the file was found damaged. */
  readonly damaged: T;
  /** The same in words: "nothing is granted". */
  readonly damagedText: string;
  /** @throws NewerFileError for a file of a later version, another error for one that makes no sense */
  parse(text: string): T;
  write(value: T): string;
}

/** A later AI Hub wrote the file: it is not ours to change. */
export class NewerFileError extends Error {
  override readonly name = "NewerFileError";
}

/** None of these files comes near. */
const MAX_CHARS = 1024 * 1024;

/** A lock that nobody refreshes is taken over: its process crashed, or its machine slept. Milliseconds. */
const STALE_MS = 10_000;
/** Somebody else writes for some milliseconds, or crashed while at it; on a busy machine there may be a crowd besides. */
const WAIT_MS = 3 * STALE_MS;
/** Between two looks whether the lock is free, and as much again at random: who waits is not in step with the others. */
const LOOK_MS = 10;

/** The last writer of each file in this process: they follow one another, so that the lock is for other processes only. */
const turns = new Map<string, Promise<unknown>>();

export class StateFile<T> {
  readonly file: string;
  readonly #format: StateFormat<T>;
  readonly #onProblem: (message: string) => void;
  #stamp = "";
  #value: T;
  #reported = "";

  /** @param onProblem told once of each way in which the file could not be used */
  constructor(file: string, format: StateFormat<T>, onProblem: (message: string) => void = () => {}) {
    this.file = file;
    this.#format = format;
    this.#onProblem = onProblem;
    this.#value = format.missing;
  }

  /**
   * What it says, by this process or another: the file is looked at every time, and read when it changed. One that makes
   * no sense is set aside and reported.
   *
   * @throws AiHubError ERR_PERMISSION_DENIED when there is a file that cannot be read
   */
  read(): T {
    try {
      const stamp = fileStamp(this.file);
      if (stamp === "") this.#value = this.#format.missing;
      else if (stamp !== this.#stamp) this.#value = this.#load();
      this.#stamp = stamp;
      return this.#value;
    } catch (error) {
      this.#stamp = "";
      this.#report(error instanceof NewerFileError ? error.message : `cannot be read: ${reasonOf(error)}`);
      const message = `The stored ${this.#format.name} cannot be read`;
      throw new AiHubError("ERR_PERMISSION_DENIED", message, undefined, { cause: error });
    }
  }

  /**
   * Replaces what it says while no other process does. What `change` throws is thrown.
   *
   * @throws AiHubError ERR_IO when the file cannot be locked, read or written: then nothing has changed
   */
  async update(change: (value: T) => T): Promise<void> {
    const turn = (turns.get(this.file) ?? Promise.resolve()).then(() => this.#update(change));
    const end = turn.catch(() => {});
    turns.set(this.file, end);
    await turn.finally(() => {
      if (turns.get(this.file) === end) turns.delete(this.file);
    });
  }

  async #update(change: (value: T) => T): Promise<void> {
    const { release, isHeld } = await this.#lock();
    try {
      const next = change(this.#inUpdate(() => this.read()));
      const text = this.#format.write(next);
      if (!isHeld()) this.#fail(new Error("another process took the lock over"));
      await writeFileAtomic(this.file, text, { mode: 0o600 }).catch((error: unknown) => this.#fail(error));
    } finally {
      await release().catch(() => {}); // the lock was taken from us; it is not there to be released
    }
  }

  async #lock(): Promise<{ release: () => Promise<void>; isHeld: () => boolean }> {
    let held = true;
    // Without this proper-lockfile throws out of a timer, which ends the process: after the machine slept, for instance.
    const onCompromised = (): void => {
      held = false;
    };
    try {
      await mkdir(dirname(this.file), { recursive: true });
      const release = await acquire(this.file, onCompromised);
      return { release, isHeld: () => held };
    } catch (error) {
      return this.#fail(error);
    }
  }

  #inUpdate<R>(step: () => R): R {
    try {
      return step();
    } catch (error) {
      return this.#fail(error instanceof AiHubError ? error.cause : error);
    }
  }

  #fail(cause: unknown): never {
    const message = `The ${this.#format.name} could not be stored: ${reasonOf(cause)}`;
    throw new AiHubError("ERR_IO", message, undefined, { cause });
  }

  #load(): T {
    const text = readFileSync(this.file, "utf8");
    try {
      if (text.length > MAX_CHARS) throw new Error("too large");
      return this.#format.parse(text);
    } catch (error) {
      if (error instanceof NewerFileError) throw error;
      const aside = `${this.file}.corrupt-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
      const { damaged, missing, damagedText } = this.#format;
      if (damaged === missing) {
        renameSync(this.file, aside);
      } else {
        // At no moment may another process find no file: it would take it for one that was never written.
        copyFileSync(this.file, aside);
        writeFileAtomic.sync(this.file, this.#format.write(damaged), { mode: 0o600 });
      }
      this.#report(`is damaged and was set aside as ${aside}; ${damagedText}`);
      return damaged;
    }
  }

  #report(what: string): void {
    if (this.#reported === what) return;
    this.#reported = what;
    this.#onProblem(`The ${this.#format.name} file ${this.file} ${what}`);
  }
}

/** Waits for a lock that somebody holds, and for nothing else: proper-lockfile's own retries wait for a full disk too. */
async function acquire(file: string, onCompromised: () => void): Promise<() => Promise<void>> {
  for (const begin = performance.now(); ; await sleep(LOOK_MS * (1 + Math.random()))) {
    try {
      return await lockfile.lock(file, { realpath: false, stale: STALE_MS, onCompromised });
    } catch (error) {
      const isHeld = (error as NodeJS.ErrnoException).code === "ELOCKED";
      if (!isHeld || performance.now() - begin > WAIT_MS) throw error;
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
