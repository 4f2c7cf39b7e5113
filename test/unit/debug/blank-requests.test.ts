/** What clients send of a breakpoint that a person has not filled in: empty texts mean nothing. */
import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import { withPlugin } from "./debugged.ts";

const SOURCE = `const base = 1;
export const commands = {
  go: (input: number) => {
    return base + input;
  },
};
`;

describe("Breakpoints that are not filled in", () => {
  it("stop, with an empty condition, count and log message", () =>
    withPlugin(SOURCE, async (debugged) => {
      await debugged.breakAt({ line: 4, condition: "", hitCondition: "", logMessage: "" });
      const result = debugged.go(2);
      assert.equal((await debugged.stop()).reason, "breakpoint");
      await debugged.inspector.resume();
      assert.equal(await result, 3);
    }));

  it("are on no function, without a name", () =>
    withPlugin(SOURCE, async (debugged) => {
      await debugged.inspector.setFunctionBreakpoints([{ name: "" }, { name: " " }]);
      await debugged.plugin.start();
      const set = await debugged.inspector.setFunctionBreakpoints([{ name: "" }, { name: " " }]);
      assert.deepEqual(
        set.map(({ verified }) => verified),
        [false, false],
      );
      assert.equal(await debugged.go(2), 3);
    }));
});
