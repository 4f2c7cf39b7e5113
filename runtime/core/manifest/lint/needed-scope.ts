/** The permissions that sources need, as scopes, against those that a manifest declares. */
import schema from "../../../../schemas/plugin.schema.json" with { type: "json" };
import { scopeCovers, scopesOverlap } from "../../permissions/cover.ts";
import { PERMISSION_KINDS, type PermissionKind } from "../../permissions/kinds.ts";
import { parseTarget } from "../../permissions/net-scope.ts";
import { checkScope } from "../../permissions/parse-scope.ts";
import { behindVariable } from "../../permissions/path-scope.ts";
import { PERMISSION_PATHS } from "../../permissions/permission-set.ts";
import { isPattern } from "../../permissions/query-scope.ts";
import type { AdviceContext } from "../rule.ts";
import type { SourceUse } from "../sources/source-use.ts";

/** What else stands there is an unknown key, and reported as such. */
const SYSTEM: ReadonlySet<string> = new Set(
  Object.keys(schema.definitions.permissionBlock.properties.system.properties),
);

/** A declared scope. */
export interface Declared {
  readonly kind: PermissionKind;
  readonly scope: string;
  readonly pointer: string;
}

/** All scopes of both blocks that can be read. */
export function declaredScopes({ strings, document }: AdviceContext): Declared[] {
  const found: Declared[] = [];
  for (const block of ["permissions", "optionalPermissions"]) {
    for (const kind of PERMISSION_KINDS) {
      if (kind === "system") continue;
      const [group, list] = PERMISSION_PATHS[kind];
      for (const { pointer, value } of strings(`/${block}/${group}/${list}/*`)) {
        if (!checkScope(kind, value).error) found.push({ kind, scope: value, pointer });
      }
    }
    const system = at(at(document, block), "system");
    for (const [name, wanted] of Object.entries(typeof system === "object" && system ? system : {})) {
      if (wanted === true && SYSTEM.has(name))
        found.push({ kind: "system", scope: name, pointer: `/${block}/system/${name}` });
    }
  }
  return found;
}

/** The schemes of both blocks. */
export function declaredProtocols({ strings }: AdviceContext): string[] {
  const lists = ["/permissions/network/protocols/*", "/optionalPermissions/network/protocols/*"];
  return lists.flatMap((list) => strings(list).map(({ value }) => value));
}

/** The scope that just covers a use; undefined when its value is computed or means nothing that can be checked. */
export function neededScope({ kind, value, pattern }: SourceUse): string | undefined {
  if (value === undefined) return undefined;
  switch (kind) {
    case "read":
    case "write":
      return readable(kind, pattern || !/^=|[*?[\]{}]/.test(behindVariable(value)) ? value : `=${value}`);
    case "net": {
      if (isPattern("net", value)) return readable(kind, value);
      const target = parseTarget(value);
      if (!target) return undefined;
      const host = target.host.includes(":") ? `[${target.host}]` : target.host;
      return readable(kind, target.port === undefined ? host : `${host}:${target.port}`);
    }
    case "memory":
    case "ai":
    case "system":
      return readable(kind, value);
    default:
      return undefined;
  }
}

/** Whether a declared scope permits the use, or may permit a part of it. */
export function permits({ kind, scope }: Declared, needed: string): boolean {
  return scope === needed || scopesOverlap(kind, scope, needed);
}

/** Whether a declared scope permits more than was needed. */
export function isWider({ kind, scope }: Declared, needed: string): boolean {
  return scope !== needed && scopeCovers(kind, scope, needed) && !scopeCovers(kind, needed, scope);
}

/** Different scopes of one kind that are compared; generated sources have more. */
export const MAX_SCOPES = 300;

function readable(kind: PermissionKind, scope: string): string | undefined {
  return checkScope(kind, scope).error ? undefined : scope;
}

function at(value: unknown, key: string): unknown {
  const isObject = typeof value === "object" && value !== null && Object.hasOwn(value, key);
  return isObject ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
