/** Changes of a person's decisions, as pure functions for `GrantStore.update`. */
import { scopeCovers } from "../../core/permissions/cover.ts";
import type { PathRoots } from "../../core/permissions/decide.ts";
import { PERMISSION_KINDS } from "../../core/permissions/kinds.ts";
import type { ReviewChange } from "../../core/permissions/review.ts";
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

/** Changes about scopes and what lies in them. Refusals come last, so that no grant made along with one undoes it. */
export function changed(stored: StoredGrants, changes: readonly ReviewChange[], roots: PathRoots): StoredGrants {
  const ordered = [...changes].sort((a, b) => Number(a.change === "deny") - Number(b.change === "deny"));
  return ordered.reduce((to, { kind, scope, change }) => {
    const allow = change === "allow" ? to.allow : withoutCovered(to.allow, kind, scope, roots);
    const deny = change === "deny" ? to.deny : withoutCovered(to.deny, kind, scope, roots);
    return change === "forget" ? { allow, deny } : decided({ allow, deny }, change, kind, scope);
  }, stored);
}

/**
 * What was decided for a run, after the stored decisions were changed elsewhere: in another window, on the command line.
 * There the person cannot see what holds for this run only, so it gives way. A stored grant, or a refusal that was taken
 * back, ends the refusals in it; a stored refusal, or a grant that was taken back, ends the grants of its kind. Where no
 * difference shows, something was taken back that was never stored, and all grants end.
 */
export function afterChange(
  session: StoredGrants,
  before: StoredGrants,
  after: StoredGrants,
  roots: PathRoots,
): StoredGrants {
  const added = (list: "allow" | "deny", kind: PermissionKind, from = before, to = after) =>
    (to[list][kind] ?? []).filter((scope) => from[list][kind]?.includes(scope) !== true);
  const removed = (list: "allow" | "deny", kind: PermissionKind) => added(list, kind, after, before);
  let { allow, deny } = session;
  let differs = false;
  for (const kind of PERMISSION_KINDS) {
    const permits = [...added("allow", kind), ...removed("deny", kind)];
    const refuses = [...added("deny", kind), ...removed("allow", kind)];
    for (const scope of permits) deny = withoutCovered(deny, kind, scope, roots);
    if (refuses.length > 0) allow = { ...allow, [kind]: [] };
    differs ||= permits.length + refuses.length > 0;
  }
  return { allow: differs ? allow : {}, deny };
}
