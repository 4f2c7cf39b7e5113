/** What a debug configuration allows, in words. */
import { PERMISSION_KINDS } from "../../runtime/core/permissions/kinds.ts";
import type { RuleLists } from "../../runtime/host/permissions/broker-options.ts";

/** As `read ./data/*, net (all)`; undefined when it allows nothing. */
export function permissionsText(allow: RuleLists["allow"]): string | undefined {
  const lists = PERMISSION_KINDS.map((kind) => [kind, allow[kind] ?? []] as const);
  if (lists.every(([, scopes]) => scopes === "all")) return "all that plugin.json declares";
  const texts = lists.flatMap(([kind, scopes]) => {
    if (scopes === "all") return [`${kind} (all)`];
    return scopes.length > 0 ? [`${kind} ${scopes.join(" ")}`] : [];
  });
  return texts.length > 0 ? texts.join(", ") : undefined;
}
