/** The person's lasting decisions about one plugin: a versioned JSON file, written whole or not at all. */
import { readFileSync, renameSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import lockfile from "proper-lockfile";
import writeFileAtomic from "write-file-atomic";
import { AiHubError } from "../../core/errors.ts";
import type { PermissionKind } from "../../core/ports.ts";
import { fileStamp } from "./file-stamp.ts";
import { formatGrants, NewerFileError, NO_GRANTS, parseGrants, type StoredGrants } from "./grant-file.ts";

export interface GrantStoreOptions {
  /** The plugin's id, or the folder of one that is not installed; for people who read the file. */
  readonly plugin?: string;
  /** Told once of each file that could not be used. @default nobody is */
  readonly onProblem?: (message: string) => void;
}

/** A person's decisions never take as much. */
const MAX_CHARS = 1024 * 1024;

/** Somebody else writes for some milliseconds: some seconds of waiting are enough for a crowd. */
const LOCK_RETRIES = { retries: 100, factor: 1.1, minTimeout: 10, maxTimeout: 100, randomize: true };

export class GrantStore {
  readonly file: string;
  readonly #options: GrantStoreOptions;
  #stamp = "";
  #grants = NO_GRANTS;
  #reported = "";

  constructor(file: string, options: GrantStoreOptions = {}) {
    this.file = file;
    this.#options = options;
  }

  /**
   * What was decided so far, by this process or another: the file is looked at every time, and read when it changed. One
   * that makes no sense is set aside, reported once, and grants nothing.
   *
   * @throws AiHubError ERR_PERMISSION_DENIED when there is a file that cannot be read: it may hold refusals
   */
  read(): StoredGrants {
    try {
      const stamp = fileStamp(this.file);
      if (stamp !== this.#stamp) {
        this.#grants = stamp === "" ? NO_GRANTS : this.#load();
        this.#stamp = stamp;
      }
      return this.#grants;
    } catch (error) {
      this.#report(error instanceof NewerFileError ? error.message : `cannot be read: ${reasonOf(error)}`);
      throw new AiHubError("ERR_PERMISSION_DENIED", "The stored permissions cannot be read", undefined, {
        cause: error,
      });
    }
  }

  /** Adds a scope to one list and takes it from the other; several windows may do so at once. */
  async add(list: "allow" | "deny", kind: PermissionKind, scope: string): Promise<void> {
    await this.update((stored) => {
      const { [list]: into, [list === "allow" ? "deny" : "allow"]: other } = stored;
      const added = { ...into, [kind]: [...new Set([...(into[kind] ?? []), scope])] };
      const left = { ...other, [kind]: (other[kind] ?? []).filter((one) => one !== scope) };
      return list === "allow" ? { allow: added, deny: left } : { allow: left, deny: added };
    });
  }

  /**
   * Replaces the decisions while no other process does.
   *
   * @throws AiHubError ERR_IO when that is not possible: then nothing has changed
   */
  async update(change: (stored: StoredGrants) => StoredGrants): Promise<void> {
    try {
      await mkdir(dirname(this.file), { recursive: true });
      const release = await lockfile.lock(this.file, { realpath: false, retries: LOCK_RETRIES });
      try {
        const next = withoutEmpty(change(this.read()));
        await writeFileAtomic(this.file, formatGrants(this.#options.plugin ?? "", next), { mode: 0o600 });
      } finally {
        await release();
      }
    } catch (error) {
      const cause = error instanceof AiHubError ? error.cause : error;
      throw new AiHubError("ERR_IO", `The permission could not be stored: ${reasonOf(cause)}`, undefined, { cause });
    }
  }

  #load(): StoredGrants {
    const text = readFileSync(this.file, "utf8");
    try {
      if (text.length > MAX_CHARS) throw new Error("too large");
      return parseGrants(text);
    } catch (error) {
      if (error instanceof NewerFileError) throw error;
      const aside = `${this.file}.corrupt-${new Date().toISOString().replaceAll(/[:.]/g, "-")}`;
      renameSync(this.file, aside);
      this.#report(`is damaged and was set aside as ${aside}; nothing is granted until you grant it again`);
      return NO_GRANTS;
    }
  }

  #report(what: string): void {
    if (this.#reported === what) return;
    this.#reported = what;
    this.#options.onProblem?.(`The permissions file ${this.file} ${what}`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function withoutEmpty({ allow, deny }: StoredGrants): StoredGrants {
  const kept = (grants: object) => Object.fromEntries(Object.entries(grants).filter(([, scopes]) => scopes.length > 0));
  return { allow: kept(allow), deny: kept(deny) };
}
