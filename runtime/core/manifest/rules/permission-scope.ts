import { checkScope } from "../../permissions/parse-scope.ts";
import { PERMISSION_PATHS } from "../../permissions/permission-set.ts";
import type { PermissionKind } from "../../ports.ts";
import type { Located, Rule, RuleContext } from "../rule.ts";

/** The very parser that the broker uses: what passes here is what can be granted. */
export const permissionScopeRule: Rule = {
  code: "manifest/permission-scope",
  check(context) {
    for (const { kind, pointer, value } of scopes(context)) {
      const { error } = checkScope(kind, value);
      if (!error) continue;
      const { message, offset, suggestion } = error;
      const usable = suggestion !== undefined && !checkScope(kind, suggestion).error;
      context.report(pointer, message, { from: offset, ...(usable && { replacement: suggestion }) });
    }
  },
};

export const broadPermissionRule: Rule = {
  code: "manifest/broad-permission",
  check(context) {
    for (const { kind, pointer, value } of scopes(context)) {
      if (!checkScope(kind, value).broad) continue;
      const files = kind === "read" || kind === "write";
      const why = files ? "reaches beyond the plugin and the workspace" : "covers more than one owner's";
      context.report(pointer, `This permission ${why}; users will be warned`);
    }
  },
};

function scopes(context: RuleContext): (Located<string> & { kind: PermissionKind })[] {
  return ["permissions", "optionalPermissions"].flatMap((block) =>
    Object.entries(PERMISSION_PATHS).flatMap(([kind, [group, list]]) =>
      context
        .strings(`/${block}/${group}/${list}/*`)
        .map((located) => ({ ...located, kind: kind as keyof typeof PERMISSION_PATHS })),
    ),
  );
}
