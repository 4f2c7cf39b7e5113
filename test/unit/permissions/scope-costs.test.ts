/** Comparing scopes has a limit: braces in the manifest times braces in the question must not keep the host busy. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { comparisonCost, NO_ROOTS, scopeCovers, scopesOverlap } from "../../../runtime/core/permissions/cover.ts";
import type { Rules } from "../../../runtime/core/permissions/decide.ts";
import { byKind } from "../../../runtime/core/permissions/kinds.ts";
import { isTooMuch, queryScope } from "../../../runtime/core/permissions/query-scope.ts";
import type { PermissionKind } from "../../../runtime/core/ports.ts";

/** So many alternatives of two segments, or of one for models. */
function braces(kind: PermissionKind, name: string, count: number): string {
  const names = Array.from({ length: count }, (_, n) => `${name}${n}`).join(",");
  return kind === "ai" ? `{${names}}-*` : `./{${names}}/*`;
}

function rules(kind: PermissionKind, declared: readonly string[], allow = declared): Rules {
  const nothing = byKind((): readonly string[] => []);
  return { declared: { ...nothing, [kind]: declared, protocols: [] }, allow: { [kind]: allow }, deny: {} };
}

describe("the cost of comparing scopes", () => {
  for (const kind of ["read", "write", "ai"] as const) {
    it(`of two ${kind} scopes has a limit, behind which one never covers and always touches`, () => {
      const [few, others, many, more] = [
        braces(kind, "a", 9),
        braces(kind, "b", 9),
        braces(kind, "a", 99),
        braces(kind, "b", 99),
      ];
      assert.deepEqual([scopeCovers(kind, few, braces(kind, "a", 8)), scopesOverlap(kind, few, others)], [true, false]);
      assert.deepEqual(
        [scopeCovers(kind, many, braces(kind, "a", 98)), scopesOverlap(kind, many, more)],
        [false, true],
      );
      assert.ok(scopeCovers(kind, many, many), "the same scope is the same scope");
    });

    it(`of a question about ${kind} has a limit over all that is declared`, () => {
      const declared = Array.from({ length: 100 }, (_, n) => braces(kind, `d${n}x`, 20));
      const none = braces(kind, "none", 20);
      assert.equal(scopesOverlap(kind, declared[0] ?? "", none), false, "each comparison alone is cheap");
      assert.equal(queryScope(rules(kind, declared.slice(0, 5)), kind, none, NO_ROOTS), "denied");
      assert.equal(queryScope(rules(kind, declared), kind, none, NO_ROOTS), "partial");
      assert.equal(
        queryScope(rules(kind, declared), kind, declared[99], NO_ROOTS),
        "granted",
        "found as it is written",
      );
      assert.equal(queryScope(rules(kind, declared, []), kind, declared[99], NO_ROOTS), "prompt");
      const denies = (scopes: readonly string[]): Rules => ({ ...rules(kind, [none]), deny: { [kind]: scopes } });
      assert.equal(queryScope(denies(declared.slice(0, 5)), kind, none, NO_ROOTS), "granted");
      assert.equal(queryScope(denies(declared), kind, none, NO_ROOTS), "partial");
    });
  }

  it("grows with what braces stand for, and for hosts and names with their number alone", () => {
    const cost = (kind: PermissionKind, scope: string) => comparisonCost(kind, [scope, scope], scope);
    assert.ok(cost("read", "./{a,b,c,d}/*") > 3 * cost("read", "./{a,b}/*"));
    assert.ok(cost("ai", "{a,b,c,d}-*") > 3 * cost("ai", "{a,b}-*"));
    assert.deepEqual([cost("net", "*.example.com"), cost("memory", "notes"), cost("system", "clipboard")], [2, 2, 2]);
    assert.equal(cost("read", "=./{a,b,c}"), 2, "written as it is");
    assert.equal(comparisonCost("read", ["./["], "./a"), comparisonCost("read", ["./b"], "./a"), "cannot be read");
    assert.ok(!isTooMuch("read", ["all", "all"], braces("read", "a", 99)));
  });
});
