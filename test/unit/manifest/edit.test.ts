import assert from "node:assert/strict";
import { parse, parseTree } from "jsonc-parser";
import { describe, it } from "mocha";
import { type JsonValue, ManifestEdit } from "../../../runtime/core/manifest/edit.ts";
import type { Fix } from "../../../runtime/core/result.ts";

function edited(text: string, make: (edit: ManifestEdit) => Fix | undefined): string | undefined {
  const root = parseTree(text);
  assert.ok(root);
  const fix = make(new ManifestEdit(text, root));
  return fix && text.slice(0, fix.offset) + fix.text + text.slice(fix.offset + fix.length);
}

describe("edits of a manifest", () => {
  const added: readonly (readonly [text: string, pointer: string, key: string, value: JsonValue, after: string])[] = [
    ['{"a": 1}', "", "b", 2, '{"a": 1, "b": 2}'],
    ["{}", "", "b", [1], '{"b": [1]}'],
    ["{\n}", "", "b", 2, '{\n  "b": 2\n}'],
    ['{\n\t"a": 1 // one\n}', "", "b", { c: 1 }, '{\n\t"a": 1, // one\n\t"b": { "c": 1 }\n}'],
    ['{\r\n  "a": []\r\n}', "/a", "-", "x", '{\r\n  "a": ["x"]\r\n}'],
    ['{\n  "a": [\n    1\n  ]\n}', "/a", "-", 2, '{\n  "a": [\n    1,\n    2\n  ]\n}'],
    ['{"a": {}}', "/a/b/c", "-", 1, '{"a": {"b": { "c": [1] }}}'],
  ];
  for (const [text, pointer, key, value, expected] of added) {
    it(`adds ${key} to ${JSON.stringify(text)} at "${pointer}"`, () => {
      const result = edited(text, (edit) => edit.add(pointer, key, value, "Add"));
      assert.equal(result, expected);
    });
  }

  it("adds nothing where something else stands, or what is there", () => {
    assert.equal(
      edited('{"a": 1}', (edit) => edit.add("/a", "b", 1, "Add")),
      undefined,
    );
    assert.equal(
      edited('{"a": 1}', (edit) => edit.add("", "a", 2, "Add")),
      undefined,
    );
    assert.equal(
      edited('{"a": {}}', (edit) => edit.add("/a", "-", 2, "Add")),
      undefined,
    );
  });

  const removed: readonly (readonly [text: string, pointer: string, after: string])[] = [
    ['{"a": 1}', "/a", "{}"],
    ['{"a": 1, "b": 2}', "/a", '{"b": 2}'],
    ['{"a": 1, "b": 2}', "/b", '{"a": 1}'],
    ['{\n  "a": 1, // one\n  "b": 2\n}', "/a", '{\n  "b": 2\n}'],
    ['{"a": [1, 2, 3]}', "/a/1", '{"a": [1, 3]}'],
    ['{\n  "a": 1,\n  "b": 2\n}', "/b", '{\n  "a": 1\n}'],
  ];
  for (const [text, pointer, expected] of removed) {
    it(`removes ${pointer} from ${JSON.stringify(text)}`, () => {
      assert.equal(
        edited(text, (edit) => edit.remove(pointer, "Remove")),
        expected,
      );
    });
  }

  it("whatever comments stand around, the rest stays what it was", () => {
    const fillers = [" ", "\n", " // , \n", " /* , { */ "];
    for (const [index, one] of fillers.entries()) {
      for (const two of fillers) {
        const text = `{${one}"a"${two}:${one}1${two},${one}"b": [${two}1${one},${two}2${one}]${two}}`;
        for (const pointer of ["/a", "/b", "/b/0", "/b/1"]) {
          const result = edited(text, (edit) => edit.remove(pointer, "Remove")) ?? "";
          const expected = parse(text) as { a?: number; b?: number[] };
          if (pointer === "/a") delete expected.a;
          else if (pointer === "/b") delete expected.b;
          else expected.b?.splice(Number(pointer.at(-1)), 1);
          const errors: [] = [];
          assert.deepEqual(
            parse(result, errors, { allowTrailingComma: false }),
            expected,
            `${index} ${text} ${pointer}`,
          );
          assert.deepEqual(errors, [], result);
        }
        const grown = edited(text, (edit) => edit.add("/b", "-", 3, "Add")) ?? "";
        const errors: [] = [];
        assert.deepEqual(parse(grown, errors), { a: 1, b: [1, 2, 3] }, grown);
        assert.deepEqual(errors, [], grown);
      }
    }
  });
});
