import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { scopeCovers, scopesOverlap } from "../../../runtime/core/permissions/cover.ts";
import type { PathRoots } from "../../../runtime/core/permissions/path-scope.ts";

const W = "${workspaceFolder}";
const ROOTS: PathRoots = { plugin: "/p", data: "/p", workspace: ["/w"] };

type Kind = "read" | "net" | "ai" | "memory";

/** `>`: the first covers the second only, `=`: each the other, `x`: they overlap, `|`: they have nothing in common. */
const RELATIONS: readonly [Kind, string, ">" | "=" | "x" | "|", string][] = [
  ["read", "./**", ">", "./a/b"],
  ["read", "./**", ">", "."],
  ["read", "./a/**", "|", "./a"],
  ["read", "./a/**", ">", "./a/b/**"],
  ["read", "./a/**", ">", "./a/**/*"],
  ["read", "./**/b", ">", "./b"],
  ["read", "./**/b", ">", "./a/**/b"],
  ["read", "./**/b", "x", "./a/**"],
  ["read", "./**/a/**/b", ">", "./x/a/b"],
  ["read", "./**/a/**/b", ">", "./a/a/**/b"],
  ["read", "./**/**", "=", "./**"],
  ["read", "./*", ">", "./a*"],
  ["read", "./*", "|", "./a/b"],
  ["read", "./*.csv", ">", "./a*b.csv"],
  ["read", "./a*", ">", "./ab"],
  ["read", "./a*", ">", "./a?c"],
  ["read", "./a*", "|", "./b*"],
  ["read", "./*.csv", "|", "./*.txt"],
  ["read", "./[ab]", ">", "./a"],
  ["read", "./[ab]", "|", "./c"],
  ["read", "./[ab]", "x", "./[bc]"],
  ["read", "./*", ">", "./[ab]*c"],
  ["read", "./[ab]*", "x", "./*c"],
  ["read", "./{a,b}", "=", "./{b,a}"],
  ["read", "./{a,b}/*", ">", "./a/x"],
  ["read", "./a", "|", `${W}/a`],
  ["read", "/**", ">", "./a"],
  ["read", "/**", ">", W],
  ["read", "/p/**", "|", "/q"],
  ["read", "=./a*", "|", "./ab"],
  ["read", "./a*", ">", "=./a*"],
  ["read", "=./{a,b}", "|", "./a"],
  ["read", "=./**", "|", "./a"],
  ["read", "./a/b", "=", "=./a/b"],
  ["read", "C:/**", "|", "D:/**"],
  ["net", "a.example", "=", "A.example."],
  ["net", "*.a.example", ">", "x.a.example"],
  ["net", "*.a.example", ">", "*.x.a.example"],
  ["net", "*.a.example", "=", "*.a.example"],
  ["net", "*.a.example", "|", "*.xa.example"],
  ["net", "*.a.example", "|", "a.example"],
  ["net", "a.example:*", ">", "a.example"],
  ["net", "a.example:*", ">", "a.example:81"],
  ["net", "a.example:443", "x", "a.example"],
  ["net", "a.example:81", "|", "a.example"],
  ["net", "a.example:81", "|", "a.example:82"],
  ["net", "*.example:81", "x", "a.example:*"],
  ["net", "10.0.0.0/8", ">", "10.1.0.0/16"],
  ["net", "10.0.0.0/8", ">", "10.1.2.3"],
  ["net", "10.0.0.0/8", "|", "11.0.0.0/9"],
  ["net", "10.0.0.0/8", "|", "a.example"],
  ["net", "10.0.0.0/8", "|", "*.example"],
  ["net", "0.0.0.0/0", "|", "::/0"],
  ["ai", "*", ">", "gpt-4"],
  ["ai", "*", "|", "local/x"],
  ["ai", "**", ">", "local/*"],
  ["memory", "a", "=", "a"],
  ["memory", "a", "|", "b"],
];

describe("scopes against each other", () => {
  for (const [kind, one, relation, two] of RELATIONS) {
    it(`${kind} ${one} ${relation} ${two}`, () => {
      const found = [
        scopeCovers(kind, one, two),
        scopeCovers(kind, two, one),
        scopesOverlap(kind, one, two),
        scopesOverlap(kind, two, one),
      ];
      const expected = { ">": [true, false, true, true], "=": [true, true, true, true] };
      assert.deepEqual(
        found,
        { ...expected, x: [false, false, true, true], "|": [false, false, false, false] }[relation],
      );
    });
  }

  it("have nothing in common when one cannot be read", () => {
    assert.equal(scopeCovers("read", "./**", "../x"), false);
    assert.equal(scopesOverlap("read", "../x", "./**"), false);
  });

  it("fold names where the file system does", () => {
    const roots = { ...ROOTS, caseInsensitive: true };
    assert.equal(scopesOverlap("read", "./A*c", "./aBC", roots), true);
    assert.equal(scopesOverlap("read", "./A*", "./a*", roots), true);
    assert.equal(scopesOverlap("read", "=./\u00c9", "./E\u0301", roots), true);
    assert.equal(scopesOverlap("read", "./A*", "./a*", ROOTS), false);
  });
});
