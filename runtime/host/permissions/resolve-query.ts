/** From what a person or a plugin writes to what can be decided: the value's real path, host or name. */
import { AiHubError } from "../../core/errors.ts";
import { deniedMessage, type Query } from "../../core/permissions/decide.ts";
import { isName } from "../../core/permissions/name-scope.ts";
import { NO_USER, namesUser, parseTarget } from "../../core/permissions/net-scope.ts";
import type { PermissionKind } from "../../core/ports.ts";
import { type Access, absolutePath, type FindPath, realPath } from "./path-guard.ts";
import { type GuardedRoots, withSlashes } from "./reserved-places.ts";

/**
 * The query that a value stands for, resolved as a host call would resolve it. For `net` the value is a URL or
 * `host[:port]`; nothing is looked up in DNS.
 *
 * @throws AiHubError ERR_INVALID_ARGUMENT for a value that no host method would take, ERR_NOT_AVAILABLE when it is in a
 * workspace and none is open, ERR_PERMISSION_DENIED for a path that leads where no plugin may go or cannot be resolved,
 * and for a URL with a user name, with a hint that says which
 * @param find looks at the disk; by default each time anew
 */
export async function resolveQuery(
  kind: PermissionKind,
  value: string,
  roots: GuardedRoots,
  find?: FindPath,
): Promise<Query> {
  switch (kind) {
    case "read":
    case "write":
      return { kind, path: withSlashes(await realPathOf(kind, value, roots, find)) };
    case "net": {
      const target = parseTarget(value);
      if (!target) throw malformed("a URL or host[:port]", value);
      const query: Query = { kind, ...target };
      const url = target.protocol === undefined ? null : URL.parse(value);
      if (url && namesUser(url)) throw new AiHubError("ERR_PERMISSION_DENIED", deniedMessage(query), NO_USER);
      return query;
    }
    case "memory":
      return { kind, collection: name(value) };
    case "ai":
      return { kind, model: name(value) };
    case "system":
      return { kind, name: name(value) };
  }
}

async function realPathOf(access: Access, path: string, roots: GuardedRoots, find?: FindPath): Promise<string> {
  const absolute = await absolutePath(path, access, roots);
  try {
    return await realPath(absolute, [access], roots, find);
  } catch (error) {
    const hint = error instanceof AiHubError ? error.hint : "The path cannot be looked at";
    throw new AiHubError("ERR_PERMISSION_DENIED", `File ${access} not permitted: ${path}`, hint);
  }
}

function name(value: string): string {
  if (!isName(value)) throw malformed("a name", value);
  return value;
}

function malformed(what: string, value: string): AiHubError {
  return new AiHubError("ERR_INVALID_ARGUMENT", `Not ${what}: ${JSON.stringify(value.slice(0, 80))}`);
}
