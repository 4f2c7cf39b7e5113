import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { scopeCovers, scopesOverlap } from "../../../runtime/core/permissions/cover.ts";
import { decide, type PathRoots, type Rules } from "../../../runtime/core/permissions/decide.ts";
import { scopeForPath } from "../../../runtime/core/permissions/path-scope.ts";
import { NO_PERMISSIONS } from "../../../runtime/core/permissions/permission-set.ts";
import { queryScope } from "../../../runtime/core/permissions/query-scope.ts";

/** `${workspaceFolder}`, or that of one name. */
const W = (name?: string) => `\${workspaceFolder${name === undefined ? "" : `:${name}`}}`;
const EXACT: PathRoots = { plugin: "/code", data: "/data", workspace: ["/w"] };
const FOLDING: PathRoots = { ...EXACT, caseInsensitive: true };

function permits(scope: string, path: string, roots: PathRoots = EXACT, kind: "read" | "write" = "read"): boolean {
  const declared = { ...NO_PERMISSIONS, [kind]: [scope] };
  return decide({ declared, allow: { [kind]: "all" }, deny: {} }, { kind, path }, roots).state === "granted";
}

describe("a path that is decided about", () => {
  it("is absolute and resolved, or it is denied whatever was granted", () => {
    const hint = (path: string) => {
      const rules = { declared: { ...NO_PERMISSIONS, read: ["/**"] }, allow: { read: "all" as const }, deny: {} };
      const { state, hint: why } = decide(rules, { kind: "read", path }, EXACT);
      return `${state} ${why}`.trim();
    };
    const long = (length: number) => `/${"x".repeat(length - 1)}`;
    for (const path of ["/", "/a", "C:/", "c:/a/b", "/..a/b", "/a/b..", "/.a", "/a./b", "/...", long(32_768)]) {
      assert.equal(hint(path), "granted", path.slice(0, 20));
    }
    const bad = ["", "a", "./a", "../a", "C:", "C:a", "1:/a", "/a/../b", "/..", "/a/..", "/a/./b", "/.", "C:/../a"];
    for (const path of [...bad, "//", "//a", "/a//b", "/a/", "C://a", "/a\0", " /a", "x/C:/a", "x/a", long(32_769)]) {
      assert.equal(hint(path), "denied This value is malformed", path.slice(0, 20));
    }
  });
});

describe("what a file scope permits", () => {
  it("with and without the difference of case and Unicode form", () => {
    // scope, path, whether where names differ, whether where they do not
    const cases: readonly (readonly [string, string, boolean, boolean])[] = [
      ["./a/*.txt", "/data/a/x.txt", true, true],
      ["./a/*.txt", "/data/A/X.TXT", false, true],
      ["./a/*.txt", "/data/a/x.md", false, false],
      ["./a/*.txt", "/DATA/a/x.txt", false, true],
      ["./a/*.txt", "/Code/a/x.txt", false, true],
      ["./straße", "/data/STRASSE", false, true],
      ["./gro\u0308ße", "/data/größe", false, true],
      ["./[[:upper:]]", "/data/A", true, true],
      ["./[[:upper:]]", "/data/a", false, true],
      ["./[a-c]", "/data/B", false, true],
      ["./[a-c]", "/data/D", false, false],
      ["./\u017f*", "/data/sx", false, true],
      ["=./a*", "/data/A*", false, true],
      ["=./a*", "/data/a*", true, true],
      ["=./a*", "/data/ab", false, false],
      [".", "/DATA", false, true],
      [".", "/data", true, true],
      [".", "/data/a", false, false],
      ["./**", "/Data", false, true],
      [`${W("w")}/x`, "/W/X", false, true],
      [`${W("W")}/x`, "/w/x", false, true],
      [`${W("V")}/x`, "/w/x", false, false],
      ["/etc/*", "/ETC/x", false, true],
      ["/etc/*", "/etc/x/y", false, false],
      ["C:/a/*", "c:/A/x", false, true],
      ["C:/a/*", "C:/a/x", true, true],
      ["C:/a/*", "D:/a/x", false, false],
      ["./a", "/dat/a", false, false],
      ["./a", "/data2/a", false, false],
      ["./a", "/dat", false, false],
    ];
    for (const [scope, path, exact, folding] of cases) {
      assert.equal(permits(scope, path, EXACT), exact, `${scope} ${path}`);
      assert.equal(permits(scope, path, FOLDING), folding, `${scope} ${path}, folding`);
    }
  });

  it("counts folders where folding changes the length of their names", () => {
    const roots = { ...FOLDING, plugin: "/straße/ßß", data: "/straße/ßß" };
    assert.ok(permits("./a/b", "/STRASSE/ssSS/a/b", roots));
    assert.ok(permits(".", "/STRASSE/ssSS", roots));
    assert.ok(!permits("./a/b", "/STRASSE/sss/a/b", roots));
    assert.ok(!permits("./**", "/STRASSE", roots));
    assert.ok(!permits("./a/b", "/STRASSE/a/b", roots));
  });

  it("reads code and data, and writes data only", () => {
    for (const [path, read, write] of [
      ["/data/x", true, true],
      ["/code/x", true, false],
      ["/w/x", false, false],
    ] as const) {
      assert.deepEqual([permits("./*", path), permits("./*", path, EXACT, "write")], [read, write], path);
    }
  });

  it("takes every character but the wildcards for itself, and sees hidden files", () => {
    for (const [scope, path, expected] of [
      ["./*", "/data/.hidden", true],
      ["./**", "/data/.git/config", true],
      ["./a@(b|c)", "/data/ab", false],
      ["./+(a)", "/data/aa", false],
      ["./!a", "/data/b", false],
      ["./!a", "/data/!a", true],
      ["./#a", "/data/#a", true],
      ["/!a", "/b", false],
      ["./a?", "/data/ab", true],
      ["./a?", "/data/a", false],
      ["./{a,b}/x", "/data/b/x", true],
      ["./{a,b}/x", "/data/c/x", false],
      ["./a{1..3}", "/data/a2", true],
      ["./a{1..3}", "/data/a4", false],
      ["./**/x", "/data/x", true],
      ["./**/x", "/data/a/b/x", true],
      ["./a**", "/data/a/b", false],
      ["./a**", "/data/ab", true],
      ["/", "/", false],
      ["/*", "/a", true],
      ["/**", "/", true],
    ] as const) {
      assert.equal(permits(scope, path), expected, `${scope} ${path}`);
    }
  });

  it("roots that are not absolute hold nothing", () => {
    for (const root of ["", "data", "./data", "x/data"]) {
      const roots = { plugin: root, data: root, workspace: [root] };
      for (const path of ["/", "/data", "/data/a", "/x/data/a"]) {
        assert.ok(!permits("./**", path, roots), `${root} ${path}`);
        assert.ok(!permits(`${W()}/**`, path, { ...roots, caseInsensitive: true }), `${root} ${path}`);
      }
    }
  });

  it("the root folder as a workspace holds everything", () => {
    const roots = { ...EXACT, workspace: ["/"] };
    for (const path of ["/", "/a", "/a/b"]) assert.ok(permits(`${W()}/**`, path, roots), path);
    assert.ok(permits(W(), "/", roots));
    assert.ok(permits(W(), "/", { ...roots, caseInsensitive: true }));
    assert.ok(!permits(W(), "/a", roots));
  });
});

describe("the scope that names one path", () => {
  const named = (path: string, roots: PathRoots = EXACT, kind: "read" | "write" = "read") =>
    scopeForPath(path, roots, kind);

  it("is relative where it can be, literal where it must be, and permits that path", () => {
    const many: PathRoots = { ...EXACT, workspace: ["/w", "/v/api", "/u/api", "/t/web", "/s/{x}", "/r/Web"] };
    const cases: readonly (readonly [string, PathRoots, string])[] = [
      ["/data", EXACT, "."],
      ["/data/a", EXACT, "./a"],
      ["/code/a", EXACT, "./a"],
      ["/data/a*", EXACT, "=./a*"],
      ["/data/a?/b", EXACT, "=./a?/b"],
      ["/data/[a", EXACT, "=./[a"],
      ["/data/a]", EXACT, "=./a]"],
      ["/data/{a", EXACT, "=./{a"],
      ["/data/a}", EXACT, "=./a}"],
      ["/w", EXACT, W()],
      ["/w/a", EXACT, `${W()}/a`],
      ["/w/a*", EXACT, `=${W()}/a*`],
      ["/w/a", many, `${W("w")}/a`],
      ["/v/api/a", many, "/v/api/a"], // two have this name
      ["/t/web/a", many, `${W("web")}/a`],
      ["/r/Web/a", many, `${W("Web")}/a`],
      ["/t/web/a", { ...many, caseInsensitive: true }, "/t/web/a"], // two have this name
      ["/s/{x}/a", many, "=/s/{x}/a"],
      ["/etc/a", EXACT, "/etc/a"],
      ["/DATA/a", EXACT, "/DATA/a"],
      ["/DATA/A", FOLDING, "./A"],
      ["/W/A", FOLDING, `${W()}/A`],
      ["C:/a", EXACT, "C:/a"],
    ];
    for (const [path, roots, scope] of cases) {
      assert.equal(named(path, roots), scope, path);
      assert.ok(permits(scope, path, roots), `${scope} ${path}`);
    }
    assert.equal(named("/code/a", EXACT, "write"), "/code/a", "code is not written");
  });
});

describe("how file scopes relate where they lie", () => {
  it("with case and Unicode form told apart, and without", () => {
    for (const [one, two, exact, folding] of [
      ["./a/*.txt", "./A/X.TXT", false, true],
      ["./a*", "./AB*", false, true],
      ["./*a", "./*BA", false, true],
      ["./a*", "./B*", false, false],
      ["./*a", "./*B", false, false],
      ["./ß", "./SS", false, true],
      ["./a", "./b", false, false],
      [`${W("w")}/a`, `${W("W")}/a`, false, true],
      ["/data/a", "./a", true, true],
      ["/data/a", "./b", false, false],
      ["/code/a", "./a", true, true],
      ["./**/a/**", "./b/**/c/**", true, true],
      ["./**/a", "./**/b", false, false],
      ["./a/**", "./a", false, false],
      ["./a/**", "./a/b", true, true],
      ["./a", "./a/**", false, false],
      ["./a/**/b", "./a/b", true, true],
      ["./a/b", "./a/**/b", true, true],
      ["./a/**/b/c", "./a/x/**/c", true, true],
      ["./a/**/b", "./c/**/b", false, false],
    ] as const) {
      assert.equal(scopesOverlap("read", one, two, EXACT), exact, `${one} ${two}`);
      assert.equal(scopesOverlap("read", two, one, EXACT), exact, `${two} ${one}`);
      assert.equal(scopesOverlap("read", one, two, FOLDING), folding, `${one} ${two}, folding`);
    }
  });

  it("by the place that each kind uses", () => {
    assert.ok(scopesOverlap("read", "/code/a", "./a", EXACT));
    assert.ok(!scopesOverlap("write", "/code/a", "./a", EXACT), "code is not written");
    assert.ok(scopeCovers("write", "/data/**", "./a", EXACT));
    assert.ok(!scopeCovers("read", "/data/**", "./a", EXACT), "it is read from the code too");
  });

  it("says that one covers another only when it does", () => {
    for (const [outer, inner, expected] of [
      ["./*", "./a", true],
      ["./*", "./A*", true],
      ["./a", "./A", false],
      ["./a*", "./A", false],
      ["./a*", "./a*b", true],
      ["./a*b", "./a*", false],
      ["./*b", "./b*", false],
      ["./*b", "./a*b", true],
      ["./a*", "./ba*", false],
      ["./*a", "./*ab", false],
      ["./a?", "./a*", false],
      ["./a?*", "./ab*", false], // it does: not seen, and safe
      ["./a*[b]", "./ax", false],
      ["./a", "./[a]", false],
      ["./**/**/a", "./**/a", true],
      ["./**/a", "./**/**/a", true],
      ["./a/**/**", "./a/b", true],
      ["./**/a/**/b/**/c", "./a/a/b/b/c", true],
      ["./**/a/**/b/**/c", "./a/a/b/b/d", false],
    ] as const) {
      assert.equal(scopeCovers("read", outer, inner, EXACT), expected, `${outer} ${inner}`);
    }
  });

  it("no scope of another kind of thing is taken for one", () => {
    for (const kind of ["net", "memory", "ai", "system"] as const) {
      assert.ok(!scopeCovers(kind, "**", "./a") || kind === "ai");
      assert.ok(!scopesOverlap(kind, "./a b", "/etc/**"), kind);
    }
  });

  it("a question about more than can be compared is answered, and leans to the safe side", () => {
    // Without a limit the whole list alone would take the better part of an hour.
    const braces = (of: (n: number) => string) => `{${Array.from({ length: 100 }, (_, n) => of(n)).join(",")}}`;
    const scopes = Array.from({ length: 400 }, (_, n) => `./d*${n}/${braces((m) => `*a*/q${m}`)}`);
    const asked = `./*x*/${braces((n) => `*b*/*${n}`)}`;
    const declared = { ...NO_PERMISSIONS, read: scopes };
    const query = (rules: Partial<Rules>, scope: string | undefined) =>
      queryScope({ declared, allow: {}, deny: {}, ...rules }, "read", scope, EXACT);
    assert.equal(query({}, asked), "partial");
    assert.equal(query({}, undefined), "prompt");
    assert.equal(query({ allow: { read: scopes } }, undefined), "granted");
    assert.equal(query({ allow: { read: scopes } }, scopes[7]), "granted");
    assert.equal(query({ deny: { read: ["./**"] } }, undefined), "denied");
    const [one = ""] = scopes;
    assert.equal(scopeCovers("read", one, asked, EXACT), false);
    assert.equal(scopesOverlap("read", one, asked, EXACT), true);
    assert.ok(scopeCovers("read", one, one, EXACT));
  });

  it("a comparison of many globstars ends", () => {
    const one = `./${"**/a/".repeat(32)}x`;
    const two = `./${"a/".repeat(200)}b`;
    assert.ok(!scopeCovers("read", one, two));
    assert.ok(!scopesOverlap("read", one, `./${"**/a/".repeat(32)}y`));
  });
});
