/** `this` of a frame, where it is not yet an object, or none at all. */
import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import { withPlugin } from "./debugged.ts";

const SOURCE = `class Base { constructor(readonly kind: string) {} }
class Derived extends Base {
  constructor(amount: number) {
    const doubled = amount * 2;
    super("derived " + doubled);
  }
}
function free(this: unknown, text: string) {
  "use strict";
  debugger;
  return text;
}
export const commands = {
  go() {
    new Derived(2);
    free("of nothing");
    free.call(5, "of a number");
  },
};
`;

describe("`this` in a frame", () => {
  it("is not there before super(), and everything else is", () =>
    withPlugin(SOURCE, async (debugged) => {
      await debugged.breakAt(5);
      void debugged.go();
      await debugged.stop();
      const { Local = [] } = await debugged.variables();
      assert.deepEqual(Local.slice(0, 3), ["this=not initialised yet", "doubled=4", "amount=2"]);
      assert.equal(await debugged.evaluate("doubled + amount"), "6");
      assert.equal(await debugged.evaluate("typeof this"), "'undefined'");
    }));

  it("is what the function was called with, not what sloppy code makes of it", () =>
    withPlugin(SOURCE, async (debugged) => {
      void debugged.go();
      await debugged.stop();
      assert.equal(await debugged.evaluate("this"), "undefined");
      assert.equal(await debugged.evaluate("[text, this === undefined].join()"), "'of nothing,true'");
      await assert.rejects(debugged.evaluate("arguments.length"), /does not know/);
      await debugged.inspector.resume();
      await debugged.stop();
      assert.equal(await debugged.evaluate("this + 1"), "6");
      assert.equal(await debugged.evaluate("typeof this"), "'number'");
      await debugged.inspector.resume();
    }));
});
