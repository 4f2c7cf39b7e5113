import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { allCodes, anchorOf } from "../../../runtime/core/manifest/codes.ts";
import { adviceCodes } from "../../../runtime/core/manifest/lint/codes.ts";
import type { ManifestFiles, Surroundings } from "../../../runtime/core/manifest/rule.ts";
import { analyseSource } from "../../../runtime/core/manifest/sources/analyse.ts";
import { checkManifest, lintManifest } from "../../../runtime/core/manifest/validate.ts";
import type { Problem } from "../../../runtime/core/result.ts";
import { ADVICE_CASES, type AdviceCase } from "./advice-cases.ts";

const SEED = readFileSync(new URL("../../fixtures/seed-plugin.json", import.meta.url), "utf8");

/** A manifest about which there is nothing to say but for these members. */
function manifest(members: string): string {
  const own = new Set([...members.matchAll(/«?"(\w+)"»?: /g)].map(([, key]) => key));
  const rest = {
    name: "A",
    version: "1.0.0",
    description: "Does it.",
    keywords: ["a"],
    build: { entry: "src/main.ts" },
  };
  const needed = Object.entries(rest).filter(([key]) => !own.has(key));
  return `{${[...needed.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`), members].join(", ")}}`;
}

function filesOf(files: AdviceCase["files"]): ManifestFiles | undefined {
  if (!files) return undefined;
  // A name with "?" is there for `exists` only, as on a disk that takes `a` for `A`.
  const content = (path: string) => files[path.replace(/^\.\//, "")];
  return {
    exists: (path) => content(path) !== undefined || content(`${path}?`) !== undefined || path.startsWith("src/"),
    files: Object.keys(files).filter((path) => !path.endsWith("?")),
    text: content,
    start: (path) => {
      const text = content(path);
      return text === undefined ? undefined : Uint8Array.from(text, (unit) => unit.charCodeAt(0));
    },
  };
}

function surroundings({ source, files, installed }: Pick<AdviceCase, "source" | "files" | "installed">): Surroundings {
  const uses = source === undefined ? undefined : analyseSource("src/main.ts", source);
  return { uses, files: filesOf(files), installed };
}

function lint(members: string, around: Pick<AdviceCase, "source" | "files" | "installed">): readonly Problem[] {
  return lintManifest(manifest(members), surroundings(around)).problems;
}

describe("advice", () => {
  for (const item of ADVICE_CASES) {
    const { code, members, fixed } = item;
    it(`${code} ${members.slice(0, 90)}`, () => {
      const marked = manifest(members);
      const start = marked.indexOf("«");
      const text = marked.replace(/[«»]/g, "");
      const around = surroundings(item);
      const { value, problems } = lintManifest(text, around);
      assert.deepEqual(
        problems.map((problem) => problem.code),
        [code],
        JSON.stringify(problems, undefined, 1),
      );
      const [problem] = problems;
      assert.ok(problem);
      assert.ok(value, "advice is never an error");
      assert.notEqual(problem.severity, "error");
      assert.deepEqual([problem.column, problem.endColumn], [start + 1, marked.indexOf("»")]);
      const { fix } = problem;
      const after = fix && text.slice(0, fix.offset) + fix.text + text.slice(fix.offset + fix.length);
      assert.equal(after, fixed && manifest(fixed));
      if (after === undefined) return;
      // What was declared by a fix may deserve a category or a reason.
      const left = lintManifest(after, around).problems.filter((other) => other.code === code);
      assert.deepEqual(left, []);
    });
  }

  it("every code has a case and an entry in the documentation", () => {
    assert.deepEqual([...new Set(ADVICE_CASES.map(({ code }) => code))].sort(), Object.keys(adviceCodes).sort());
    const docs = readFileSync(new URL("../../../docs/manifest.md", import.meta.url), "utf8");
    for (const [code, { title }] of Object.entries(allCodes)) {
      assert.ok(docs.includes(`<a id="${anchorOf(code)}"></a>\`${code}\``), code);
      assert.ok(docs.includes(`**${title}.**`), code);
    }
  });

  it("there is nothing to advise about what is no object", () => {
    const around = { ...surroundings({ source: 'fetch("https://a.example"); commands.go' }), installed: [] };
    for (const text of ["null", "[]", "true", "1", '"x"', "[null]"]) {
      const { problems } = lintManifest(text, around);
      assert.ok(problems.some(({ code }) => code === "manifest/type"));
      assert.deepEqual(
        problems.filter(({ code }) => code.startsWith("lint/")),
        [],
        text,
      );
    }
  });

  it("a missing permission names the call, its place and those of the others", () => {
    const source = 'aiHub.http.get("https://api.example.com");\n\nfetch("https://api.example.com/x");';
    const [problem] = lint('"permissions": {}', { source });
    const message = "`aiHub.http.get('https://api.example.com')` at src/main.ts:1 needs a network permission";
    assert.equal(problem?.message, message);
    assert.deepEqual(
      problem.related?.map(({ path, line, column }) => [path, line, column]),
      [
        ["src/main.ts", 1, 17],
        ["src/main.ts", 3, 8],
      ],
    );
  });

  const silent: readonly (readonly [title: string, members: string, around: Partial<AdviceCase>])[] = [
    [
      "a schema that is half-typed may come to describe a setting",
      '"resources": {"config": "config.json"}',
      { source: 'aiHub.config.get("x");', files: { "config.json": '{"properties": {' } },
    ],
    ["no source was read", '"ui": {"commands": [{"id": "a", "title": "A", "category": "A"}]}', {}],
    [
      "what is computed may be any of them",
      '"ui": {"commands": [{"id": "a", "title": "A", "category": "A"}]}, "api": {"events": ["x"]}, "permissions": {"network": {"domains": ["a.example"], "protocols": ["https"]}, "filesystem": {"read": ["./a"], "write": ["./a"]}}',
      { source: "aiHub.ui.registerCommand(id, f); aiHub.events.emit(e); fetch(url); aiHub.fs.copy(a, b);" },
    ],
    [
      "what is handed on may do anything",
      '"ui": {"panels": [{"id": "a", "title": "A"}]}, "permissions": {"filesystem": {"read": ["./a", "./b/**"]}}',
      { source: "start(aiHub); aiHub.fs.readFile('./b/c');" },
    ],
    [
      "a package may fetch",
      '"permissions": {"network": {"domains": ["a.example"], "protocols": ["https"]}}',
      { source: 'import x from "x"; x();' },
    ],
    [
      "asking for a state needs nothing",
      '"permissions": {}',
      { source: 'aiHub.permissions.query({ name: "net", host: "a.example" })' },
    ],
    ["what may be absent is not missing", '"permissions": {}', { source: "aiHub.http?.get(url);" }],
    ["a URL without a host", '"permissions": {}', { source: 'fetch("data:,x")' }],
    ["events of other plugins", '"api": {"events": []}', { source: 'aiHub.events.on("b/done", f)' }],
    [
      "permissions of the other block",
      '"optionalPermissions": {"network": {"domains": ["*.example.com"], "protocols": ["https"]}}',
      {
        source:
          'fetch("https://a.example.com"); fetch("https://b.example.com"); fetch("https://c.example.com"); fetch("https://d.example.com")',
      },
    ],
    [
      "a schema that admits others",
      '"resources": {"config": "c.json"}',
      {
        source: 'aiHub.config.get("x"); aiHub.config.getAll()',
        files: { "c.json": '{"properties": {}, "additionalProperties": true}' },
      },
    ],
    [
      "a schema that is no JSON",
      '"resources": {"config": "c.json"}',
      { source: 'aiHub.config.get("x")', files: { "c.json": "{{{[[" } },
    ],
    [
      "the permissions are the same",
      '"permissions": {}',
      { installed: [{ id: "a", version: "1.0.0", manifest: '{"name": "A", "version": "1.0.0"}' }] },
    ],
    [
      "the installed manifest is broken",
      '"permissions": {}',
      { installed: [{ id: "a", version: "1.0.0", manifest: "{" }] },
    ],
  ];
  for (const [title, members, around] of silent) {
    it(`is silent: ${title}`, () => {
      const found = lint(members, around).filter(({ code }) => code !== "lint/unexplained-wildcard");
      assert.deepEqual(found, []);
    });
  }

  it("a misspelt system permission is an unknown key and nothing else", () => {
    const found = lint('"permissions": {"system": {"notification": true}}', { source: "f();" });
    assert.deepEqual(
      found.map(({ code }) => code),
      ["manifest/unknown-key"],
    );
  });

  it("code of the page, of tests and of the output does not count", () => {
    const source = 'aiHub.ui.registerCommand("go", f); fetch("https://a.example")';
    const uses = ["src/ui/main.tsx", "src/x.test.ts", "test/x.ts", "dist/main.js", "tools/x.ts", "notes/x.js"].flatMap(
      (path) => analyseSource(path, source),
    );
    const text = manifest('"ui": {"entry": "src/ui/main.tsx"}').replace(
      '"src/main.ts"',
      '"src/main.ts", "exclude": ["notes/"]',
    );
    assert.deepEqual(lintManifest(text, { uses }).problems, []);
  });

  it("the manifest of the specification on its own gets good advice only", () => {
    assert.deepEqual(
      lintManifest(SEED, {}).problems.map(({ code, pointer }) => [code, pointer]),
      [["lint/unexplained-wildcard", "/permissions/network/domains/1"]],
    );
  });

  it("says no more than the installer about what is broken, and never more than 200 things", () => {
    const text = `{"name": "A", "version": "1.0.0", ${Array.from({ length: 400 }, (_, i) => `"z${i}": 1`).join(", ")}}`;
    assert.deepEqual(lintManifest(text, {}).problems, checkManifest(text).problems);
    const ids = Array.from({ length: 190 }, (_, i) => `{"id": "X${i}", "title": "X"}`);
    const { value, problems } = lintManifest(manifest(`"ui": {"commands": [${ids.join(", ")}]}`), { uses: [] });
    assert.ok(value);
    assert.equal(problems.length, 200);
    assert.deepEqual(lintManifest("{", {}).problems, checkManifest("{").problems);
  });
});
