/** The author's sentences of `permissions.reasons`. They are claims of the plugin: escape and mark them as such. */
import type { PermissionKind } from "../ports.ts";
import type { Query } from "./decide.ts";
import type { DeclaresPermissions } from "./permission-set.ts";

/** The key of a kind's reason in `permissions.reasons`; those of system begin with `system`. */
export const REASON_KEYS = {
  read: "filesystem.read",
  write: "filesystem.write",
  net: "network",
  memory: "memory",
  ai: "ai",
} as const;

export type Reasons = Readonly<Record<string, string | undefined>>;

/** All reasons of a manifest by their keys, such as `filesystem.read` or `system.notifications`. */
export function declaredReasons({ permissions, optionalPermissions }: DeclaresPermissions): Reasons {
  return { ...optionalPermissions?.reasons, ...permissions?.reasons };
}

/** Why the plugin wants this, in its author's words; undefined when they say nothing. */
export function reasonFor(reasons: Reasons, query: Query): string | undefined {
  return reasonForScope(reasons, query.kind, query.kind === "system" ? query.name : "");
}

/** The same for a whole declared scope. */
export function reasonForScope(reasons: Reasons, kind: PermissionKind, scope: string): string | undefined {
  if (kind !== "system") return own(reasons, REASON_KEYS[kind]);
  return own(reasons, `system.${scope}`) ?? own(reasons, "system");
}

function own(reasons: Reasons, key: string): string | undefined {
  return Object.hasOwn(reasons, key) ? reasons[key] : undefined;
}
