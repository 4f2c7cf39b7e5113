/** `yield*` and `for await` run another iterator's code: the function that does so stands below it. */
import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import { withPlugin } from "./debugged.ts";

const TREE = `interface Tree { left?: Tree; name: string }
function* walk(tree: Tree): Generator<string> {
  if (tree.left) yield* walk(tree.left);
  yield tree.name;
}
function* all(tree: Tree) {
  yield* walk(tree);
  yield "end";
}
export const commands = {
  go() {
    let names = "";
    for (const name of all({ name: "a", left: { name: "b" } })) {
      names += name;
    }
    return names;
  },
};`;

describe("yield*", () => {
  it("keeps its frame below what it asks, also when that goes on", () =>
    withPlugin(TREE, async (debugged) => {
      await debugged.breakAt(4);
      const result = debugged.go();
      await debugged.stop();
      assert.deepEqual(await debugged.stack(), ["walk:4", "walk:3", "all:7", "go:13"]);
      await debugged.inspector.resume();
      await debugged.stop();
      assert.deepEqual(await debugged.stack(), ["walk:4", "all:7", "go:14"]);
      assert.deepEqual((await debugged.variables(1)).Local, ["tree={name: 'a', left: {…}}"]);
      await debugged.inspector.resume();
      assert.equal(await result, "baend");
    }));

  it("is stepped into, out of, and over", () =>
    withPlugin(TREE, async (debugged) => {
      await debugged.breakAt(7);
      const result = debugged.go();
      await debugged.stop();
      await debugged.breakAt();
      assert.equal(await debugged.step("in"), "walk:3");
      assert.equal(await debugged.step("in"), "walk:3", "behind the test");
      assert.equal(await debugged.step("in"), "walk:3", "the walk below");
      assert.equal(await debugged.evaluate("tree.name"), "'b'");
      assert.equal(await debugged.step("over"), "walk:4");
      assert.match(await debugged.step("over"), /^go:/, "yields through both to whoever asked");
      assert.equal(await debugged.step("over"), "go:14");
      assert.equal(await debugged.step("in"), "walk:4", "the outer walk, its own part being done");
      assert.deepEqual(await debugged.stack(), ["walk:4", "all:7", "go:14"]);
      assert.match(await debugged.step("out"), /^go:/);
      await debugged.breakAt(8);
      await debugged.inspector.resume();
      await debugged.stop();
      assert.deepEqual(await debugged.stack(), ["all:8", "go:14"]);
      await debugged.inspector.resume();
      assert.equal(await result, "baend");
    }));

  it("goes on in its own frame when a step ends what it asked", () =>
    withPlugin(
      `function* none() {
  return 1;
}
function* some() {
  const a = yield* none();
  const b = yield* [];
  return [a, b];
}
export const commands = { go: () => [...some()] };`,
      async (debugged) => {
        await debugged.breakAt(5);
        const result = debugged.go();
        await debugged.stop();
        assert.equal(await debugged.step("in"), "none:2");
        assert.equal(await debugged.step("out"), "some:6");
        assert.equal(await debugged.step("over"), "some:7");
        await debugged.inspector.resume();
        assert.deepEqual(await result, []);
      },
    ));

  const THROWS = `function* fails() {
  yield 1;
  throw new Error("bad");
}
function* guarded() {
  try {
    yield* fails();
  } catch {
    yield 2;
  }
}
export const commands = { go: () => [...guarded()] };`;

  it("catches what is thrown in what it asks", () =>
    withPlugin(THROWS, async (debugged) => {
      await debugged.inspector.setExceptionFilters([{ filter: "uncaught" }]);
      assert.deepEqual(await debugged.go(), [1, 2], "caught, so no stop");
      await debugged.inspector.setExceptionFilters([{ filter: "caught" }]);
      const result = debugged.go();
      assert.equal((await debugged.stop()).description, "Caught exception: Error: bad");
      assert.deepEqual(await debugged.stack(), ["fails:3", "guarded:7", "go:12"]);
      await debugged.inspector.resume();
      assert.deepEqual(await result, [1, 2], "and no second stop");
    }));
});

const LINES = `const later = () => new Promise<void>((resolve) => setTimeout(resolve, 1));
async function* lines() {
  yield "a";
  await later();
  yield "b";
}
class Counter {
  n = 0;
  [Symbol.asyncIterator]() {
    return this;
  }
  async next() {
    this.n++;
    return { done: this.n > 2, value: this.n };
  }
}
async function* twice() {
  yield* lines();
  yield* new Counter();
}
export const commands = {
  async go() {
    let text = "";
    for await (const line of twice()) {
      text += line;
    }
    return text;
  },
};`;

describe("for await", () => {
  it("keeps its frame below what it asks", () =>
    withPlugin(LINES, async (debugged) => {
      await debugged.breakAt(3, 5, 13);
      const result = debugged.go();
      const stacks: string[][] = [];
      for (let round = 0; round < 3; round++) {
        await debugged.stop();
        stacks.push(await debugged.stack());
        if (round === 2) await debugged.breakAt();
        await debugged.inspector.resume();
      }
      assert.deepEqual(stacks, [
        ["lines:3", "twice:18", "go:24"],
        ["lines:5", "twice:18*", "go:24*"],
        ["Counter.next:13", "twice:19", "go:24*"],
      ]);
      assert.equal(await result, "ab12");
    }));

  it("is stepped into, out of, and over", () =>
    withPlugin(LINES, async (debugged) => {
      await debugged.breakAt(23);
      const result = debugged.go();
      await debugged.stop();
      await debugged.breakAt();
      assert.equal(await debugged.step("over"), "go:24");
      assert.equal(await debugged.step("in"), "twice:18");
      assert.equal(await debugged.step("in"), "lines:3");
      assert.equal(await debugged.step("out"), "twice:19");
      assert.equal(await debugged.step("in"), "Counter.[Symbol.asyncIterator]:10");
      assert.deepEqual((await debugged.stack()).slice(0, 2), ["Counter.[Symbol.asyncIterator]:10", "twice:19"]);
      await debugged.breakAt(25);
      await debugged.inspector.resume();
      await debugged.stop();
      await debugged.breakAt();
      assert.match(await debugged.step("over"), /^go:2[45]/);
      await debugged.inspector.resume();
      assert.equal(await result, "ab12");
    }));

  it("catches what is thrown in what it asks", () =>
    withPlugin(
      `async function* fails() {
  yield 1;
  throw new Error("bad");
}
export const commands = {
  async go(guarded: boolean) {
    if (guarded) try { for await (const _ of fails()) ; } catch { return 1; }
    for await (const _ of fails()) ;
  },
};`,
      async (debugged) => {
        await debugged.inspector.setExceptionFilters([{ filter: "uncaught" }]);
        assert.equal(await debugged.go(true), 1);
        const result = debugged.go(false);
        assert.equal((await debugged.stop()).description, "Promise rejection: Error: bad");
        assert.deepEqual((await debugged.stack()).slice(0, 1), ["fails:3"]);
        await debugged.inspector.resume();
        await assert.rejects(result, /bad/);
      },
    ));
});
