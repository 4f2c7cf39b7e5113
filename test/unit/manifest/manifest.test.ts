import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { problemCodes } from "../../../runtime/core/manifest/codes.ts";
import { checkManifest, checkUnreadable } from "../../../runtime/core/manifest/validate.ts";
import { CASES } from "./cases.ts";
import { check, filesOf, manifest } from "./check.ts";

const SEED = readFileSync(new URL("../../fixtures/seed-plugin.json", import.meta.url), "utf8");

describe("manifest problems", () => {
  for (const item of CASES) {
    const text = item.text.length > 90 ? `${item.text.slice(0, 90)}…` : item.text;
    it(`${item.code} ${text}`, () => {
      check(item);
    });
  }

  it("manifest/encoding points at the first byte that is no text", () => {
    const { value, problems } = checkUnreadable('{\n"a": "\uFFFD"}');
    assert.equal(value, undefined);
    assert.deepEqual(
      problems.map(({ code, line, column }) => [code, line, column]),
      [["manifest/encoding", 2, 7]],
    );
  });

  it("manifest/too-large for a long text", () => {
    const { problems } = checkManifest(manifest(`"description": "${"a".repeat(1_000_000)}"`));
    assert.deepEqual(
      problems.map(({ code }) => code),
      ["manifest/too-large"],
    );
  });

  it("manifest/too-many-problems ends the list", () => {
    const { value, problems } = checkManifest(manifest(Array.from({ length: 5000 }, (_, i) => `"zzz${i}": 1`).join()));
    assert.equal(value, undefined);
    assert.equal(problems.length, 201);
    assert.equal(problems.filter(({ code }) => code === "manifest/too-many-problems").length, 1);
  });

  it("every code has a case", () => {
    const own = ["manifest/encoding", "manifest/too-many-problems"];
    const tested = new Set<string>([...CASES.map(({ code }) => code), ...own]);
    assert.deepEqual([...tested].sort(), Object.keys(problemCodes).sort());
  });

  it("CR LF, CR and astral characters count as editors count them", () => {
    const { problems } = checkManifest('{\r\n "name": "😀a",\r "version":\n\t"x"\r\n}');
    assert.deepEqual(
      problems.map(({ line, column, endColumn }) => [line, column, endColumn]),
      [[4, 2, 5]],
    );
    const same = checkManifest('{"name": "😀", "version": "x"}').problems[0];
    assert.equal(same?.column, 10);
    assert.equal(same?.code, "manifest/id");
  });
});

describe("manifests that are valid", () => {
  const valid: [title: string, members: string, files?: string[]][] = [
    ["the least", '{"name": "A", "version": "1.0.0"}'],
    ["comments", '/* a */ "type": "tool" // b\n'],
    ["prereleases and builds", '"compatibility": {"minAppVersion": "1.0.0-rc.1+5", "maxAppVersion": "1.0.0"}'],
    ["SPDX expressions", '"license": "(MIT OR Apache-2.0) AND GPL-3.0-or-later WITH Bison-exception-2.2"'],
    [
      "one path, two methods",
      '"api": {"endpoints": [{"path": "/x", "method": "GET"}, {"path": "/x", "method": "PUT"}]}',
    ],
    ["a name without Latin letters, with an id", '"id": "nihon", "description": "日本"'],
    [
      "protocols in the other block",
      '"permissions": {"network": {"domains": ["a.example"]}}, "optionalPermissions": {"network": {"protocols": ["https"]}}',
    ],
    ["parameter types", '"api": {"endpoints": [{"path": "/x", "parameters": {"a": "array", "b": "ja|nein|größe-1"}}]}'],
    ["sizes", '"permissions": {"memory": {"maxSize": "512 kb"}}'],
    ["an entry that is there", '"build": {"entry": "./src/main.ts"}', ["src/main.ts"]],
    ["an entry that is built", '"build": {"entry": "src/main.ts", "output": "out"}', ["out/main.js"]],
  ];
  for (const [title, members, files] of valid) {
    it(title, () => {
      const { value, problems } = checkManifest(manifest(members), filesOf(files));
      assert.deepEqual(problems, []);
      assert.ok(value);
    });
  }

  it("the example of the specification, as it stands", () => {
    const { value, problems } = checkManifest(SEED);
    assert.deepEqual(problems, []);
    assert.equal(value?.id, "ai-bookkeeper");
    assert.deepEqual(value.permissions?.ai?.models, ["gpt-4", "claude-3", "local/*"]);
  });
});
