import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { combine, compare, diff } from "../../../runtime/core/permissions/compare.ts";
import { NO_PERMISSIONS, type PermissionSet } from "../../../runtime/core/permissions/permission-set.ts";

const set = (more: Partial<PermissionSet>): PermissionSet => ({ ...NO_PERMISSIONS, ...more });

describe("sets of permissions", () => {
  it("differ in what is new, wider, narrower and removed", () => {
    const before = set({
      read: ["./a/*", "./gone", "./same"],
      write: ["./out/**"],
      net: ["*.a.example"],
      protocols: ["https"],
    });
    const after = set({
      read: ["./same", "./a/**", "./new"],
      write: ["./out/x"],
      net: ["b.a.example", "*.a.example"],
      protocols: ["https", "http"],
      system: ["clipboard"],
    });
    assert.deepEqual(diff(before, after), [
      { change: "wider", kind: "read", scope: "./a/**", was: ["./a/*"] },
      { change: "new", kind: "read", scope: "./new" },
      { change: "removed", kind: "read", scope: "./gone" },
      { change: "narrower", kind: "write", scope: "./out/x", was: ["./out/**"] },
      { change: "new", kind: "protocols", scope: "http" },
      { change: "new", kind: "system", scope: "clipboard" },
    ]);
  });

  it("compare", () => {
    const small = set({ read: ["./a"] });
    const large = set({ read: ["./**"] });
    assert.equal(compare(small, set({ read: ["=./a"] })), "same");
    assert.equal(compare(small, large), "wider");
    assert.equal(compare(large, small), "narrower");
    assert.equal(compare(small, set({ write: ["./a"] })), "other");
    assert.equal(compare(small, NO_PERMISSIONS), "narrower");
    assert.equal(compare(set({ read: ["a"] }), set({ read: ["a"] })), "same");
  });

  it("combine without what is covered", () => {
    const one = set({ read: ["./a/b", "./c"], memory: ["m"], protocols: ["https"] });
    const two = set({ read: ["./a/**", "./c"], memory: ["n"], protocols: ["https"] });
    assert.deepEqual(combine(one, two), set({ read: ["./c", "./a/**"], memory: ["m", "n"], protocols: ["https"] }));
    assert.deepEqual(combine(two, one), set({ read: ["./a/**", "./c"], memory: ["n", "m"], protocols: ["https"] }));
  });
});
