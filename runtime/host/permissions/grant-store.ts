/** The person's lasting decisions about one plugin: `permissions.json`. */
import type { PermissionKind } from "../../core/ports.ts";
import { formatGrants, NO_GRANTS, parseGrants, type StoredGrants } from "./grant-file.ts";
import { StateFile } from "./state-file.ts";

export interface GrantStoreOptions {
  /** The plugin's id, or the folder of one that is not installed; for people who read the file. */
  readonly plugin?: string;
  /** Told once of each file that could not be used. @default nobody is */
  readonly onProblem?: (message: string) => void;
}

export class GrantStore {
  readonly #file: StateFile<StoredGrants>;

  constructor(file: string, { plugin = "", onProblem }: GrantStoreOptions = {}) {
    const format = {
      name: "permissions",
      missing: NO_GRANTS,
      damaged: NO_GRANTS,
      damagedText: "nothing is granted until you grant it again",
      parse: parseGrants,
      write: (grants: StoredGrants) => formatGrants(plugin, withoutEmpty(grants)),
    };
    this.#file = new StateFile(file, format, onProblem);
  }

  get file(): string {
    return this.#file.file;
  }

  /**
   * What was decided so far, by this process or another. A file that makes no sense is set aside, reported once, and
   * grants nothing.
   *
   * @throws AiHubError ERR_PERMISSION_DENIED when there is a file that cannot be read: it may hold refusals
   */
  read(): StoredGrants {
    return this.#file.read();
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
    await this.#file.update(change);
  }
}

function withoutEmpty({ allow, deny }: StoredGrants): StoredGrants {
  const kept = (grants: object) => Object.fromEntries(Object.entries(grants).filter(([, scopes]) => scopes.length > 0));
  return { allow: kept(allow), deny: kept(deny) };
}
