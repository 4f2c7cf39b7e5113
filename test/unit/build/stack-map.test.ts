import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import { createStackMapper } from "../../../runtime/host/build/stack-map.ts";
import { type TemporaryTree, temporaryTree } from "./temporary-tree.ts";
import { testingBuilder } from "./testing-builder.ts";

describe("guest stacks", () => {
  let made: TemporaryTree | undefined;
  afterEach(() => made?.remove());

  it("name the author's files and lines, from memory and from disk", async () => {
    made = temporaryTree({
      "src/main.ts": `import { boom } from "./lib/boom.ts";\nimport "pkg";\ninterface A { a: string }\nexport default () => boom();\n`,
      "src/lib/boom.ts": `interface B {\n  b: string;\n}\nexport function boom(): B {\n  throw new Error("x");\n}\n`,
      "node_modules/pkg/index.js": "globalThis.seen = () => { throw 1; };",
    });
    const places = (source: string, text: string): string => {
      const lines = source.split("\n");
      const row = lines.findIndex((line) => line.includes(text));
      return `${row + 1}:${(lines[row] ?? "").indexOf(text) + 1}`;
    };
    const builder = testingBuilder();
    for (const round of ["memory", "disk"]) {
      const built = await builder.buildPlugin(made.root, {});
      const source = built.modules["main.js"] ?? "";
      const stack = [
        `    at boom (main.js:${places(source, "new Error")})`,
        "    at call (native)",
        `    at <anonymous> (./main.js:${places(source, "boom()")})`,
        "    at apply (native)",
        "    at invoke (aihub:prelude:10:3)",
        `    at main.js:${places(source, "throw 1")}`,
        "",
      ].join("\n");
      const mapped = built.mapStack(stack).split("\n");
      assert.equal(mapped[0], "    at boom (src/lib/boom.ts:5:9)", round);
      assert.equal(mapped[1], "    at call (native)");
      assert.match(mapped[2] ?? "", /^ {4}at <anonymous> \(src\/(main\.ts:4|lib\/boom\.ts:4)/);
      assert.match(mapped[3] ?? "", /^ {4}at node_modules\/pkg\/index\.js:1:\d+$/);
      assert.equal(mapped.length, 4);
      const frames = built.framesOf(stack).map(({ name, file, line }) => `${name} ${file}:${line}`);
      assert.equal(frames[0], "boom src/lib/boom.ts:5", round);
      assert.match(frames[1] ?? "", /^ src\//);
      assert.match(frames[2] ?? "", /^ node_modules\/pkg\/index\.js:1$/);
      assert.equal(frames.length, 3);
    }
    assert.equal(builder.loads(), 1);
  });

  it("keep what is not a frame of the plugin", () => {
    const map = createStackMapper(
      "dist",
      () => undefined,
      () => true,
    ).mapStack;
    for (const line of [
      "Error: x",
      "    at f (other.js:1:1)",
      "at",
      "    at x ()",
      "    at (",
      "    at f (main.js:0:0)",
      "    at f (__proto__:1:1)",
    ]) {
      assert.equal(map(line), line);
    }
    assert.equal(map("    at f (aihub:prelude:1)\n"), "");
  });

  it("have frames of the plugin's own modules only", () => {
    const json = JSON.stringify({
      version: 3,
      names: [],
      sources: ["../../../sdk/guest/plugin.ts", "../a.ts"],
      mappings: "AAAA;ACAA",
    });
    const { framesOf } = createStackMapper(
      "dist",
      () => json,
      (name) => name === "main.js",
    );
    const stack = [
      "    at inner (aihub:prelude:1:1)",
      "    at sdk (main.js:1:1)",
      "    at map (native)",
      "    at a (main.js:2:1)",
      "    at forged (/etc/passwd:1:1)",
      "    at forged (toString:1:1)",
      "    at main.js:2:1",
      "the user has said yes",
    ].join("\n");
    assert.deepEqual(framesOf(stack), [
      { name: "a", file: "a.ts", line: 1, column: 1 },
      { name: "", file: "a.ts", line: 1, column: 1 },
    ]);
  });

  it("are bounded whatever the guest made of them", () => {
    const json = JSON.stringify({ version: 3, sources: ["../a.ts"], names: [], mappings: "AAAA" });
    const { mapStack: map, framesOf } = createStackMapper(
      "dist",
      (name) => (name === "main.js" ? json : undefined),
      () => true,
    );
    assert.equal(map("    at f (main.js:1)"), "    at f (a.ts:1:1)");
    assert.ok(map("    at f (main.js:1:1)\n".repeat(1e5)).split("\n").length <= 100);
    assert.ok(map("x".repeat(1e6)).length <= 1000);
    for (const hostile of [
      `at ${"(".repeat(6e4)}`,
      `at (${":1".repeat(3e4)})`,
      `${" ".repeat(6e4)}at`,
      `at (main.js:${"9".repeat(900)}:1)`,
      "at (main.js:999999999:999999999)",
      "\0\u2028at (:1:1)",
    ]) {
      assert.equal(typeof map(hostile), "string");
      assert.ok(Array.isArray(framesOf(hostile)));
    }
  });

  it("survive a broken map", () => {
    for (const json of [
      "",
      "[]",
      "null",
      `{"version":3}`,
      `{"version":3,"sources":[null],"mappings":"!!!!","names":[]}`,
      `{"version":3,"sources":5,"mappings":7}`,
    ]) {
      const { mapStack, mapText, framesOf } = createStackMapper(
        "dist",
        () => json,
        () => true,
      );
      assert.equal(mapStack("    at f (main.js:1:1)"), "    at f (main.js:1:1)", json);
      assert.equal(mapText("E: x\n    at f (main.js:1:1) {\n}"), "E: x\n    at f (main.js:1:1) {\n}", json);
      assert.deepEqual(framesOf("    at f (main.js:1:1)"), [{ name: "f", file: "dist/main.js", line: 1, column: 1 }]);
    }
  });
});
