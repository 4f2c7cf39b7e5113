/**
 * `audit.jsonl`: one JSON line for each decision about a permission, written before the decision takes effect. Paths,
 * hosts and names stand in it, never what was read, written or sent.
 *
 * A decision that cannot be recorded is a denial: an access that leaves no trace must not happen.
 */
import { closeSync, constants, fstatSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import lockfile from "proper-lockfile";
import { AiHubError } from "../../core/errors.ts";
import { escapeForDisplay } from "../../core/permissions/escape.ts";
import type { Audit, AuditEntry } from "../../core/ports.ts";

const VERSION = 1;
const MAX_BYTES = 5 * 1024 * 1024;
/** Files that are kept: `audit.jsonl` and, older, `audit.jsonl.1` and `.2`. */
const KEPT = 3;
/** Characters of one value. */
const MAX_VALUE = 1000;
const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;

export interface AuditLogOptions {
  /** Size from which the file is set aside and a new one begun; Infinity for a file that the person named. @default 5 MB */
  readonly maxBytes?: number;
  /** Told once when the trail cannot be written. */
  readonly onProblem?: (message: string) => void;
}

/** Several processes may append to one file: each line is one write at the end of it. */
export class AuditLog implements Audit {
  readonly #file: string;
  readonly #options: AuditLogOptions;
  #descriptor: number | undefined;
  #disposed = false;
  #torn = false;
  #reported = false;

  constructor(file: string, options: AuditLogOptions = {}) {
    this.#file = file;
    this.#options = options;
  }

  /** The file, for those who guard it; undefined for a pipe or a device, such as `/dev/stderr`, which no plugin reaches. */
  get file(): string | undefined {
    return statSync(this.#file, { throwIfNoEntry: false })?.isFile() === false ? undefined : this.#file;
  }

  /** Opens the file now, to hear of a problem before anything runs. @throws AiHubError ERR_IO */
  open(): void {
    try {
      this.#open();
    } catch (error) {
      throw new AiHubError("ERR_IO", `Cannot write the audit file: ${messageOf(error)}`, undefined, { cause: error });
    }
  }

  /** @throws AiHubError ERR_PERMISSION_DENIED when the line cannot be written */
  record({ pluginId, kind, value, decision, scope, answer, violation, stack }: AuditEntry): void {
    const line = JSON.stringify({
      v: VERSION,
      time: new Date().toISOString(),
      plugin: pluginId,
      kind,
      value: escapeForDisplay(value, MAX_VALUE),
      decision,
      rule: escapeForDisplay(scope, MAX_VALUE),
      ...(answer === undefined ? {} : { answer }),
      ...(violation === true ? { violation } : {}),
      ...(stack === undefined ? {} : { stack }),
    });
    try {
      this.#append(Buffer.from(`${this.#torn ? "\n" : ""}${line}\n`));
    } catch (error) {
      this.#report(error);
      const hint = "Everything that needs a permission is denied until the audit trail can be written again";
      throw new AiHubError("ERR_PERMISSION_DENIED", "Not permitted: the audit trail cannot be written", hint);
    }
  }

  /** What is still to be decided afterwards is denied. */
  dispose(): void {
    this.#disposed = true;
    this.#close();
  }

  #close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #append(line: Buffer): void {
    const descriptor = this.#current();
    const written = writeSync(descriptor, line);
    this.#torn = written < line.length;
    if (this.#torn) throw new Error(`the disk took ${written} of ${line.length} bytes`);
  }

  /** The descriptor to write to. Rotation by another process shows as a file that is full, removal as one without links. */
  #current(): number {
    const descriptor = this.#descriptor ?? this.#open();
    const { size, nlink } = fstatSync(descriptor);
    if (nlink === 0) return this.#reopen();
    const { maxBytes = MAX_BYTES } = this.#options;
    if (size < maxBytes) return descriptor;
    if (this.#isCurrent(descriptor)) this.#rotate(descriptor);
    return this.#reopen();
  }

  #open(): number {
    if (this.#disposed) throw new Error("it is closed");
    if (this.#options.maxBytes !== Infinity) mkdirSync(dirname(this.#file), { recursive: true });
    this.#descriptor = openSync(this.#file, FLAGS, 0o600);
    return this.#descriptor;
  }

  #reopen(): number {
    this.#close();
    return this.#open();
  }

  #isCurrent(descriptor: number): boolean {
    const opened = fstatSync(descriptor);
    const named = statSync(this.#file, { throwIfNoEntry: false });
    return named !== undefined && named.ino === opened.ino && named.dev === opened.dev;
  }

  /** One process does it; while another is at it, lines go on into the full file. */
  #rotate(descriptor: number): void {
    let release: () => void;
    try {
      release = lockfile.lockSync(this.#file, { realpath: false });
    } catch {
      return;
    }
    try {
      if (!this.#isCurrent(descriptor)) return;
      for (let age = KEPT - 1; age > 0; age--) {
        const from = age === 1 ? this.#file : `${this.#file}.${age - 1}`;
        if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${this.#file}.${age}`);
      }
    } finally {
      release();
    }
  }

  #report(error: unknown): void {
    if (this.#reported || this.#disposed) return;
    this.#reported = true;
    const why = `The audit trail ${this.#file} cannot be written (${messageOf(error)})`;
    this.#options.onProblem?.(`${why}: everything that needs a permission is denied`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
