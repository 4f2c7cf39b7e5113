/** Permission sets against each other: what an update asks for that was not asked for before. */
import type { PermissionKind } from "../ports.ts";
import { scopeCovers } from "./cover.ts";
import { byKind, PERMISSION_KINDS } from "./kinds.ts";
import type { PermissionSet } from "./permission-set.ts";

/** `protocols` stands for the schemes of `network.protocols`. */
export type ChangedKind = PermissionKind | "protocols";

export type Change =
  /** Nothing of it was permitted by any one scope before. */
  | { readonly change: "new"; readonly kind: ChangedKind; readonly scope: string }
  /** Permits all that `was` did, and more. */
  | { readonly change: "wider"; readonly kind: ChangedKind; readonly scope: string; readonly was: readonly string[] }
  /** Permitted more before, when it was `was`. */
  | { readonly change: "narrower"; readonly kind: ChangedKind; readonly scope: string; readonly was: readonly string[] }
  | { readonly change: "removed"; readonly kind: ChangedKind; readonly scope: string };

const KINDS: readonly ChangedKind[] = PERMISSION_KINDS.flatMap((kind) =>
  kind === "net" ? [kind, "protocols"] : [kind],
);

/** What changed from one set to the other, by kind. Scopes that permit the same are no change. */
export function diff(before: PermissionSet, after: PermissionSet): Change[] {
  return KINDS.flatMap((kind) => {
    const covers = coverOf(kind);
    const added = after[kind].filter((scope) => !before[kind].some((old) => covers(old, scope)));
    const lost = before[kind].filter((scope) => !after[kind].some((now) => covers(now, scope)));
    const grown = added.map((scope): Change => {
      const was = before[kind].filter((old) => covers(scope, old));
      return was.length > 0 ? { change: "wider", kind, scope, was } : { change: "new", kind, scope };
    });
    const shrunk = lost.flatMap((old): Change[] => {
      const remains = after[kind].filter((scope) => covers(old, scope));
      if (remains.length === 0) return [{ change: "removed", kind, scope: old }];
      return remains.map((scope) => ({ change: "narrower", kind, scope, was: [old] }));
    });
    return [...grown, ...shrunk];
  });
}

/** How much the second set permits, measured by the first. `other`: more in one place, less in another. */
export function compare(before: PermissionSet, after: PermissionSet): "same" | "wider" | "narrower" | "other" {
  const changes = diff(before, after);
  const more = changes.some(({ change }) => change === "new" || change === "wider");
  const less = changes.some(({ change }) => change === "narrower" || change === "removed");
  if (more) return less ? "other" : "wider";
  return less ? "narrower" : "same";
}

/** Everything that either set permits, without scopes that others of the result cover. */
export function combine(one: PermissionSet, two: PermissionSet): PermissionSet {
  const of = (kind: ChangedKind): string[] => {
    const covers = coverOf(kind);
    const kept: string[] = [];
    for (const scope of [...one[kind], ...two[kind]]) {
      if (kept.some((other) => covers(other, scope))) continue;
      kept.splice(0, kept.length, ...kept.filter((other) => !covers(scope, other)), scope);
    }
    return kept;
  };
  return { ...byKind(of), protocols: of("protocols") };
}

function coverOf(kind: ChangedKind): (outer: string, inner: string) => boolean {
  if (kind === "protocols") return (outer, inner) => outer === inner;
  return (outer, inner) => outer === inner || scopeCovers(kind, outer, inner);
}
