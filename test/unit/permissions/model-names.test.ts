import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { decide, type PathRoots } from "../../../runtime/core/permissions/decide.ts";
import { checkScope } from "../../../runtime/core/permissions/parse-scope.ts";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";

const EXACT: PathRoots = { plugin: "/code", data: "/data", workspace: ["/w"] };

describe("names with wildcards, of models", () => {
  const permitsModel = (scope: string, model: string) => {
    const rules = { declared: { ...NO_PERMISSIONS, ai: [scope] }, allow: { ai: "all" as const }, deny: {} };
    return decide(rules, { kind: "ai", model }, EXACT).state === "granted";
  };

  it("differ in case, whatever the file system does", () => {
    assert.ok(permitsModel("local/*", "local/a"));
    assert.ok(!permitsModel("local/*", "Local/a"));
    assert.ok(!permitsModel("local/*", "local/a/b"));
    assert.ok(permitsModel("local/**", "local/a/b"));
  });

  it("are broad when they leave the provider open", () => {
    const broad = {
      "*": true,
      "**": true,
      "**/x": true,
      "local/*": false,
      "local/**": false,
      "*x": false,
      "a**/b": false,
    };
    for (const [scope, expected] of Object.entries(broad)) {
      assert.deepEqual(checkScope("ai", scope), { broad: expected }, scope);
    }
  });

  it("have a longest name", () => {
    const longest = "x".repeat(256);
    for (const kind of ["memory", "system"] as const) {
      assert.equal(checkScope(kind, longest).error, undefined);
      assert.equal(checkScope(kind, `${longest}x`).error?.offset, 256);
    }
    assert.ok(permitsModel("*", longest));
    assert.ok(!permitsModel("*", `${longest}x`));
    assert.ok(!permitsModel("*", ""));
  });
});
