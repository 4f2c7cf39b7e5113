/** The person's lasting decisions about one plugin: a versioned JSON file, written whole or not at all. */
import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import lockfile from "proper-lockfile";
import writeFileAtomic from "write-file-atomic";
import type { PermissionKind } from "../../core/ports.ts";

export type Grants = Partial<Record<PermissionKind, readonly string[]>>;

export interface StoredGrants {
  readonly allow: Grants;
  readonly deny: Grants;
}

const VERSION = 1;
const NONE: StoredGrants = { allow: {}, deny: {} };

export class GrantStore {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** What was decided so far. A file that cannot be read or understood grants nothing. */
  async read(): Promise<StoredGrants> {
    try {
      const stored = JSON.parse(await readFile(this.#file, "utf8")) as { version?: unknown } & StoredGrants;
      if (stored.version !== VERSION) return NONE;
      return { allow: clean(stored.allow), deny: clean(stored.deny) };
    } catch {
      return NONE;
    }
  }

  /** Adds one scope to `allow` or `deny`; several windows may do so at once. */
  async add(list: "allow" | "deny", kind: PermissionKind, scope: string): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    const release = await lockfile.lock(this.#file, { realpath: false, retries: 5 });
    try {
      const stored = await this.read();
      const scopes = [...new Set([...(stored[list][kind] ?? []), scope])];
      const next = { version: VERSION, ...stored, [list]: { ...stored[list], [kind]: scopes } };
      await writeFileAtomic(this.#file, `${JSON.stringify(next, null, 2)}\n`);
    } finally {
      await release();
    }
  }
}

const KINDS: readonly PermissionKind[] = ["read", "write", "net", "memory", "ai", "system"];

/** Keeps only what has the right shape. */
function clean(grants: unknown): Grants {
  if (typeof grants !== "object" || grants === null) return {};
  const entries = KINDS.map((kind) => [kind, (grants as Record<string, unknown>)[kind]] as const);
  return Object.fromEntries(
    entries.flatMap(([kind, scopes]) =>
      Array.isArray(scopes) ? [[kind, scopes.filter((scope) => typeof scope === "string")]] : [],
    ),
  );
}
