import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { pluginId } from "../../../runtime/core/manifest/plugin-id.ts";
import { parseSize } from "../../../runtime/core/manifest/size.ts";
import { checkManifest } from "../../../runtime/core/manifest/validate.ts";
import { manifest } from "./check.ts";

describe("hostile manifests", () => {
  const hostile: Record<string, string> = {
    "deep arrays": "[".repeat(500_000),
    "deep objects": '{"a":'.repeat(150_000),
    "many duplicates": manifest(Array.from({ length: 50_000 }, () => '"a": 1').join()),
    "a long key": manifest(`"${"k".repeat(900_000)}": 1`),
    "a long way to many values": manifest(
      `${`"${"k".repeat(256)}": {`.repeat(28)}"a": [${"0,".repeat(490_000)}0]${"}".repeat(28)}, "name": 1`,
    ),
    "many unknown keys": manifest(`${Array.from({ length: 60_000 }, (_, i) => `"versio${i}": 1`).join()}, "type": 1`),
    "many commas": ",".repeat(900_000),
    "an open text": `"${"a".repeat(900_000)}`,
    "lone surrogates": manifest('"description": "\\ud800", "permissions": {"filesystem": {"read": ["./\\udfff"]}}'),
    "many scopes": manifest(`"permissions": {"filesystem": {"read": [${'"./{a,b}/**/*",'.repeat(20_000)} "./x"]}}`),
    "a brace bomb": manifest(`"permissions": {"ai": {"models": ["${"{a,b}".repeat(200)}"]}}`),
    "a long version": manifest(`"compatibility": {"minAppVersion": "${"1".repeat(500_000)}"}`),
    "a long range": manifest(`"dependencies": {"plugins": {"a": "${"1 || ".repeat(100_000)}"}}`),
    "many lines": `${"\n".repeat(900_000)}x`,
  };
  for (const [title, text] of Object.entries(hostile)) {
    it(`${title}: refused, in bounded time and number of problems`, () => {
      const { value, problems } = checkManifest(text);
      assert.equal(value, undefined);
      assert.ok(problems.length > 0 && problems.length <= 201);
    });
  }

  it("no key reaches a prototype", () => {
    const { value } = checkManifest(manifest('"__proto__": {"polluted": 1}, "scripts": {"__proto__": "x"}'));
    assert.equal(value, undefined);
    assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
  });

  it("messages hide nothing", () => {
    const { problems } = checkManifest(manifest('"a\u202e\u200b\\u0007": 1, "api": {"events": ["\u202e"]}'));
    for (const { message } of problems) assert.doesNotMatch(message, /[\p{Cc}\p{Cf}]/u);
  });
});

describe("manifest properties", () => {
  it("the parser accepts what JSON.parse accepts, and nothing else", () => {
    const pieces = fc.constantFrom(
      ..."{}[],:\"'a1-.0eE+ \n\t\\/*",
      '"a"',
      "true",
      "nul",
      "null",
      "\u00a0",
      "\\u00e9",
      "\x01",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 9 }), (parts) => {
        const text = parts.join("");
        fc.pre(!/\/[/*]/.test(text));
        const refused = checkManifest(text).problems.some(({ code }) => code === "manifest/syntax");
        assert.equal(refused, !isJson(text), JSON.stringify(text));
      }),
      { numRuns: 3000 },
    );
  });

  it("any JSON value whatever is checked without a throw, and every place is inside the text", () => {
    const keys = fc.constantFrom(
      "id",
      "name",
      "version",
      "permissions",
      "filesystem",
      "read",
      "ui",
      "panels",
      "api",
      "x",
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.string(),
        fc.constantFrom("./x", "1.0.0", "*.com", "a", null, true, 0),
        fc.array(tie("tree"), { maxLength: 4 }),
        fc.dictionary(keys, tie("tree"), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const lines = text.split("\n");
        for (const { line, column, endLine, endColumn } of checkManifest(text).problems) {
          assert.ok(line <= endLine && (line < endLine || column <= endColumn));
          assert.ok(column >= 1 && endColumn <= (lines[endLine - 1] ?? "").length + 1);
        }
      }),
    );
  });

  it("an id is a slug, and its own id", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        const id = pluginId(name);
        assert.match(id, /^(?:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?)?$/);
        assert.equal(pluginId(id), id);
      }),
    );
  });

  it("names become ids as one would write them", () => {
    assert.equal(pluginId("AI Bookkeeper"), "ai-bookkeeper");
    assert.equal(pluginId("  Café_Größe 2.0! "), "cafe-gro-e-2-0");
    assert.equal(pluginId("日本"), "");
  });

  it("sizes", () => {
    const texts = ["100MB", "1 kb", "7B", "2GB", "0MB", "1.5MB", "MB", "-1MB", "100", ""];
    const bytes = [104_857_600, 1024, 7, 2_147_483_648, ...new Array(6).fill(undefined)];
    assert.deepEqual(texts.map(parseSize), bytes);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
