import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { declaredReasons, reasonFor } from "../../../runtime/core/permissions/reason.ts";

describe("reasons", () => {
  const reasons = declaredReasons({
    permissions: { reasons: { "filesystem.read": "reads", "system.clipboard": "copies" } },
    optionalPermissions: { reasons: { "filesystem.read": "other", network: "asks", system: "shows" } },
  });

  it("go by the place in the manifest, the required block first", () => {
    assert.equal(reasonFor(reasons, { kind: "read", path: "/x" }), "reads");
    assert.equal(reasonFor(reasons, { kind: "write", path: "/x" }), undefined);
    assert.equal(reasonFor(reasons, { kind: "net", host: "a.example" }), "asks");
  });

  it("of a system capability may be its own or that of all", () => {
    assert.equal(reasonFor(reasons, { kind: "system", name: "clipboard" }), "copies");
    assert.equal(reasonFor(reasons, { kind: "system", name: "camera" }), "shows");
    assert.equal(reasonFor({}, { kind: "system", name: "constructor" }), undefined);
  });
});
