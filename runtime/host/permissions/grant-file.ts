/** The format of `permissions.json`, and the way from older ones. */
import { isKind } from "../../core/permissions/kinds.ts";
import type { PermissionKind } from "../../core/ports.ts";
import { NewerFileError } from "./state-file.ts";

export type Grants = Partial<Record<PermissionKind, readonly string[]>>;

/** The person's lasting decisions about one plugin. */
export interface StoredGrants {
  readonly allow: Grants;
  readonly deny: Grants;
}

export const NO_GRANTS: StoredGrants = { allow: {}, deny: {} };

/** Version 2 names the plugin, so that a file can be told from another by reading it. */
const VERSION = 2;

/** @throws Error for a file that is not one of ours, NewerFileError for one of a later version */
export function parseGrants(text: string): StoredGrants {
  const file = record(JSON.parse(text));
  // Until version 1 the lists were the whole file; until version 2 the plugin was named by the folder alone.
  const version = file.version ?? 0;
  if (typeof version !== "number" || !Number.isInteger(version) || version < 0) throw new Error("no version");
  if (version > VERSION) throw new NewerFileError("was written by a newer version of AI Hub");
  return { allow: grants(file.allow), deny: grants(file.deny) };
}

/** @param plugin its id, or the folder of one that is not installed */
export function formatGrants(plugin: string, { allow, deny }: StoredGrants): string {
  return `${JSON.stringify({ version: VERSION, plugin, allow, deny }, null, 2)}\n`;
}

/** Strict: to pass over what cannot be understood could lose a refusal. */
function grants(value: unknown): Grants {
  const lists = Object.entries(record(value ?? {})).map(([kind, scopes]) => {
    if (!isKind(kind)) throw new Error(`unknown kind ${kind.slice(0, 50)}`);
    if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === "string")) throw new Error("not a list");
    return [kind, scopes as readonly string[]] as const;
  });
  return Object.fromEntries(lists);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("not an object");
  return value as Readonly<Record<string, unknown>>;
}
