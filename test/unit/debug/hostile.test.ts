import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import { PluginInspector } from "../../../runtime/host/debug/plugin-inspector.ts";
import { Debugged } from "./debugged.ts";

/** Each spoils something of its own realm that a careless debugger would use, then stops at line 3. */
const SPOILERS: Readonly<Record<string, string>> = {
  "toJSON of everything": `Object.prototype.toJSON = () => ({ event: "stopped", reason: "step", breakpoints: "all" });`,
  "methods of arrays": `for (const key of Object.getOwnPropertyNames(Array.prototype)) if (typeof Array.prototype[key] === "function") Array.prototype[key] = () => { throw new Error("spoilt " + key); };`,
  "the iterator of arrays": `Array.prototype[Symbol.iterator] = function* () { yield* "spoilt"; };`,
  "maps and sets": `for (const type of [Map, Set, WeakMap]) for (const key of ["get", "has", "set", "add", "delete"]) type.prototype[key] = () => { throw new Error("spoilt"); };`,
  "setters for every number": `for (let i = 0; i < 50; i++) Object.defineProperty(Array.prototype, i, { set() { throw new Error("spoilt"); }, configurable: true });`,
  "strings and JSON": `JSON.stringify = () => "{}"; JSON.parse = () => ({}); String.prototype.slice = () => { throw new Error("spoilt"); };`,
  "the runtime of its own instrumentation": `const { marks } = await import(["aihub", "debug"].join(":")); marks.fill(1); for (const key of ["B", "E", "L", "W", "R", "X"]) delete marks[key];`,
  "forged frames": `const { marks } = await import(["aihub", "debug"].join(":")); marks.E(() => { throw new Error("no"); }); marks.E((what) => what === -3 ? { toString() { throw 1; } } : 1e9);`,
};

describe("A plugin that fights its debugger", () => {
  for (const [what, spoil] of Object.entries(SPOILERS)) {
    it(`by ${what} fools itself at most: the host lives, and ends it`, async () => {
      const debugged = await Debugged.create(
        `// @ts-nocheck\nexport const commands = { async go() { try { ${spoil} } catch {}\nlet n = 1;\nreturn n; } };`,
      );
      try {
        await debugged.breakAt(3);
        await debugged.plugin.start();
        void debugged.go();
        const answered = Promise.race([
          (async () => {
            await debugged.stop();
            const { frames } = await debugged.inspector.frames();
            const [frame] = frames;
            if (frame) await debugged.inspector.evaluate("n", { frame: frame.id, context: "watch" });
            await debugged.inspector.resume();
          })().catch((error: unknown) => assert.ok(error instanceof Error)),
          new Promise((resolve) => setTimeout(resolve, 1000)),
        ]);
        await answered;
        await debugged.plugin.stop();
        assert.notEqual(debugged.plugin.status, "running");
      } finally {
        await debugged.dispose();
      }
    });
  }

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
