import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import { withPlugin } from "./debugged.ts";

const CALLS = `function inner(n: number) {
  const twice = n * 2;
  return twice;
}
function outer(n: number) {
  const first = inner(n);
  const second = inner(first);
  return first + second;
}
export const commands = {
  go(n: number) {
    const result = outer(n);
    return result;
  },
};
`;

describe("Steps", () => {
  it("go over calls, into them and out of them", () =>
    withPlugin(CALLS, async (debugged) => {
      await debugged.breakAt(6);
      const result = debugged.go(1);
      await debugged.stop();
      assert.equal(await debugged.step("over"), "outer:7");
      assert.equal(await debugged.step("in"), "inner:2");
      assert.deepEqual(await debugged.stack(), ["inner:2", "outer:7", "go:12"]);
      assert.equal(await debugged.step("out"), "outer:8", "back in the caller, at its next statement");
      assert.deepEqual((await debugged.variables())["Return value"], ["return value=4"]);
      assert.equal(await debugged.step("over"), "go:13", "a step over the last statement goes to the caller");
      await debugged.inspector.step("over"); // nobody of the plugin has called this
      assert.equal(await result, 6);
    }));

  it("that leave several functions at once show what the last of them returned", () =>
    withPlugin(
      `function inner(n: number) {
  return n * 2;
}
function outer(n: number) {
  return inner(n) + 1;
}
export const commands = {
  go(n: number) {
    const result = outer(n);
    return [result, inner(0)];
  },
};`,
      async (debugged) => {
        await debugged.breakAt({ line: 2, condition: "n > 0" });
        void debugged.go(1);
        await debugged.stop();
        assert.equal(await debugged.step("out"), "go:10");
        assert.deepEqual((await debugged.variables())["Return value"], ["return value=3"]);
        await debugged.inspector.resume();
      },
    ));

  it("over recursion stay in their frame, and breakpoints inside still count", () =>
    withPlugin(
      `function fall(n: number): number {
  if (n === 0) return 0;
  const below = fall(n - 1);
  return below + n;
}
export const commands = { go: (n: number) => fall(n) };`,
      async (debugged) => {
        await debugged.breakAt({ line: 3, condition: "n === 3" });
        void debugged.go(4);
        await debugged.stop();
        assert.equal(await debugged.step("over"), "fall:4");
        assert.equal(await debugged.evaluate("n"), "3");
        assert.equal(await debugged.step("out"), "fall:4");
        assert.equal(await debugged.evaluate("n"), "4");
        await debugged.inspector.resume();
      },
    ));

  const ASYNC = `const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
let ticks = 0;
async function load(n: number) {
  await later(5);
  return n + 1;
}
async function other() {
  for (let i = 0; i < 5; i++) {
    await later(1);
    ticks++;
  }
}
export const commands = {
  async go(n: number) {
    const noise = other();
    const loaded = await load(n);
    await noise;
    return loaded;
  },
};`;

  it("over `await` end behind it, whatever runs meanwhile", () =>
    withPlugin(ASYNC, async (debugged) => {
      await debugged.breakAt(16);
      const result = debugged.go(1);
      await debugged.stop();
      assert.equal(await debugged.step("over"), "go:17");
      assert.equal(await debugged.evaluate("loaded"), "2");
      assert.equal(await debugged.step("over"), "go:18");
      await debugged.inspector.resume();
      assert.equal(await result, 2);
    }));

  it("out of an asynchronous function lead to the one that awaits it, which the stack shows", () =>
    withPlugin(ASYNC, async (debugged) => {
      await debugged.breakAt(5);
      const result = debugged.go(1);
      await debugged.stop();
      assert.deepEqual(await debugged.stack(), ["load:5", "go:16*"]);
      assert.deepEqual((await debugged.variables(1)).Local?.slice(-1), ["n=1"], "a waiting frame keeps its variables");
      await debugged.breakAt();
      assert.equal(await debugged.step("out"), "go:17");
      await debugged.inspector.resume();
      assert.equal(await result, 2);
    }));

  it("through generators follow whoever asks", () =>
    withPlugin(
      `function* count() {
  yield 1;
  yield 2;
}
export const commands = {
  go() {
    let sum = 0;
    for (const n of count()) {
      sum += n;
    }
    return sum;
  },
};`,
      async (debugged) => {
        await debugged.breakAt(2);
        const result = debugged.go();
        await debugged.stop();
        assert.deepEqual(await debugged.stack(), ["count:2", "go:8"]);
        assert.match(await debugged.step("over"), /^go:/);
        assert.equal(await debugged.step("over"), "go:9");
        await debugged.breakAt();
        await debugged.inspector.resume();
        assert.equal(await result, 3);
      },
    ));

  it("pass over packages and the SDK, unless they are wanted", () =>
    withPlugin(
      `import { definePlugin } from "@aihub/sdk";
const plugin = definePlugin({ commands: { go: (n: number) => n } });
export default plugin;`,
      async (debugged) => {
        await debugged.plugin.start();
        assert.ok(debugged.inspector.sources().some(({ path, foreign }) => foreign && path.startsWith("aihub:sdk/")));
        const restart = async (): Promise<string> => {
          await debugged.plugin.stop();
          void debugged.plugin.start();
          await debugged.stop();
          return (await debugged.stack())[0] ?? "";
        };
        debugged.inspector.stopOnEntry = true;
        debugged.inspector.justMyCode = false;
        await restart();
        while ((await debugged.frame()).place.source !== "src/main.ts") await debugged.step("over");
        assert.match(await debugged.step("in"), /^definePlugin:/);
        assert.equal((await debugged.frame()).foreign, true);
        assert.equal(await debugged.step("out"), "(module):3");
        debugged.inspector.justMyCode = true;
        assert.equal(await restart(), "(module):2");
        assert.equal(await debugged.step("in"), "(module):3");
        await debugged.inspector.resume();
      },
    ));
});

describe("Exceptions", () => {
  const THROWS = `class Bad extends Error { name = "Bad"; }
function fail(text: string): never {
  throw new Bad(text);
}
export const commands = {
  async go(how: string) {
    if (how === "caught") try { fail("caught"); } catch { return 1; }
    if (how === "uncaught") fail("uncaught");
    if (how === "native") return (undefined as any).x;
    if (how === "rejection") await Promise.reject(new Bad("rejected"));
    if (how === "handled") return Promise.reject(new Bad("late")).catch(() => 2);
    if (how === "value") throw "just text";
    return 0;
  },
};`;

  it("stop where they are thrown, as far as the filters want them", () =>
    withPlugin(THROWS, async (debugged) => {
      const cases = [
        ["caught", "caught", "fail:3", "Caught exception: Bad: caught"],
        ["uncaught", "uncaught", "fail:3", "Promise rejection: Bad: uncaught"],
        ["uncaught", "native", "go:9", "Promise rejection: TypeError: cannot read property 'x' of undefined"],
        ["uncaught", "rejection", "go:10", "Promise rejection: Bad: rejected"],
        ["rejections", "value", "go:12", "Promise rejection: 'just text'"],
      ] as const;
      for (const [filter, how, where, description] of cases) {
        await debugged.inspector.setExceptionFilters([{ filter }]);
        const result = debugged.go(how);
        assert.deepEqual(await debugged.stop(), { reason: "exception", breakpoints: [], description }, how);
        assert.equal((await debugged.stack())[0], where, how);
        await debugged.inspector.resume();
        await result.catch(() => {});
      }
      for (const [filter, how] of [
        ["uncaught", "caught"],
        ["caught", "uncaught"],
        ["uncaught", "handled"],
      ] as const) {
        await debugged.inspector.setExceptionFilters([{ filter }]);
        await debugged.go(how).catch(() => {});
      }
    }));

  it("have conditions, a description, and the value itself", () =>
    withPlugin(THROWS, async (debugged) => {
      await debugged.inspector.setExceptionFilters([{ filter: "uncaught", condition: "error.message === 'wanted'" }]);
      await assert.rejects(debugged.go("uncaught"), /uncaught/);
      await debugged.inspector.setExceptionFilters([{ filter: "uncaught", condition: "error.name === 'Bad'" }]);
      const result = debugged.go("uncaught");
      await debugged.stop();
      const info = await debugged.inspector.exceptionInfo();
      assert.equal(info?.name, "Bad");
      assert.equal(info?.message, "uncaught");
      assert.match(info?.stack ?? "", /at fail \(src\/main\.ts:3:\d+\)/);
      assert.deepEqual((await debugged.variables()).Exception, ["exception=Bad: uncaught"]);
      assert.equal(await debugged.evaluate("$exception.message"), "'uncaught'");
      assert.deepEqual((await debugged.variables()).Local, ["text='uncaught'"]);
      await debugged.inspector.resume();
      await assert.rejects(result, /uncaught/);
      assert.equal(await debugged.inspector.exceptionInfo(), undefined);
    }));
});
