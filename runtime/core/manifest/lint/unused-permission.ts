/** Permissions that are more than the sources need. Silent for every kind of which one use is computed. */

import { escapeForDisplay } from "../../permissions/escape.ts";
import { byKind, type PermissionKind } from "../../permissions/kinds.ts";
import type { Fix } from "../../result.ts";
import type { Advice, AdviceContext } from "../rule.ts";
import { type Declared, declaredScopes, isWider, MAX_SCOPES, neededScope, permits } from "./needed-scope.ts";
import { byValue, placesOf, usesOf } from "./running.ts";

/** More than so many scopes instead of one are no better. */
const MAX_INSTEAD = 3;

export const unusedPermission: Advice = {
  code: "source/unused-permission",
  check(context) {
    if (!context.uses) return;
    const neededBy = byKind((kind) => neededScopes(context, kind));
    for (const declared of declaredScopes(context)) {
      const needed = neededBy[declared.kind];
      if (!needed || needed.some((scope) => permits(declared, scope))) continue;
      context.report(declared.pointer, "No source needs this permission", {
        fix: context.edit.remove(declared.pointer, "Remove the permission"),
        tags: ["unnecessary"],
        onKey: declared.kind === "system",
      });
    }
  },
};

export const widerPermission: Advice = {
  code: "source/wider-permission",
  check(context) {
    if (!context.uses) return;
    const all = declaredScopes(context);
    const neededBy = byKind((kind) => neededScopes(context, kind));
    for (const declared of all) {
      const needed = neededBy[declared.kind]?.filter((scope) => permits(declared, scope)) ?? [];
      const others = all.filter((each) => each.kind === declared.kind && each !== declared);
      // What reaches out of this scope may be covered by others; then it is not clear what this one is for.
      if (needed.length === 0 || !needed.every((scope) => isWider(declared, scope))) continue;
      const left = needed.filter((scope) => !others.some((each) => each.scope === scope || isWider(each, scope)));
      if (left.length === 0 || left.length > MAX_INSTEAD) continue;
      const shown = left.map((scope) => escapeForDisplay(JSON.stringify(scope), 120)).join(", ");
      const uses = usesOf(context, [declared.kind])?.filter((use) => needed.includes(neededScope(use) ?? ""));
      context.report(declared.pointer, `The sources need only ${shown}`, {
        fix: narrow(context, declared, left, shown),
        related: placesOf(uses ?? []),
      });
    }
  },
};

function narrow(
  context: AdviceContext,
  { pointer }: Declared,
  left: readonly string[],
  shown: string,
): Fix | undefined {
  return context.edit.replace(pointer, left.map((scope) => JSON.stringify(scope)).join(", "), `Narrow to ${shown}`);
}

/** Every scope that the sources need of a kind; undefined when that cannot be told. */
function neededScopes(context: AdviceContext, kind: PermissionKind): string[] | undefined {
  const uses = usesOf(context, [kind]);
  if (!uses || uses.some((use) => neededScope(use) === undefined)) return undefined;
  const scopes = [...byValue(uses, neededScope).keys()];
  return scopes.length > MAX_SCOPES ? undefined : scopes;
}
