/** From what a source does to the scope that would permit exactly that. */
import type { SourceUse } from "../../runtime/core/manifest/sources/source-use.ts";
import { isKind, type PermissionKind } from "../../runtime/core/permissions/kinds.ts";
import { parseTarget } from "../../runtime/core/permissions/net-scope.ts";
import { checkScope } from "../../runtime/core/permissions/parse-scope.ts";

export interface UsedScope {
  readonly kind: PermissionKind;
  readonly scope: string;
}

/** Undefined when it needs no permission, or when what it needs cannot be told from the source. */
export function scopeOfUse({ kind, value }: SourceUse): UsedScope | undefined {
  if (!isKind(kind) || value === undefined) return undefined;
  const scope = kind === "net" ? hostOf(value) : kind === "read" || kind === "write" ? pathOf(value) : value;
  return scope === undefined || checkScope(kind, scope).error ? undefined : { kind, scope };
}

function hostOf(url: string): string | undefined {
  const target = parseTarget(url);
  if (!target) return undefined;
  const host = target.host.includes(":") ? `[${target.host}]` : target.host;
  return target.port === undefined ? host : `${host}:${target.port}`;
}

/** A path as plugins write it: without a base it is relative to the plugin's folder. */
function pathOf(path: string): string {
  const base = /^(?:\.\/|\/|[A-Za-z]:\/|\$\{workspaceFolder\}(?:\/|$))/.test(path) ? "" : "./";
  const scope = `${base}${path}`.replace(/(?<=.)\/+$/, "");
  return /[*?[\]{}]/.test(scope.replace(/^\$\{workspaceFolder\}/, "")) ? `=${scope}` : scope;
}
