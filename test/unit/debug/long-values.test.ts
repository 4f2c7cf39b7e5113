/** Values of more members than are shown at once, to a client that asks for no pages. */
import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import { withPlugin } from "./debugged.ts";

const SOURCE = `export const commands = {
  go() {
    const list = Array.from({ length: 1500 }, (_, i) => i);
    const wide = Object.fromEntries(Array.from({ length: 2500 }, (_, i) => ["key" + i, i]));
    const map = new Map(list.map((i) => [i, i]));
    const just = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => ["key" + i, i]));
    debugger;
    return [list, wide, map, just];
  },
};
`;

describe("Values of many members", () => {
  it("say how many are left out, when no page was asked for", () =>
    withPlugin(SOURCE, async (debugged) => {
      void debugged.go();
      await debugged.stop();
      assert.deepEqual((await debugged.inside("list")).slice(999, 1002), ["999=999", "…=500 more", "length=1500"]);
      assert.deepEqual((await debugged.inside("wide")).slice(999, 1001), ["key999=999", "…=1500 more"]);
      assert.deepEqual((await debugged.inside("just")).slice(999), ["key999=999", "[[Prototype]]={}"]);
      const { inspector } = debugged;
      const map = await inspector.variables((await debugged.value("map")).reference);
      const entries = map.find(({ name }) => name === "[[Entries]]")?.reference ?? 0;
      const shown = await inspector.variables(entries);
      assert.deepEqual([shown.length, shown.at(-1)?.value], [1001, "500 more"]);
      for (const [name, start] of [
        ["list", 990],
        ["wide", 2490],
      ] as const) {
        const { reference } = await debugged.value(name);
        const page = await inspector.variables(reference, { start, count: 10 });
        assert.equal(page.length, 10);
        assert(!page.some((one) => one.name === "…"));
      }
    }));
});
