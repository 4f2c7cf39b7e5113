/** What a denial reaches beyond what the same scope would permit. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { decide, type Query, type Rules } from "../../../runtime/core/permissions/decide.ts";
import { byKind } from "../../../runtime/core/permissions/kinds.ts";
import type { PathRoots } from "../../../runtime/core/permissions/path-scope.ts";
import { queryScope } from "../../../runtime/core/permissions/query-scope.ts";
import type { PermissionKind } from "../../../runtime/core/ports.ts";

const W = ["$", "{workspaceFolder}"].join("");
const ROOTS: PathRoots = { plugin: "/p/code", data: "/p/data", workspace: ["/w", "/v"] };
const EVERYTHING = byKind(() => "all" as const);

function rules(kind: PermissionKind, denied: string): Rules {
  return { declared: { ...EVERYTHING, protocols: "all" }, allow: EVERYTHING, deny: { [kind]: [denied] } };
}

describe("a denied scope of files", () => {
  const cases: readonly [string, string, boolean, Partial<PathRoots>?][] = [
    ["./secrets", "/p/data/secrets", true],
    ["./secrets", "/p/data/secrets/key", true],
    ["./secrets", "/p/code/secrets/a/b", true],
    ["./secrets", "/p/data/secrets.txt", false],
    ["./secrets", "/p/data/a/secrets/key", false],
    [".", "/p/data/x/y", true],
    [".", "/p/database", false],
    [W, "/v/x", true],
    [`${W}/.git`, "/w/.git/config", true],
    [`${W.slice(0, -1)}:w}/.git`, "/v/.git/config", false],
    ["/etc", "/etc/ssl/key", true],
    ["/etc", "/etcetera", false],
    ["/**/.ssh", "/home/me/.ssh/id", true],
    ["/home/*/.ssh", "/home/me/.ssh/id", true],
    ["/{srv,opt/*}", "/srv/x", true],
    ["/{srv,opt/*}", "/opt/a", true],
    // A wildcard at the end says how deep it goes.
    ["/{srv,opt/*}", "/opt/a/b", false],
    ["./data/*", "/p/data/data/a", true],
    ["./data/*", "/p/data/data/a/b", false],
    ["./data/*.key", "/p/data/data/a.key/b", false],
    ["=./a*", "/p/data/a*/b", true],
    ["=./a*", "/p/data/ab/b", false],
    ["./Straße", "/p/data/STRASSE/x", true, { caseInsensitive: true }],
    ["./Straße", "/p/data/STRASSE/x", false],
    ["C:/secrets", "C:/secrets/key", true],
    ["C:/secrets", "c:/SECRETS/key", true, { caseInsensitive: true }],
  ];
  for (const [denied, path, expected, roots] of cases) {
    it(`${denied} ${expected ? "denies" : "does not deny"} ${path}${roots ? " where case is folded" : ""}`, () => {
      const decision = decide(rules("read", denied), { kind: "read", path }, { ...ROOTS, ...roots });
      assert.equal(decision.state, expected ? "denied" : "granted");
      assert.equal(decision.scope, expected ? denied : "all");
    });
  }

  it("denies writing in the data folder alone, as it permits it", () => {
    const state = (path: string) => decide(rules("write", "./x"), { kind: "write", path }, ROOTS).state;
    assert.deepEqual([state("/p/data/x/y"), state("/p/code/x/y")], ["denied", "granted"]);
  });

  it("permits no more than it says", () => {
    const { declared } = rules("read", "");
    const only: Rules = { declared, allow: { read: ["./secrets"] }, deny: {} };
    assert.equal(decide(only, { kind: "read", path: "/p/data/secrets/key" }, ROOTS).state, "prompt");
  });
});

describe("a denied host", () => {
  const cases: readonly [string, string, number | undefined, boolean][] = [
    ["a.example", "a.example", undefined, true],
    ["a.example", "a.example", 8443, true],
    ["*.example", "a.example", 1, true],
    ["10.0.0.0/8", "10.1.2.3", 3000, true],
    ["[fd00::]/8", "fd00::1", 3000, true],
    ["a.example:443", "a.example", undefined, true],
    ["a.example:443", "a.example", 8443, false],
    ["a.example:*", "a.example", 8443, true],
    ["a.example", "b.a.example", 8443, false],
  ];
  for (const [denied, host, port, expected] of cases) {
    it(`${denied} ${expected ? "denies" : "does not deny"} ${host}:${port ?? ""}`, () => {
      const query: Query = { kind: "net", protocol: "https", host, port };
      assert.equal(decide(rules("net", denied), query, ROOTS).state, expected ? "denied" : "granted");
    });
  }
});

describe("names that are denied", () => {
  it("deny themselves and nothing below", () => {
    const state = (model: string) => decide(rules("ai", "local/llama"), { kind: "ai", model }, ROOTS).state;
    assert.deepEqual([state("local/llama"), state("local/llama/7b")], ["denied", "granted"]);
    assert.equal(queryScope(rules("ai", "local/llama"), "ai", "local/llama/*", ROOTS), "granted");
  });
});

describe("a query of what is denied", () => {
  const cases: readonly [PermissionKind, string, string, string][] = [
    ["read", "./secrets", "./secrets/**", "denied"],
    ["read", "./secrets", "./secrets/a/*.key", "denied"],
    ["read", "./secrets", "./**", "partial"],
    ["read", "./secrets", "./*/key", "partial"],
    ["read", "./secrets", "./open/**", "granted"],
    ["read", "./secrets/*", "./secrets/a/b", "granted"],
    ["net", "a.example", "a.example:8443", "denied"],
    ["net", "a.example", "a.example:*", "denied"],
    ["net", "a.example:443", "a.example:*", "partial"],
    ["net", "a.example", "*.example:8443", "partial"],
    ["net", "*.a.example", "a.example:8443", "granted"],
  ];
  for (const [kind, denied, scope, expected] of cases) {
    it(`${kind} ${scope} is ${expected} when ${denied} is denied`, () => {
      assert.equal(queryScope(rules(kind, denied), kind, scope, ROOTS), expected);
    });
  }
});
