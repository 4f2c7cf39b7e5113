import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { afterEach, describe, it } from "mocha";
import { AiHubError } from "../../../runtime/core/errors.ts";
import { createBuilder } from "../../../runtime/host/build/build.ts";
import { BuildError } from "../../../runtime/host/build/build-error.ts";
import { type TemporaryTree, temporaryTree } from "./temporary-tree.ts";
import { evaluate, testingBuilder } from "./testing-builder.ts";

describe("building a plugin", () => {
  const trees: TemporaryTree[] = [];
  const tree = (files: Record<string, string>): TemporaryTree => {
    const made = temporaryTree(files);
    trees.push(made);
    return made;
  };
  afterEach(() => {
    for (const made of trees.splice(0)) made.remove();
  });

  it("bundles TypeScript, JSON, text, packages and the SDK into one module", async () => {
    const { root } = tree({
      "src/main.ts": `
        import { definePlugin } from "@aihub/sdk";
        import { add } from "./add.js";
        import data from "./data.json";
        import text from "./note.txt";
        import pkg from "pkg";
        const sum: number = add(1, 2);
        export default definePlugin({ activate: () => [sum, data.n, text, pkg, process.env.NODE_ENV] });`,
      "src/add.ts": "export const add = (a: number, b: number): number => a + b;",
      "src/data.json": `{"n": 7}`,
      "src/note.txt": "hé",
      "node_modules/pkg/package.json": `{"main": "main.js"}`,
      "node_modules/pkg/main.js": `module.exports = "packaged";`,
    });
    const built = await testingBuilder().buildPlugin(root, {});
    assert.deepEqual(Object.keys(built.modules), ["main.js"]);
    const exports = await evaluate(built.modules);
    const plugin = exports.default as { activate(): unknown };
    assert.deepEqual(plugin.activate(), [3, 7, "hé", "packaged", "production"]);
    assert.ok(existsSync(`${root}/dist/main.js.map`));
  });

  it("finds packages in the folders above, as Node does", async () => {
    const { root } = tree({
      "node_modules/up/index.js": "export default 5;",
      "plugins/mine/main.js": `import up from "up"; export default up;`,
    });
    const built = await testingBuilder().buildPlugin(`${root}/plugins/mine`, {});
    assert.equal((await evaluate(built.modules)).default, 5);
  });

  it("splits at dynamic imports and removes the chunks of an earlier build", async () => {
    const { root, at } = tree({
      "main.js": `export default async () => (await import("./late.js")).value;`,
      "late.js": "export const value = 1;",
    });
    const builder = testingBuilder();
    const first = await builder.buildPlugin(root, {});
    assert.equal(Object.keys(first.modules).length, 2);
    writeFileSync(at("late.js"), "export const value = 22;");
    const second = await builder.buildPlugin(root, {});
    const chunks = readdirSync(at("dist")).filter((name) => /^chunk-.*\.js$/.test(name));
    assert.deepEqual(
      chunks,
      Object.keys(second.modules).filter((name) => name !== "main.js"),
    );
    assert.match(second.modules[chunks[0] ?? ""] ?? "", /value = 22/);
  });

  it("builds the panel page beside it", async () => {
    const { root, at } = tree({
      "main.ts": "export {};",
      "src/ui/main.tsx": `import "./style.css"; import { Box } from "./box.tsx"; document.body.append(String(<Box />));`,
      "src/ui/box.tsx": "export const Box = () => <b>hi</b>;",
      "src/ui/style.css": `@import "./more.css"; b { background: url(./dot.png) } i { background: url(#x) }`,
      "src/ui/more.css": "u { color: red }",
      "src/ui/dot.png": "not really",
      "node_modules/react/package.json": `{"name": "react", "exports": {"./jsx-runtime": "./jsx.js"}}`,
      "node_modules/react/jsx.js": "export const jsx = (type, props) => ({ type, props });",
    });
    const built = await testingBuilder().buildPlugin(root, {
      ui: { entry: "src/ui/main.tsx" },
      build: { output: "out/" },
    });
    assert.deepEqual(Object.keys(built.modules), ["main.js"], "the page is not a module of the sandbox");
    assert.match(readFileSync(at("out/ui/main.js"), "utf8"), /children:"hi"/);
    const css = readFileSync(at("out/ui/main.css"), "utf8");
    assert.match(css, /color:red/);
    assert.match(css, /url\("?data:image\/png/);
  });

  it("does not build, nor load esbuild, what is current", async () => {
    const { root, at } = tree({ "main.ts": `import "./a.ts"; export default 1;`, "a.ts": "export {};" });
    const first = testingBuilder();
    const built = await first.buildPlugin(root, {});
    assert.equal(first.loads(), 1);
    const again = testingBuilder();
    assert.deepEqual((await again.buildPlugin(root, {})).modules, built.modules);
    assert.equal(again.loads(), 0);

    const changes: (() => void)[] = [
      () => utimesSync(at("a.ts"), 1, 1),
      () => writeFileSync(at("main.ts"), "export default 33;"),
      () => writeFileSync(at("tsconfig.json"), "{}"),
      () => rmSync(at("dist/main.js")),
      () => writeFileSync(at("dist/main.js"), "tampered"),
      () =>
        writeFileSync(
          at("dist/.build.json"),
          `{"builder":1,"settings":"[\\"main.ts\\",null]","inputs":[],"outputs":[]}`,
        ),
      () => writeFileSync(at("dist/.build.json"), `{"builder":1,"inputs":[null],"outputs":[]}`),
    ];
    for (const [index, change] of changes.entries()) {
      change();
      const builder = testingBuilder();
      await builder.buildPlugin(root, {});
      assert.equal(builder.loads(), 1, `change ${index}`);
      await builder.buildPlugin(root, {});
      assert.equal(builder.loads(), 1, `change ${index}, second time`);
    }
  });

  it("takes a folder with built output only as it stands", async () => {
    const { root } = tree({
      "plugin.json": "{}",
      "dist/main.js": `import "./chunk-AAAAAAAA.js"; export default 1;`,
      "dist/chunk-AAAAAAAA.js": "export {};",
      "dist/ui/main.js": "page",
    });
    const builder = testingBuilder();
    const built = await builder.buildPlugin(root, {
      build: { entry: "src/main.ts" },
      ui: { entry: "src/ui/main.tsx" },
    });
    assert.deepEqual(Object.keys(built.modules).sort(), ["chunk-AAAAAAAA.js", "main.js"]);
    assert.equal(builder.loads(), 0);
    assert.equal(built.mapStack("    at f (main.js:1:2)"), "    at f (main.js:1:2)");
  });

  it("names the missing entry and its line in plugin.json", async () => {
    const { root } = tree({ "plugin.json": `{\n  // the entry\n  "build": {\n    "entry": "src/nope.ts"\n  }\n}` });
    await assert.rejects(testingBuilder().buildPlugin(root, { build: { entry: "src/nope.ts" } }), (error) => {
      assert.ok(error instanceof AiHubError);
      assert.equal(error.code, "ERR_NOT_FOUND");
      assert.match(error.message, /'src\/nope\.ts' does not exist \(plugin\.json:4,/);
      return true;
    });
    await assert.rejects(testingBuilder().buildPlugin(root, {}), {
      code: "ERR_NOT_FOUND",
      message: /src\/main\.ts.*index\.js/,
    });
    await assert.rejects(testingBuilder().buildPlugin(`${root}/none`, {}), { code: "ERR_NOT_FOUND" });
  });

  it("builds a bare file in memory", async () => {
    const made = tree({
      "one.ts": `import { b } from "./two.ts"; export default b as number;`,
      "two.ts": "export const b = 2;",
    });
    const built = await testingBuilder().buildFile(made.at("one.ts"));
    assert.equal((await evaluate(built.modules)).default, 2);
    assert.deepEqual(readdirSync(made.root).sort(), ["one.ts", "two.ts"]);
  });

  it("honours paths and jsxImportSource of tsconfig.json, but not what it extends", async () => {
    const { root } = tree({
      "tsconfig.json": `{ "extends": "/dev/zero", /* mine */ "compilerOptions": { "paths": { "@/*": ["./lib/*"] }, "jsxImportSource": "tiny", } }`,
      "main.tsx": "export {};",
      "index.ts": `export { default } from "@/el";`,
      "lib/el.tsx": "export default <a />;",
      "node_modules/tiny/jsx-runtime.js": "export const jsx = (type) => type;",
    });
    const built = await testingBuilder().buildPlugin(root, {});
    assert.equal((await evaluate(built.modules)).default, "a");
  });

  it("reports each error of the sources with its place", async () => {
    const { root } = tree({ "main.ts": `import "./nope.ts";\nimport "nope";\n"é𝒳"; let = ;\n` });
    await assert.rejects(testingBuilder().buildPlugin(root, {}), (error) => {
      assert.ok(error instanceof BuildError);
      assert.equal(error.code, "ERR_BUILD");
      assert.deepEqual(error.problems, [{ file: "main.ts", line: 3, column: 14, message: 'Unexpected ";"' }]);
      assert.equal(error.message, 'main.ts:3:14: Unexpected ";"');
      return true;
    });
    const many = Array.from({ length: 14 }, (_, index) => `import "./nope${index}.ts";`).join("\n");
    const other = tree({ "main.ts": many });
    await assert.rejects(testingBuilder().buildPlugin(other.root, {}), (error) => {
      assert.ok(error instanceof BuildError);
      assert.equal(error.problems.length, 14);
      const lines = error.message.split("\n");
      assert.equal(lines.length, 11);
      assert.equal(lines[10], "… and 4 more");
      assert.match(lines[2] ?? "", /^main\.ts:3:8: Could not resolve "\.\/nope2\.ts"$/);
      return true;
    });
    assert.ok(!existsSync(`${root}/dist`), "a failed build writes nothing");
  });

  it("survives a bundler that does not start", async () => {
    const made = tree({ "main.ts": "export {};" });
    const broken = createBuilder(
      async () => ({ context: async () => Promise.reject(new Error("spawn EACCES")), stop: async () => {} }),
      {
        sdkEntry: made.at("main.ts"),
      },
    );
    await assert.rejects(broken.buildPlugin(made.root, {}), { code: "ERR_BUILD", message: /spawn EACCES/ });
  });

  it("gives up on a build that does not end", async function () {
    const made = tree({ "src/main.ts": `import "./a.ts";`, "src/a.ts": "" });
    if (spawnSync("mkfifo", [made.at("src/package.json")]).status !== 0) return this.skip();
    const sdkEntry = made.at("src/main.ts");
    const builder = createBuilder(() => import("esbuild"), { sdkEntry, timeoutMs: 500 });
    await assert.rejects(builder.buildPlugin(made.root, {}), { code: "ERR_BUILD", message: /longer than 0\.5 s/ });
    const next = tree({ "main.ts": "export default 1;" });
    assert.ok((await testingBuilder().buildPlugin(next.root, {})).modules["main.js"], "the next build works");
  });

  it("ends at once when it is cancelled, and writes nothing", async function () {
    const made = tree({ "src/main.ts": `import "./a.ts";`, "src/a.ts": "" });
    // Whoever reads the pipe waits for ever: the build is under way, and would not end.
    if (spawnSync("mkfifo", [made.at("src/package.json")]).status !== 0) return this.skip();
    const pipe = openSync(made.at("src/package.json"), constants.O_RDWR); // with a writer, of whom nothing comes
    const life = new AbortController();
    const building = testingBuilder().buildPlugin(made.root, {}, undefined, life.signal);
    setTimeout(() => life.abort(), 100);
    await assert.rejects(building, { code: "ERR_CANCELLED" });
    assert.ok(!existsSync(made.at("dist")));
    rmSync(made.at("src/package.json"));
    closeSync(pipe); // esbuild reads on, and comes to its end
    await assert.rejects(testingBuilder().buildPlugin(made.root, {}, undefined, life.signal), {
      code: "ERR_CANCELLED",
    });
  });

  it("replaces a link at the place of an output instead of writing through it", async () => {
    const { root, at } = tree({ "main.ts": "export {};", "precious.txt": "keep", "dist/x": "" });
    symlinkSync(at("precious.txt"), at("dist/main.js"));
    await testingBuilder().buildPlugin(root, {});
    assert.equal(readFileSync(at("precious.txt"), "utf8"), "keep");
  });
});
