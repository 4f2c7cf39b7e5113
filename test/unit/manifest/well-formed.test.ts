import assert from "node:assert/strict";
import fc from "fast-check";
import { getNodeValue, type Node, type ParseError, parseTree } from "jsonc-parser";
import { describe, it } from "mocha";
import { survey } from "../../../runtime/core/manifest/skip.ts";
import { readWellFormed } from "../../../runtime/core/manifest/well-formed.ts";

const MAX_DEPTH = 32;

function read(text: string) {
  const found = survey(text, MAX_DEPTH);
  return found.tooDeepAt === undefined ? readWellFormed(text, found, (key) => key !== "no") : undefined;
}

/** All of a node but its parent, which must be the one that it was reached from. */
function plain(node: Node, parent?: Node): object {
  assert.equal(node.parent, parent);
  const { type, offset, length, value, colonOffset } = node;
  return { type, offset, length, value, colonOffset, children: node.children?.map((child) => plain(child, node)) };
}

/** Its objects without a prototype, as jsonc-parser makes them. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const result: Record<string, unknown> = Object.create(null);
  for (const [key, member] of Object.entries(value)) result[key] = bare(member);
  return result;
}

function byParser(text: string) {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: false, disallowComments: false });
  return errors.length === 0 ? root : undefined;
}

function agree(text: string): void {
  const quick = read(text);
  if (!quick) return;
  const root = byParser(text);
  assert.ok(root, JSON.stringify(text));
  assert.deepEqual(plain(quick.root), plain(root), JSON.stringify(text));
  assert.deepEqual(bare(quick.value), getNodeValue(root), JSON.stringify(text));
}

const filler = fc.constantFrom("", "", " ", "\n", "\r\n", "\t", "// {why\n", '/* " */', "/**/", "//\r", "/*/ [*/");
/** JSON with blanks and comments between its tokens. Keys and texts hold what breaks scanners. */
const { value: json } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc
      .oneof(fc.string({ unit: "binary", maxLength: 8 }), fc.double(), fc.constantFrom(null, true, "//", '\\"', "{", 0))
      .map((each) => JSON.stringify(each)),
    fc
      .tuple(filler, fc.array(fc.tuple(filler, tie("value"), filler), { maxLength: 4 }))
      .map(([first, items]) => `[${first}${items.map((item) => item.join("")).join(",")}]`),
    fc
      .tuple(
        filler,
        fc.uniqueArray(fc.tuple(fc.string(), filler, filler, tie("value"), filler), {
          maxLength: 4,
          selector: ([key]) => key,
        }),
      )
      .map(([first, items]) => {
        const members = items.map(([key, a, b, value, c]) => `${JSON.stringify(key)}${a}:${b}${value}${c}`);
        return `{${first}${members.join(",")}}`;
      }),
  ),
}));
const token = fc.constantFrom(
  ...[
    '"a"',
    '"b"',
    '"\\u0061"',
    '"no"',
    '"__proto__"',
    ":",
    ":",
    ",",
    ",",
    "{",
    "{",
    "}",
    "}",
    "[",
    "]",
    "1",
    "-0",
    "1e9",
  ],
  ...["null", "true", "\\", '"', "/", "//x\n", "/*", "*/", " ", "\n", "\r", "\uFEFF", "\u00A0", "\u0000", "'", ".5"],
);

describe("manifest: well-formed text", () => {
  it("is read with the value and the places that the parser finds", () => {
    fc.assert(
      fc.property(filler, json, filler, (before, text, after) => {
        const whole = before + text + after;
        assert.ok(read(whole) ?? /"no"/.test(whole), JSON.stringify(whole));
        agree(whole);
      }),
      { numRuns: 1000 },
    );
  });

  it("is no text in which the parser finds a mistake", () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), (tokens) => agree(tokens.join(""))),
      { numRuns: 5000 },
    );
    fc.assert(
      fc.property(json, fc.nat(), token, (text, at, inserted) => {
        const from = at % (text.length + 1);
        agree(text.slice(0, from) + inserted + text.slice(from));
        agree(text.slice(0, from) + text.slice(from + 1));
      }),
      { numRuns: 1000 },
    );
  });

  for (const text of [
    "",
    "{} //",
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"no":1}',
    '[{"x":{"no":1}}]',
    "[1,]",
    "[] /*",
  ]) {
    it(`${JSON.stringify(text)} is ${text === "{} //" ? "" : "not "}well-formed`, () => {
      assert.equal(read(text) !== undefined, text === "{} //");
    });
  }
});
