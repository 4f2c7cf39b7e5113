/** Where breakpoints on lines without a statement come to lie. */
import { strict as assert } from "node:assert";
import { appendFile, utimes } from "node:fs/promises";
import { describe, it } from "mocha";
import { withPlugin } from "./debugged.ts";

/** Behind `//` the line in which a breakpoint of this line stops, where that is another one, 0 where it stops nowhere. */
const SOURCE = `function twice(n: number) { // 2
  return n * 2;
} // 4
const table = {
  // what it is for // 6
  one: () => twice(1),
}; // 4
export const commands = {
  go(input: unknown) { // 10
    debugger;
    const list = [1, 2, 3].concat(
      4, // 11
      twice(5), // 11
    ); // 11
    let a = 1,
      b = twice(
        a, // 16
      ); // 16
    if (
      list.length > a && // 19
      b > 1 // 19
    ) { // 23
      b++;
    } // 25
    const shown = list.map(
      (item) => item + 1,
    ); // 25
 // 29
    return {
      shown, // 29
      a, // 29
      input, // 29
    }; // 29
  }, // 36
  other() { // 36
    return table.one();
  }, // 0
}; // 8
 // 0`;
const LINES = SOURCE.split("\n");

describe("Breakpoints on lines of several", () => {
  it("stop before the statement that the line is part of, else at the next one below", () =>
    withPlugin(SOURCE, async (debugged) => {
      void debugged.go();
      await debugged.stop();
      const found = await debugged.breakAt(...LINES.map((_, at) => at + 1));
      const shown = LINES.map((line, at) => `${line.replace(/ \/\/ \d+$/, "")} // ${found[at]?.place?.line ?? 0}`);
      const wanted = LINES.map((line, at) => (/ \/\/ \d+$/.test(line) ? line : `${line} // ${at + 1}`));
      assert.deepEqual(shown, wanted);
      assert.equal(found[13]?.message, "Line 14 is part of the statement in line 11; stops there");
    }));

  it("in code that is newer than what runs say that, not that there is none", () =>
    withPlugin(SOURCE, async (debugged) => {
      void debugged.go();
      await debugged.stop();
      const [before] = await debugged.breakAt(LINES.length + 1);
      assert.equal(before?.message, "There is no code in this line or below it");
      await appendFile(debugged.file, "\nfunction more() {\n  return 1;\n}\n");
      const later = new Date(Date.now() + 60_000);
      await utimes(debugged.file, later, later);
      const [after] = await debugged.breakAt(LINES.length + 1);
      assert.equal(after?.verified, false);
      assert.match(after?.message ?? "", /has changed since: restart/);
    }));
});
