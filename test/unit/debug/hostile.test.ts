import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import { PluginInspector } from "../../../runtime/host/debug/plugin-inspector.ts";
import { Debugged } from "./debugged.ts";

/** Each tries to keep the debugger from stopping at line 4, or from showing what is there. See tampering.test.ts too. */
const SPOILERS: Readonly<Record<string, string>> = {
  "toJSON of everything": `Object.prototype.toJSON = () => ({ event: "stopped", reason: "step", breakpoints: "all" });`,
  "methods of arrays": `for (const key of Object.getOwnPropertyNames(Array.prototype)) if (typeof Array.prototype[key] === "function") Array.prototype[key] = () => { throw new Error("spoilt " + key); };`,
  "setters for every number": `for (let i = 0; i < 50; i++) Object.defineProperty(Array.prototype, i, { set() { throw new Error("spoilt"); }, configurable: true });`,
  "frozen prototypes": `for (const type of [Object, Array, Function, Map, WeakMap, Uint8Array, Error]) Object.freeze(type.prototype);`,
  "the runtime of its own instrumentation": `for (const name of ["aihub:debug", "aihub:debug-", "aihub:agent", "aihub:prelude"]) { let got; try { got = await import(name.slice(0)); } catch {} if (got) for (const key of Object.keys(got.marks)) got.marks[key] = 0; }`,
  "what is lent to it on the global object": `for (const key of Reflect.ownKeys(globalThis)) if (String(key).includes("aihub")) { globalThis[key].fill(0); delete globalThis[key].B; }`,
  "a stack that is full": `const deep = () => { try { deep(); } catch { } }; deep();`,
  "an error with a wild prototype": `const wild = new Proxy({}, { getPrototypeOf() { for (;;); }, getOwnPropertyDescriptor() { for (;;); } }); try { throw Object.create(wild); } catch {} try { throw wild; } catch {}`,
};

describe("A plugin that fights its debugger", () => {
  for (const [what, spoil] of Object.entries(SPOILERS)) {
    it(`by ${what} is debugged all the same`, async () => {
      const debugged = await Debugged.create(
        `// @ts-nocheck\nexport const commands = { async go() { try { ${spoil} } catch {}\nlet n = 1;\nreturn n; } };`,
      );
      try {
        await debugged.breakAt(4);
        await debugged.plugin.start();
        const result = debugged.go();
        await debugged.stop();
        assert.deepEqual(await debugged.stack(), ["go:4"]);
        assert.match(JSON.stringify(await debugged.variables()), /"n=1"/);
        assert.equal(await debugged.evaluate("n + 1"), "2");
        await debugged.inspector.resume();
        await Promise.race([result.catch(() => {}), new Promise((resolve) => setTimeout(resolve, 1000))]);
        await debugged.plugin.stop();
        assert.notEqual(debugged.plugin.status, "running");
      } finally {
        await debugged.dispose();
      }
    });
  }

  it("by exceptions with a wild prototype, where exceptions stop it, is debugged all the same", async () => {
    const debugged = await Debugged.create(
      "// @ts-nocheck\nexport const commands = { go() { const wild = new Proxy({}, { getPrototypeOf() { for (;;); }, get() { for (;;); }, getOwnPropertyDescriptor() { for (;;); } });\ntry { throw Object.create(wild); } catch {}\ntry { throw wild; } catch {}\nreturn 1; } };",
    );
    try {
      await debugged.inspector.setExceptionFilters([{ filter: "caught" }]);
      await debugged.plugin.start();
      const result = debugged.go();
      for (const line of [3, 4]) {
        assert.equal((await debugged.stop()).reason, "exception");
        assert.deepEqual(await debugged.stack(), [`go:${line}`]);
        assert.ok(await debugged.inspector.exceptionInfo());
        await debugged.inspector.resume();
      }
      assert.equal(await result, 1);
    } finally {
      await debugged.dispose();
    }
  });

  it("cannot say what the inspector does not understand", () => {
    const inspector = new PluginInspector();
    const said: string[] = [];
    inspector.listen({
      stopped: () => said.push("stopped"),
      continued: () => {},
      output: ({ text }) => said.push(text),
      breakpointChanged: () => {},
      sourceLoaded: () => {},
      ended: () => {},
    });
    const garbage = [
      "",
      "null",
      "[]",
      "{",
      '{"event":"stopped"}',
      '{"event":"stopped","reason":"because","breakpoints":[]}',
      '{"event":"stopped","reason":"step","breakpoints":["1"]}',
      '{"event":"output","category":"console","text":1,"site":1}',
      '{"event":"other"}',
      '{"id":"1","ok":true}',
      '{"id":1,"ok":false,"error":{}}',
      "[".repeat(100_000),
    ];
    for (const json of garbage) inspector.receive(json);
    assert.equal(said.length, garbage.length);
    assert.ok(said.every((text) => text.includes("cannot be understood")));
    inspector.receive('{"id":999,"ok":true,"value":null}'); // an answer that nobody waits for
    assert.equal(said.length, garbage.length);
  });
});
