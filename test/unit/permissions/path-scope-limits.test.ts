import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { checkScope } from "../../../runtime/core/permissions/parse-scope.ts";

/** `${workspaceFolder}`, or that of one name. */
const W = (name?: string) => `\${workspaceFolder${name === undefined ? "" : `:${name}`}}`;

describe("the limits of file scopes", () => {
  const error = (scope: string) => checkScope("read", scope).error;

  it("are the last that is accepted and the first that is not", () => {
    assert.equal(error(`./${"**/a/".repeat(32)}b`), undefined);
    assert.match(error(`./${"**/a/".repeat(33)}b`)?.message ?? "", /at most 32 "\*\*"/);
    assert.equal(error("./x{1..100}"), undefined);
    const many = error("./x/{1..101}");
    assert.match(many?.message ?? "", /^The braces stand for more than 100 patterns$/);
    assert.equal(many?.offset, 4);
    assert.equal(error("=./x{1..101}"), undefined, "braces stand for themselves");
  });

  it("say what is wrong, where, and what was probably meant", () => {
    const cases: readonly (readonly [string, RegExp, number, string?])[] = [
      ["/", /empty or \. segments/, 0],
      ["./", /must not end with "\/"/, 1, "./**"],
      ["./a/", /must not end with "\/"; "\/\*\*" means everything inside/, 3, "./a/**"],
      ["C:/", /must not end with "\/"/, 2, "C:/**"],
      [`${W()}/`, /must not end with "\/"/, W().length, `${W()}/**`],
      [`${W("w")}/`, /must not end with "\/"/, W("w").length, `${W("w")}/**`],
      ["..", /must not contain "\.\."/, 0],
      ["../a", /must not contain "\.\."/, 0],
      ["..a", /starts with \.\//, 0, "./..a"],
      ["a/..", /starts with \.\//, 0, "./a/.."],
      ["./a/..", /must not contain "\.\."/, 4],
      ["./a/./b", /empty or \. segments/, 3],
      ["./a/.", /empty or \. segments/, 3],
      ["././a", /empty or \. segments/, 2],
      ["./a//b", /empty or \. segments/, 3],
      ["./a.b//c", /empty or \. segments/, 5],
      ["//a", /empty or \. segments/, 0],
      ["=./a/../b", /must not contain "\.\."/, 5],
      ["=./a//b", /empty or \. segments/, 4],
      ["=a", /starts with \.\//, 1],
      ["~/a", /write the absolute path/, 0],
      ["a~", /starts with \.\//, 0, "./a~"],
      ["${home}/a", /only variable/, 0],
      [`./${W()}`, /only variable/, 2],
      [`${W()}x`, /only variable/, 0],
      [`${W("")}/x`, /only variable/, 0],
      [`${W()}/${W()}`, /only variable/, W().length + 1],
      ["1:/a", /starts with \.\//, 0, "./1:/a"],
      ["a/C:/b", /starts with \.\//, 0, "./a/C:/b"],
    ];
    for (const [scope, message, offset, suggestion] of cases) {
      const found = error(scope);
      assert.match(found?.message ?? "accepted", message, scope);
      assert.equal(found?.offset, offset, scope);
      assert.equal(found?.suggestion, suggestion, scope);
    }
  });

  it("are broad when they reach outside of the plugin and the workspace", () => {
    for (const scope of [".", "./**", "./a", W(), `${W()}/**`, W("w"), `${W("w")}/**`, "=./*", `=${W()}/*`]) {
      assert.deepEqual(checkScope("read", scope), { broad: false }, scope);
    }
    for (const scope of ["/**", "/a", "C:/a", "=/a", "=c:/*"]) {
      assert.deepEqual(checkScope("read", scope), { broad: true }, scope);
    }
  });
});
