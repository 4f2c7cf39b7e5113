/** The kinds of permissions. Every other list of them comes from this one. */

/** In the order in which people see them. */
export const PERMISSION_KINDS = ["read", "write", "net", "memory", "ai", "system"] as const;

export type PermissionKind = (typeof PERMISSION_KINDS)[number];

export function isKind(text: unknown): text is PermissionKind {
  return PERMISSION_KINDS.some((kind) => kind === text);
}

/** A record with one value for each kind. */
export function byKind<T>(of: (kind: PermissionKind) => T): Record<PermissionKind, T> {
  return Object.fromEntries(PERMISSION_KINDS.map((kind) => [kind, of(kind)])) as Record<PermissionKind, T>;
}
