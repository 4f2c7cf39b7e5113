/** The kinds of permissions as they are written on command lines. */
import type { PermissionKind } from "../../../runtime/core/ports.ts";

export const KINDS: readonly PermissionKind[] = ["read", "write", "net", "memory", "ai", "system"];

export function isKind(text: string | null): text is PermissionKind {
  return KINDS.some((kind) => kind === text);
}
