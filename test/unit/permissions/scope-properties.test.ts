import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { combine } from "../../../runtime/core/permissions/compare.ts";
import { scopeCovers, scopesOverlap } from "../../../runtime/core/permissions/cover.ts";
import { decide, type Rules } from "../../../runtime/core/permissions/decide.ts";
import { parseNetScope, parseTarget } from "../../../runtime/core/permissions/net-scope.ts";
import { checkScope } from "../../../runtime/core/permissions/parse-scope.ts";
import { type PathRoots, scopeForPath } from "../../../runtime/core/permissions/path-scope.ts";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";
import { queryScope } from "../../../runtime/core/permissions/query-scope.ts";
import type { PermissionKind } from "../../../runtime/core/ports.ts";

const W = "${workspaceFolder}";
const ROOTS: PathRoots = { plugin: "/p", data: "/p", workspace: ["/w"] };

const segment = fc.constantFrom("a", "b", ".x", "*", "**", "?", "[ab]", "a*", "*b", "{a,b*}");
const scope = fc
  .tuple(fc.constantFrom("./", "/p/", "/", `${W}/`, "=./"), fc.array(segment, { minLength: 1, maxLength: 4 }))
  .map(([base, parts]) => `${base}${parts.join("/")}`);
const name = fc.constantFrom("a", "b", ".x", "ab", "aab", "**", "a*");
const path = fc
  .tuple(fc.constantFrom("/p", "/w", ""), fc.array(name, { minLength: 1, maxLength: 5 }))
  .map(([base, parts]) => `${base}/${parts.join("/")}`);
const host = fc.constantFrom(
  "*.a.b",
  "a.b",
  "x.a.b",
  "*.b",
  "10.0.0.0/8",
  "10.1.0.0/16",
  "10.1.2.3",
  "[::]/0",
  "[::1]",
);
const port = fc.constantFrom("", ":443", ":80", ":*", ":8080");
const netScope = fc.tuple(host, port).map(([h, p]) => `${h}${p}`);
const url = fc
  .tuple(
    fc.constantFrom("http", "https"),
    fc.constantFrom("a.b", "x.a.b", "y.x.a.b", "b", "10.1.2.3", "10.9.9.9", "[::1]"),
    fc.constantFrom("", ":443", ":80", ":8080", ":9"),
  )
  .map(([protocol, h, p]) => `${protocol}://${h}${p}`);
const either = fc.oneof(
  fc.record({
    kind: fc.constantFrom("read" as const, "write" as const),
    scopes: fc.array(scope, { maxLength: 3 }),
    one: scope,
    two: scope,
    value: path,
    all: fc.array(scope, { maxLength: 3 }),
    deny: fc.array(scope, { maxLength: 2 }),
  }),
  fc.record({
    kind: fc.constant("net" as const),
    scopes: fc.array(netScope, { maxLength: 3 }),
    one: netScope,
    two: netScope,
    value: url,
    all: fc.array(netScope, { maxLength: 3 }),
    deny: fc.array(netScope, { maxLength: 2 }),
  }),
);

function rulesOf(
  kind: PermissionKind,
  declared: readonly string[],
  allow: readonly string[],
  deny: readonly string[],
): Rules {
  const set = { ...NO_PERMISSIONS, protocols: ["https", "http"], [kind]: declared };
  return { declared: set, allow: { [kind]: allow }, deny: { [kind]: deny } };
}

function stateOf(rules: Rules, kind: "read" | "write" | "net", value: string) {
  const target = parseTarget(value);
  const query = kind === "net" ? { kind, ...(target ?? { host: "" }) } : { kind, path: value };
  return decide(rules, query, ROOTS).state;
}

const permits = (kind: "read" | "write" | "net", one: string, value: string) =>
  stateOf(rulesOf(kind, [one], [one], []), kind, value) === "granted";

describe("properties of scopes", () => {
  it("a scope that covers another permits all that it permits", () => {
    fc.assert(
      fc.property(either, ({ kind, one, two, value }) => {
        if (scopeCovers(kind, one, two, ROOTS) && permits(kind, two, value)) assert.ok(permits(kind, one, value));
      }),
      { numRuns: 5000 },
    );
  });

  it("scopes that do not overlap permit nothing in common", () => {
    fc.assert(
      fc.property(either, ({ kind, one, two, value }) => {
        if (permits(kind, one, value) && permits(kind, two, value)) assert.ok(scopesOverlap(kind, one, two, ROOTS));
      }),
      { numRuns: 5000 },
    );
  });

  it("every scope covers itself", () => {
    fc.assert(fc.property(either, ({ kind, one }) => assert.ok(scopeCovers(kind, one, one))));
  });

  it("a query agrees with the check of everything in it", () => {
    fc.assert(
      fc.property(either, ({ kind, scopes, all, deny, one, value }) => {
        const rules = rulesOf(kind, all, scopes, deny);
        const state = queryScope(rules, kind, one, ROOTS);
        if (state !== "partial" && permits(kind, one, value)) assert.equal(stateOf(rules, kind, value), state);
      }),
      { numRuns: 5000 },
    );
  });

  it("a query of exactly one path is the check of that path", () => {
    const ofPaths = fc.array(scope, { maxLength: 3 });
    fc.assert(
      fc.property(ofPaths, ofPaths, ofPaths, path, (declared, allow, deny, value) => {
        const rules = rulesOf("read", declared, allow, deny);
        const exact = scopeForPath(value, ROOTS, "read");
        assert.equal(queryScope(rules, "read", exact, ROOTS), stateOf(rules, "read", value));
      }),
      { numRuns: 2000 },
    );
  });

  it("the order of rules does not matter", () => {
    const reversed = <T>(list: readonly T[]) => [...list].reverse();
    fc.assert(
      fc.property(either, ({ kind, scopes, all, deny, one, value }) => {
        const rules = rulesOf(kind, all, scopes, deny);
        const other = rulesOf(kind, reversed(all), reversed(scopes), reversed(deny));
        assert.equal(stateOf(rules, kind, value), stateOf(other, kind, value));
        assert.equal(queryScope(rules, kind, one, ROOTS), queryScope(other, kind, one, ROOTS));
      }),
    );
  });

  it("what is revoked is no longer granted", () => {
    fc.assert(
      fc.property(either, ({ kind, one, scopes, value }) => {
        const left = scopes.filter((other) => other !== one && !permits(kind, other, value));
        if (permits(kind, one, value)) assert.equal(stateOf(rulesOf(kind, [one], left, []), kind, value), "prompt");
      }),
    );
  });

  it("a path has a scope that names it and nothing else", () => {
    const awkward = fc.array(
      fc.string({ unit: fc.constantFrom(..."ab*?[]{},!+(.)$= ~"), minLength: 1, maxLength: 6 }),
      {
        minLength: 1,
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(fc.constantFrom("/p", "/w", "/elsewhere"), awkward, awkward, (base, parts, others) => {
        const usable = (list: string[]) => list.every((part) => part !== "." && part !== "..");
        if (!usable(parts) || !usable(others)) return;
        const exact = scopeForPath(`${base}/${parts.join("/")}`, ROOTS, "read");
        assert.deepEqual(checkScope("read", exact).error, undefined);
        assert.ok(permits("read", exact, `${base}/${parts.join("/")}`));
        assert.equal(permits("read", exact, `${base}/${others.join("/")}`), parts.join("/") === others.join("/"));
      }),
    );
  });

  it("a parsed scope shows the text it was parsed from, which parses to the same", () => {
    fc.assert(
      fc.property(netScope, (text) => {
        const parsed = parseNetScope(text);
        assert.ok(parsed.ok);
        assert.equal(parsed.scope.text, text);
        assert.deepEqual(parseNetScope(parsed.scope.text), parsed);
      }),
    );
  });
});

describe("queryScope", () => {
  const rules = (declared: string[], allow: string[], deny: string[] = []) => rulesOf("read", declared, allow, deny);
  const cases: [string, Rules, string | undefined, string][] = [
    ["a granted part of the declared", rules(["./**"], ["./a/**"]), "./a/b/**", "granted"],
    ["more than was granted", rules(["./**"], ["./a/**"]), "./**", "partial"],
    ["a denied part", rules(["./**"], ["./**"], ["./a/x"]), "./a/**", "partial"],
    ["beside a denied part", rules(["./**"], ["./**"], ["./a/x"]), "./b/**", "granted"],
    ["inside what is denied", rules(["./**"], ["./**"], ["./a/**"]), "./a/b", "denied"],
    ["nothing granted", rules(["./**"], []), "./a", "prompt"],
    ["more than is declared", rules(["./a"], []), "./*", "partial"],
    ["not declared", rules(["./a"], ["./**"]), "./b", "denied"],
    ["not a scope", rules(["./**"], ["./**"]), "../x", "denied"],
    ["a denial that cannot be read", rules(["./**"], ["./**"], ["../x"]), "./a", "denied"],
    ["everything, nothing declared", rules([], []), undefined, "denied"],
    ["everything, granted", rules(["./a", "./b"], ["./a", "./b"]), undefined, "granted"],
    ["everything, half granted", rules(["./a", "./b"], ["./a"]), undefined, "partial"],
    ["everything, undecided", rules(["./a", "./b"], []), undefined, "prompt"],
    [
      "everything of a bare file",
      { ...rules([], []), declared: { ...NO_PERMISSIONS, read: "all" }, allow: { read: "all" } },
      undefined,
      "granted",
    ],
    [
      "everything but a part",
      { declared: { ...NO_PERMISSIONS, read: "all" }, allow: { read: "all" }, deny: { read: ["./a"] } },
      undefined,
      "partial",
    ],
    [
      "some of everything",
      { declared: { ...NO_PERMISSIONS, read: "all" }, allow: { read: ["./a"] }, deny: {} },
      undefined,
      "partial",
    ],
    ["everything denied", { ...rules(["./a"], ["./a"]), deny: { read: "all" } }, undefined, "denied"],
    ["a scope, everything denied", { ...rules(["./a"], ["./a"]), deny: { read: "all" } }, "./a", "denied"],
    ["all allowed", { ...rules(["./a"], []), allow: { read: "all" } }, "./a", "granted"],
    ["no list", { ...rules(["./a"], []), allow: {}, deny: {} }, "./a", "prompt"],
  ];
  for (const [title, given, asked, expected] of cases) {
    it(title, () => assert.equal(queryScope(given, "read", asked, ROOTS), expected));
  }

  it("denies the network without a protocol", () => {
    const set = { ...NO_PERMISSIONS, net: ["a.example"] };
    const allow = { net: "all" } as const;
    assert.equal(queryScope({ declared: set, allow, deny: {} }, "net", "a.example", ROOTS), "denied");
    assert.equal(
      queryScope({ declared: { ...set, protocols: "all" }, allow, deny: {} }, "net", "a.example", ROOTS),
      "granted",
    );
  });
});

describe("sets of permissions", () => {
  it("combined permit what either did, and nothing else", () => {
    const list = fc.array(scope, { maxLength: 4 });
    fc.assert(
      fc.property(list, list, path, (one, two, value) => {
        const { read } = combine({ ...NO_PERMISSIONS, read: one }, { ...NO_PERMISSIONS, read: two });
        const permitted = (scopes: readonly string[]) => scopes.some((each) => permits("read", each, value));
        assert.equal(permitted(read), permitted([...one, ...two]));
      }),
    );
  });
});
