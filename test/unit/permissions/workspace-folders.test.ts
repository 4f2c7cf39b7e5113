import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { scopeCovers, scopesOverlap } from "../../../runtime/core/permissions/cover.ts";
import { decide, type PathRoots } from "../../../runtime/core/permissions/decide.ts";
import { checkScope } from "../../../runtime/core/permissions/parse-scope.ts";
import { scopeForPath } from "../../../runtime/core/permissions/path-scope.ts";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";

/** `${workspaceFolder}`, or that of one name. */
const W = (name?: string) => `\${workspaceFolder${name === undefined ? "" : `:${name}`}}`;

function open(...workspace: string[]): PathRoots {
  return { plugin: "/p", data: "/p", workspace };
}

function permits(scope: string, path: string, roots: PathRoots): boolean {
  const rules = { declared: { ...NO_PERMISSIONS, read: [scope] }, allow: { read: "all" as const }, deny: {} };
  return decide(rules, { kind: "read", path }, roots).state === "granted";
}

describe("scopes of one workspace folder", () => {
  const roots = open("/w/api", "/w/web");

  it("cover what lies in the folder of that name, the folder itself with **, and nothing else", () => {
    for (const [scope, path, expected] of [
      [`${W("api")}/**`, "/w/api/a/b.ts", true],
      [`${W("api")}/**`, "/w/api", true],
      [W("api"), "/w/api", true],
      [W("api"), "/w/api/a", false],
      [`=${W("api")}/a*`, "/w/api/a*", true],
      [`=${W("api")}/a*`, "/w/api/ab", false],
      [`${W("api")}/**`, "/w/web/a", false],
      [`${W("api")}/**`, "/w/api2/a", false],
      [`${W("api")}/**`, "/w/a", false],
      [`${W("API")}/**`, "/w/api/a", false],
      [`${W("*")}/**`, "/w/api/a", false],
      [`${W("a?i")}/**`, "/w/api/a", false],
      [`${W("none")}/**`, "/w/api/a", false],
      [`${W()}/**`, "/w/web/a", true],
    ] as const) {
      assert.equal(permits(scope, path, roots), expected, `${scope} ${path}`);
    }
  });

  it("take any character of a name for itself", () => {
    for (const name of ["a b", "a*", "[x]", "?", "a:b", "größe", "$", "a$b", "-", "(a)", "!a", "#a", "=a", "**"]) {
      const scope = `${W(name)}/*.md`;
      assert.deepEqual(checkScope("read", scope), { broad: false }, scope);
      assert.ok(permits(scope, `/w/${name}/x.md`, open("/w/other", `/w/${name}`)), name);
      assert.ok(!permits(scope, "/w/other/x.md", open("/w/other", `/w/${name}`)), name);
    }
  });

  it("cover every open folder of the name, and none where none is open", () => {
    const twins = open("/w/api", "/v/api", "/w/web");
    for (const path of ["/w/api/a", "/v/api/a"]) assert.ok(permits(`${W("api")}/*`, path, twins));
    for (const none of [open(), open("/w/web"), open("/")]) assert.ok(!permits(`${W("api")}/**`, "/w/api/a", none));
    const rules = {
      declared: { ...NO_PERMISSIONS, read: ["/**"] },
      allow: { read: "all" as const },
      deny: { read: [`${W("api")}/**`] },
    };
    for (const path of ["/w/api/a", "/v/api/a"]) {
      assert.equal(decide(rules, { kind: "read", path }, twins).state, "denied");
    }
  });

  it("compare names as the file system does", () => {
    const folding: PathRoots = { ...open("/w/Straße", "/w/other"), caseInsensitive: true };
    assert.ok(permits(`${W("STRASSE")}/*`, "/w/straße/a", folding));
    assert.ok(permits(`${W("Straße")}/*`, "/w/STRASSE/A", folding));
    assert.ok(!permits(`${W("STRASSE")}/*`, "/w/Straße/a", open("/w/Straße")));
  });

  it("are refused where the name cannot be one, with the place", () => {
    for (const [scope, offset] of [
      [`${W("")}/x`, 0],
      [`${W("../x")}/y`, 0],
      [`${W("a{b}")}/y`, 0],
      [`${W("a")}y`, 0],
      [`${W("a")}/\${x}`, 21],
      [`./${W("a")}/x`, 2],
      [`${W("a")}/../x`, 21],
      [`${W("a")}/`, 20],
      [`${W("a\\b")}/y`, 19],
      [`${W("a\u202a\n")}/y`, 20],
    ] as const) {
      assert.equal(checkScope("read", scope).error?.offset, offset, scope);
    }
  });
});

describe("scopes of one workspace folder, compared", () => {
  const relations: readonly (readonly [string, string, boolean, boolean])[] = [
    [`${W()}/**`, `${W("api")}/**`, true, true],
    [`${W("api")}/**`, `${W()}/**`, false, true],
    [`${W("api")}/**`, `${W("api")}/a/*`, true, true],
    [`${W("api")}/**`, `${W("web")}/**`, false, false],
    [`${W()}/*/x`, `${W("api")}/x`, false, false],
    [`${W()}/*`, `${W("api")}/x`, true, true],
    ["./**", `${W("api")}/x`, false, false],
    ["./a", `${W()}/x`, false, false],
  ];
  for (const roots of [undefined, open(), open("/w/x"), open("/w/x", "/w/y")]) {
    it(`with ${roots === undefined ? "no roots" : roots.workspace.join(" ") || "no folder"}`, () => {
      for (const [outer, inner, covers, overlap] of relations) {
        assert.equal(scopeCovers("read", outer, inner, roots), covers, `${outer} covers ${inner}`);
        assert.equal(scopesOverlap("read", outer, inner, roots), overlap, `${outer} overlaps ${inner}`);
        assert.equal(scopesOverlap("read", inner, outer, roots), overlap, `${inner} overlaps ${outer}`);
      }
    });
  }

  it("know where open folders lie", () => {
    const roots = open("/w/api", "/w/web");
    assert.ok(scopeCovers("read", "/w/**", `${W("api")}/**`, roots));
    assert.ok(!scopeCovers("read", "/w/api/**", `${W()}/**`, roots));
    assert.ok(scopesOverlap("read", "/w/api/x", `${W("api")}/*`, roots));
    assert.ok(!scopesOverlap("read", "/w/api/x", `${W("web")}/*`, roots));
  });
});

describe("the scope for a path of a workspace with several folders", () => {
  it("names the folder, or its path where the name says too little", () => {
    const cases: readonly (readonly [PathRoots, string, string])[] = [
      [open("/w/api"), "/w/api/a", `${W()}/a`],
      [open("/w/api", "/w/web"), "/w/web/a", `${W("web")}/a`],
      [open("/w/api", "/w/web"), "/w/web", W("web")],
      [open("/w/a[b]", "/w/web"), "/w/a[b]/x", `${W("a[b]")}/x`],
      [open("/w/a[b]", "/w/web"), "/w/a[b]/*", `=${W("a[b]")}/*`],
      [open("/w/api", "/v/api"), "/v/api/a", "/v/api/a"],
      [open("/w/a{b", "/v/api"), "/w/a{b/c", "=/w/a{b/c"],
    ];
    for (const [roots, path, expected] of cases) assert.equal(scopeForPath(path, roots, "read"), expected);
  });

  it("covers that path and no other", () => {
    const name = fc.constantFrom("api", "web", "a*", "[x]", "a{b", "ä", "x y", "${z}");
    const folder = fc.tuple(fc.constantFrom("/w", "/v"), name).map((parts) => parts.join("/"));
    const below = fc.array(name, { maxLength: 2 });
    fc.assert(
      fc.property(fc.uniqueArray(folder, { minLength: 1, maxLength: 3 }), folder, below, below, (all, at, one, two) => {
        const roots = open(...all);
        const [path, other] = [one, two].map((names) => [at, ...names].join("/")) as [string, string];
        const scope = scopeForPath(path, roots, "read");
        assert.ok(permits(scope, path, roots), scope);
        assert.equal(permits(scope, other, roots), other === path, `${scope} ${other}`);
        for (const elsewhere of all) {
          const moved = [elsewhere, ...one].join("/");
          assert.equal(permits(scope, moved, roots), moved === path, `${scope} ${moved}`);
        }
      }),
    );
  });
});
