/** The permissions that a manifest declares, as far as its text says so. */
import type { Node } from "jsonc-parser";
import { PERMISSION_KINDS, type PermissionKind } from "../../runtime/core/permissions/kinds.ts";
import { PERMISSION_PATHS } from "../../runtime/core/permissions/permission-set.ts";
import type { ManifestView } from "../feature.ts";
import { nodesAt, textOf } from "../nodes.ts";

export type PermissionBlockName = "permissions" | "optionalPermissions";

interface ScopeNode {
  readonly kind: PermissionKind;
  readonly scope: string;
  /** The string; for `system` the value `true`. */
  readonly node: Node;
}

/** The scopes of one block, kind by kind. Those that cannot be granted are among them. */
export function scopesIn({ tree }: ManifestView, block: PermissionBlockName): ScopeNode[] {
  return PERMISSION_KINDS.flatMap((kind): ScopeNode[] => {
    if (kind === "system") {
      const wanted = nodesAt(tree, `/${block}/system/*`).filter(({ node }) => node.value === true);
      return wanted.map(({ node, key }) => ({ kind, scope: textOf(key) ?? "", node }));
    }
    const [group, list] = PERMISSION_PATHS[kind];
    return nodesAt(tree, `/${block}/${group}/${list}/*`).flatMap(({ node }) => {
      const scope = textOf(node);
      return scope === undefined ? [] : [{ kind, scope, node }];
    });
  });
}
