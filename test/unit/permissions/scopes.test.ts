import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { normaliseHost } from "../../../runtime/core/permissions/net-scope.ts";
import { checkScope } from "../../../runtime/core/permissions/parse-scope.ts";
import type { PermissionKind } from "../../../runtime/core/ports.ts";

const W = ["$", "{workspaceFolder}"].join("");

/** `offset` undefined: the scope is fine. */
function check(kind: PermissionKind, scope: string, offset?: number): void {
  it(`${kind} ${JSON.stringify(scope.length > 60 ? `${scope.slice(0, 60)}…` : scope)}`, () => {
    assert.equal(checkScope(kind, scope).error?.offset, offset);
  });
}

describe("scopes that are accepted", () => {
  for (const scope of ["./data/*", "./**", ".", `${W}/**/*.csv`, W, "/etc/hosts", "C:/Users/*/x", "./a{b,c}/[0-9]?"]) {
    check("read", scope);
  }
  check("write", `./${"a".repeat(1022)}`);
  for (const scope of ["api.openai.com", "*.googleapis.com", "localhost:8080", "127.0.0.1", "10.0.0.0/8:*", "::1"]) {
    check("net", scope);
  }
  for (const scope of ["[::1]:8080", "fd00::/8", "fd00::/8:443", "[fd00::]/8", "[fd00::/8]:443", "bücher.example:*"]) {
    check("net", scope);
  }
  check("memory", "financial-data");
  check("ai", "local/*");
  check("system", "notifications");
});

describe("scopes that are refused, and where", () => {
  check("read", "", 0);
  check("read", "./a\0b", 3);
  check("read", "./a\\b", 3);
  check("read", "data/*", 0);
  check("read", "~/x", 0);
  check("read", "../x", 0);
  check("read", "./a/../b", 4);
  check("read", "./{a,..}/b", 5);
  check("read", "./a//b", 3);
  check("read", "./data/", 6);
  check("read", `./x/${W}`, 4);
  check("read", `./${"a".repeat(1023)}`, 1024);
  check("read", `./${"{a,b}".repeat(150)}`, 2);
  check("read", "./{1..9999999}", 2);
  check("read", `./${"**/a/".repeat(33)}b`, 2);
  check("net", "https://api.example.com", 0);
  check("net", "api.example.com/v1", 15);
  check("net", "a.example:0", 10);
  check("net", "a.example:65536", 10);
  check("net", "*", 0);
  check("net", "[::1/8", 4);
  check("net", "[::1]/8]", 5);
  check("net", "[example.com]", 0);
  check("net", "[::1]443", 0);
  check("net", "10.0.0.0/8/8", 8);
  check("net", "a.*.example", 0);
  check("net", "*.10.0.0.1", 0);
  check("net", "10.0.0.0/33", 0);
  check("net", "010.0.0.0/8", 0);
  check("net", "ex%61mple.com", 2);
  check("net", "user@example.com", 4);
  check("net", "::ffff:0.0.0.0/0", 0);
  check("memory", "book*", 4);
  check("memory", "a\u202e\nb", 2);
  check("ai", "", 0);
});

describe("broad scopes", () => {
  const cases: [PermissionKind, string, boolean][] = [
    ["read", "/**", true],
    ["read", "/etc/hosts", true],
    ["read", "C:/x", true],
    ["read", "./**", false],
    ["read", `${W}/**`, false],
    ["net", "*.com", true],
    ["net", "*.example.com", false],
    ["net", "0.0.0.0/0", true],
    ["net", "10.0.0.0/8", false],
    ["ai", "*", true],
    ["ai", "local/*", false],
  ];
  for (const [kind, scope, broad] of cases) {
    it(`${kind} ${scope}: ${broad}`, () => {
      assert.deepEqual(checkScope(kind, scope), { broad });
    });
  }
});

describe("normaliseHost", () => {
  const cases: [string, string | undefined][] = [
    ["Example.COM.", "example.com"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["2130706433", "127.0.0.1"],
    ["0x7f.1", "127.0.0.1"],
    ["0177.0.0.1", "127.0.0.1"],
    ["127.0.0.1.", "127.0.0.1"],
    ["[::ffff:127.0.0.1]", "127.0.0.1"],
    ["::FFFF:7f00:1", "127.0.0.1"],
    ["[0:0::1]", "::1"],
    ["", undefined],
    [".", undefined],
    ["a..b", undefined],
    ["a b", undefined],
    ["a/b", undefined],
    ["a@b", undefined],
    ["[::1]:80", undefined],
    ["example.com:80", undefined],
    ["a\tb", undefined],
    ["999.1.1.1", undefined],
  ];
  for (const [host, expected] of cases) {
    it(JSON.stringify(host), () => {
      assert.equal(normaliseHost(host), expected);
    });
  }
});
