/** What a manifest declares: the ceiling of everything that can ever be granted. */
import type { PermissionKind } from "../ports.ts";
import { byKind } from "./kinds.ts";

/** Scopes by kind; `protocols` are URL schemes without the colon. */
export interface PermissionSet {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly net: readonly string[];
  readonly memory: readonly string[];
  readonly ai: readonly string[];
  readonly system: readonly string[];
  readonly protocols: readonly string[];
}

/** The part of a manifest that speaks of permissions. */
export interface DeclaresPermissions {
  readonly permissions?: PermissionBlock | undefined;
  readonly optionalPermissions?: PermissionBlock | undefined;
}

interface PermissionBlock {
  readonly filesystem?:
    | { readonly read?: readonly string[] | undefined; readonly write?: readonly string[] | undefined }
    | undefined;
  readonly network?:
    | { readonly domains?: readonly string[] | undefined; readonly protocols?: readonly string[] | undefined }
    | undefined;
  readonly memory?: { readonly collections?: readonly string[] | undefined } | undefined;
  readonly ai?: { readonly models?: readonly string[] | undefined } | undefined;
  readonly system?: Readonly<Record<string, unknown>> | undefined;
  readonly reasons?: Readonly<Record<string, string | undefined>> | undefined;
}

/** One declared scope and where it stands. */
export interface DeclaredScope {
  readonly kind: PermissionKind;
  readonly scope: string;
  /** JSON Pointer to the string (for `system`, to the value). */
  readonly pointer: string;
  /** Asked for only at run time. */
  readonly optional: boolean;
}

/** Where the scopes of a kind stand below `permissions`, as property names. */
export const PERMISSION_PATHS = {
  read: ["filesystem", "read"],
  write: ["filesystem", "write"],
  net: ["network", "domains"],
  memory: ["memory", "collections"],
  ai: ["ai", "models"],
} as const satisfies Partial<Record<PermissionKind, readonly [string, string]>>;

/** Everything that the manifest declares, `optionalPermissions` included, in the order of the document. */
export function declaredScopes(manifest: DeclaresPermissions): DeclaredScope[] {
  const scopes: DeclaredScope[] = [];
  for (const block of ["permissions", "optionalPermissions"] as const) {
    const permissions = manifest[block];
    if (!permissions) continue;
    const optional = block === "optionalPermissions";
    const lists = {
      read: permissions.filesystem?.read,
      write: permissions.filesystem?.write,
      net: permissions.network?.domains,
      memory: permissions.memory?.collections,
      ai: permissions.ai?.models,
    };
    for (const [kind, [group, key]] of entries(PERMISSION_PATHS)) {
      for (const [index, scope] of (lists[kind] ?? []).entries()) {
        scopes.push({ kind, scope, pointer: `/${block}/${group}/${key}/${index}`, optional });
      }
    }
    for (const [name, wanted] of Object.entries(permissions.system ?? {})) {
      if (wanted === true) scopes.push({ kind: "system", scope: name, pointer: `/${block}/system/${name}`, optional });
    }
  }
  return scopes;
}

/** The scopes a manifest declares, required and optional ones together, each once. */
export function declared(manifest: DeclaresPermissions): PermissionSet {
  const all = declaredScopes(manifest);
  const of = (kind: PermissionKind) => [...new Set(all.filter((s) => s.kind === kind).map((s) => s.scope))];
  const { permissions, optionalPermissions } = manifest;
  const protocols = [...(permissions?.network?.protocols ?? []), ...(optionalPermissions?.network?.protocols ?? [])];
  return {
    ...byKind(of),
    protocols: [...new Set(protocols)],
  };
}

/** Nothing at all: the ceiling of a bare file without flags. */
export const NO_PERMISSIONS: PermissionSet = { ...byKind(() => []), protocols: [] };

function entries<T extends object>(value: T): { [K in keyof T]: [K, T[K]] }[keyof T][] {
  return Object.entries(value) as { [K in keyof T]: [K, T[K]] }[keyof T][];
}
