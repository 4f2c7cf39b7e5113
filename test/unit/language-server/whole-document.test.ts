/** What is done to a whole manifest, under texts that nobody would write by hand. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type ParseError, parse, parseTree } from "jsonc-parser";
import { describe, it } from "mocha";
import { TextDocument } from "vscode-languageserver-textdocument";
import { applied, difference, editOf } from "../../../language-server/features/code-actions/edits.ts";
import { fixedText, isPreferred } from "../../../language-server/features/code-actions/fix-all.ts";
import { sortedKeys } from "../../../language-server/features/code-actions/sort-keys.ts";
import { viewOf } from "./view.ts";

const RUNS = 300;

/** JSON with comments and blanks wherever they may stand, its keys in any order. */
const filler = fc
  .array(fc.constantFrom("", " ", "\n", "\r\n", "\t", "/* c */", "/*\n*/", "// line\n", "// line\r\n"), {
    maxLength: 3,
  })
  .map((parts) => parts.join(""));
const KEYS = ["name", "version", "type", "ui", "panels", "id", "title", "permissions", "network", "domains", "x", "y"];
const scalar = fc.constantFrom(
  '"a"',
  "1",
  "true",
  "null",
  '"// no comment"',
  '"/* nor this */"',
  '"\\"}"',
  '"1"',
  '"tol"',
);
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc
      .array(fc.tuple(filler, tie("value"), filler), { maxLength: 3 })
      .map((items) => `[${items.map((i) => i.join("")).join(",")}]`),
    objectOf(tie("value")),
  ),
}));
const document = fc.tuple(filler, objectOf(value), filler).map((parts) => parts.join(""));

function objectOf(inner: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const member = fc.tuple(filler, fc.constantFrom(...KEYS), filler, filler, inner, filler);
  return fc
    .uniqueArray(member, { maxLength: 5, selector: ([, key]) => key })
    .map((members) => `{${members.map(([a, key, b, c, text, d]) => `${a}"${key}"${b}:${c}${text}${d}`).join(",")}}`);
}

describe("language server: whole documents", () => {
  it("sorting keeps every value and every comment, and sorted is sorted", () => {
    fc.assert(
      fc.property(document, (text) => {
        const sorted = sort(text);
        assert.deepEqual(parsed(sorted), parsed(text));
        assert.deepEqual(comments(sorted).sort(), comments(text).sort());
        assert.equal(sort(sorted), sorted);
      }),
      { numRuns: RUNS },
    );
  });

  it("fixing all leaves no preferred fix, and doing it again changes nothing", () => {
    fc.assert(
      fc.property(document, (text) => {
        const { view } = viewOf(text);
        const fixed = fixedText(view);
        const after = viewOf(fixed).view;
        assert.deepEqual(after.problems.filter(isPreferred), []);
        assert.equal(fixedText(after), fixed);
      }),
      { numRuns: RUNS },
    );
  });

  it("no fix breaks the JSON or takes values away that it has nothing to do with", () => {
    fc.assert(
      fc.property(document, (text) => {
        const { view } = viewOf(text);
        for (const { code, pointer, fix } of view.problems) {
          if (!fix) continue;
          const after = applied(text, fix);
          const left = new Set(strings(parsed(after)));
          const owner = pointer.split("/")[1];
          const others = Object.entries(parsed(text) as object).filter(([key]) => key !== owner);
          for (const kept of strings(others.map(([, value]) => value))) assert.ok(left.has(kept), `${code}: ${after}`);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it("a difference turns the one text into the other", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "\r\n", "\n", "\r", "😀", "😁"), maxLength: 12 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const fix = difference(before, after, "x");
        if (!fix) return assert.equal(before, after);
        assert.equal(applied(before, fix), after);
        const document = TextDocument.create("file:///x", "jsonc", 1, before);
        assert.equal(TextDocument.applyEdits(document, [editOf(document, fix)]), after);
        assert.ok(fix.text.isWellFormed());
        return undefined;
      }),
      { numRuns: 2000 },
    );
  });
});

function sort(text: string): string {
  const root = parseTree(text) ?? assert.fail();
  return sortedKeys(text, root);
}

function parsed(text: string): unknown {
  const errors: ParseError[] = [];
  const result: unknown = parse(text, errors);
  assert.deepEqual(errors, [], text);
  return result;
}

/** Every text and number in a value. */
function strings(value: unknown): unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(strings) : [value];
}

function comments(text: string): string[] {
  const withoutStrings = text.replace(
    /"(?:[^"\\]|\\.)*"|(\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)/g,
    (_, comment) => comment ?? '""',
  );
  // Blanks at the end of a line are layout.
  return (withoutStrings.match(/\/\/[^\n\r]*|\/\*[\s\S]*?\*\//g) ?? []).map((comment) => comment.trimEnd());
}
