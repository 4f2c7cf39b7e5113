import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isUnavailable } from "../../../runtime/core/permissions/capabilities.ts";
import { decide, type Rules } from "../../../runtime/core/permissions/decide.ts";
import { byKind, isKind, PERMISSION_KINDS } from "../../../runtime/core/permissions/kinds.ts";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";
import { queryScope } from "../../../runtime/core/permissions/query-scope.ts";

const ROOTS = { plugin: "/p", data: "/p", workspace: [] };

describe("capabilities that no host has", () => {
  const everything: Rules = {
    declared: { ...byKind(() => "all" as const), protocols: "all" },
    allow: byKind(() => "all" as const),
    deny: {},
  };
  for (const name of ["camera", "microphone"]) {
    it(`${name} is denied whatever is declared and allowed, and the answer says why`, () => {
      assert.deepEqual(decide(everything, { kind: "system", name }, ROOTS), {
        state: "denied",
        scope: "",
        reason: `System capability not available in this host: ${name}`,
        hint: "No permission can give it to a plugin",
      });
      assert.equal(queryScope(everything, "system", name, ROOTS), "denied");
      const declared = { ...NO_PERMISSIONS, system: [name, "notifications"] };
      assert.equal(
        queryScope({ declared, allow: { system: declared.system }, deny: {} }, "system", undefined, ROOTS),
        "partial",
      );
      assert.equal(isUnavailable("memory", name), false);
      assert.equal(decide(everything, { kind: "memory", collection: name }, ROOTS).state, "granted");
      assert.equal(queryScope(everything, "memory", name, ROOTS), "granted");
    });
  }

  it("are no others", () => {
    for (const name of ["notifications", "clipboard", "Camera", ""]) assert.equal(isUnavailable("system", name), false);
    assert.equal(isUnavailable("system", undefined), false);
    assert.equal(decide(everything, { kind: "system", name: "clipboard" }, ROOTS).state, "granted");
  });
});

describe("the kinds of permissions", () => {
  it("are a closed list, each with its place in a record", () => {
    assert.deepEqual(PERMISSION_KINDS, ["read", "write", "net", "memory", "ai", "system"]);
    assert.deepEqual(Object.keys(byKind((kind) => kind)), [...PERMISSION_KINDS]);
    assert.equal(byKind((kind) => `${kind}!`).net, "net!");
    for (const kind of PERMISSION_KINDS) assert.ok(isKind(kind));
    for (const other of ["", "Read", "env", "constructor", "0", 0, null, undefined]) assert.equal(isKind(other), false);
  });
});
