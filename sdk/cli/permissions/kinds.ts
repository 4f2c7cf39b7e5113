/** The kinds of permissions as they are written on command lines. */
import type { PermissionKind } from "../../../runtime/core/ports.ts";
import { KINDS } from "../../../runtime/host/permissions/grant-file.ts";

export function isKind(text: string | null): text is PermissionKind {
  return KINDS.some((kind) => kind === text);
}
