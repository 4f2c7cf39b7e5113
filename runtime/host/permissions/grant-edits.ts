/** Changes of a person's decisions, as pure functions for `GrantStore.update`. */
import { scopeCovers } from "../../core/permissions/cover.ts";
import type { PathRoots } from "../../core/permissions/decide.ts";
import type { PermissionKind } from "../../core/ports.ts";
import type { Grants, StoredGrants } from "./grant-file.ts";

/** Adds a scope to one list and takes it from the other. */
export function decided(
  stored: StoredGrants,
  list: "allow" | "deny",
  kind: PermissionKind,
  scope: string,
): StoredGrants {
  const other = list === "allow" ? "deny" : "allow";
  return {
    ...stored,
    [list]: { ...stored[list], [kind]: [...new Set([...(stored[list][kind] ?? []), scope])] },
    [other]: { ...stored[other], [kind]: (stored[other][kind] ?? []).filter((one) => one !== scope) },
  };
}

/** The lists without what a scope covers of its kind, itself included. */
export function withoutCovered(grants: Grants, kind: PermissionKind, scope: string, roots: PathRoots): Grants {
  const isCovered = (one: string) => one === scope || scopeCovers(kind, scope, one, roots);
  return { ...grants, [kind]: (grants[kind] ?? []).filter((one) => !isCovered(one)) };
}
