import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "mocha";

const codesIn = async (file: string): Promise<string[]> => {
  const text = await readFile(new URL(`../../../${file}`, import.meta.url), "utf8");
  return [...new Set(text.match(/\bERR_[A-Z_]+/g))].sort();
};

describe("docs/errors.md", () => {
  it("has every code, and no other", async () => {
    const [known, documented] = await Promise.all([codesIn("runtime/core/errors.ts"), codesIn("docs/errors.md")]);
    assert.ok(known.length > 10);
    assert.deepEqual(documented, [...known, "ERR_USAGE"].sort());
  });
});
