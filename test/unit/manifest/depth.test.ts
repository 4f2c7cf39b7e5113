import assert from "node:assert/strict";
import fc from "fast-check";
import { createScanner } from "jsonc-parser";
import { describe, it } from "mocha";
import { tooDeepAt } from "../../../runtime/core/manifest/parse.ts";

const MAX_DEPTH = 32;
// jsonc-parser's SyntaxKind is a `const enum`, which type-stripping cannot import.
const OPEN: ReadonlySet<number> = new Set([1, 3]);
const CLOSE: ReadonlySet<number> = new Set([2, 4]);
const END = 17;

/** As the parser's own scanner sees it. */
function byScanner(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    if (OPEN.has(token)) depth += 1;
    if (CLOSE.has(token)) depth -= 1;
    if (depth > MAX_DEPTH) return scanner.getTokenOffset();
  }
  return undefined;
}

const opening = fc.constantFrom("[", "{", '{"a":', "[[[[[[[[");
const other = fc.constantFrom(
  "]",
  "}",
  '"',
  '"x"',
  "\\",
  '\\"',
  "\\u12",
  "/",
  "*",
  "//",
  "/*",
  "*/",
  "\n",
  "\r",
  "1e",
  "-",
  "abc",
  "'",
);
const token = fc.oneof({ weight: 3, arbitrary: opening }, { weight: 2, arbitrary: other });

describe("manifest: depth", () => {
  it("is what the parser will meet", () => {
    fc.assert(
      fc.property(fc.array(token, { minLength: 20, maxLength: 120 }), (tokens) => {
        const text = tokens.join("");
        assert.equal(tooDeepAt(text), byScanner(text), JSON.stringify(text));
      }),
      { numRuns: 2000 },
    );
  });
});
