/** Wildcards deserve a reason: people see it when they are asked. */
import { REASON_KEYS } from "../../permissions/reason.ts";
import type { Advice, AdviceContext } from "../rule.ts";
import { type Declared, declaredScopes } from "./needed-scope.ts";

export const unexplainedWildcard: Advice = {
  code: "lint/unexplained-wildcard",
  check(context) {
    const said = new Set<string>();
    for (const declared of declaredScopes(context)) {
      if (!isWild(declared) || declared.kind === "system") continue;
      const key = REASON_KEYS[declared.kind];
      if (said.has(key) || hasReason(context, key)) continue;
      // One sentence explains all of a kind.
      said.add(key);
      const message = `A wildcard like this deserves a sentence in permissions.reasons under "${key}"`;
      context.report(declared.pointer, message);
    }
  },
};

function isWild({ kind, scope }: Declared): boolean {
  if (kind === "net") return scope.includes("*") || scope.includes("/");
  if (kind === "ai") return /^\*/.test(scope);
  // The folders of a plugin are its own; all of them together are its code as well.
  if (kind === "read" || kind === "write") {
    return !scope.startsWith("=") && scope.includes("*") && (!scope.startsWith("./") || /^\.\/\*/.test(scope));
  }
  return false;
}

function hasReason({ strings }: AdviceContext, key: string): boolean {
  const blocks = ["permissions", "optionalPermissions"];
  return blocks.some((block) => strings(`/${block}/reasons/${key}`).some(({ value }) => value.trim() !== ""));
}
