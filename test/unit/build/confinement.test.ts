import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, it } from "mocha";
import { OUTSIDE, PACKAGE, REFUSED } from "./confinement-cases.ts";
import { type TemporaryTree, temporaryTree } from "./temporary-tree.ts";
import { evaluate, testingBuilder } from "./testing-builder.ts";

describe("a build stays in the plugin folder", () => {
  const trees: TemporaryTree[] = [];
  const tree = (files: Record<string, string>, links: Record<string, string> = {}): TemporaryTree => {
    const made = temporaryTree({ "secret.txt": "TOP SECRET", "secret.ts": `export const s = "TOP SECRET";`, ...files });
    trees.push(made);
    mkdirSync(made.at("plugin"), { recursive: true });
    for (const [name, target] of Object.entries(links)) symlinkSync(made.at(target), made.at(name));
    return made;
  };
  afterEach(() => {
    for (const made of trees.splice(0)) made.remove();
  });

  for (const { title, files, links, ui, entry, expect } of REFUSED) {
    it(`refuses ${title}`, async () => {
      const made = tree(files, links);
      const manifest = { ...(ui ? { ui: { entry: ui } } : {}), ...(entry ? { build: { entry } } : {}) };
      await assert.rejects(testingBuilder().buildPlugin(made.at("plugin"), manifest), (error) => {
        assert.ok(error instanceof Error);
        assert.match(error.message, expect);
        assert.doesNotMatch(error.message, /TOP SECRET/);
        return true;
      });
      assert.ok(!readdirSync(made.at("plugin")).includes("dist"), "nothing is written");
    });
  }

  it("refuses the same of a bare file", async () => {
    const made = tree({ "plugin/main.ts": `import t from "../secret.txt"; export default t;` });
    await assert.rejects(testingBuilder().buildFile(made.at("plugin/main.ts")), OUTSIDE);
  });

  it("does not reach AI Hub's home where that lies in the plugin folder", async () => {
    const victim = "plugin/home/plugins/victim";
    const files = { [`${victim}/data/secret.json`]: '"TOP SECRET"', [`${victim}/versions/1/main.js`]: "export {};" };
    const secret = `import s from "./home/plugins/victim/data/secret.json"; export default s;`;
    const made = tree({ ...files, "plugin/main.ts": secret, "plugin/good.ts": "export default 1;" });
    const home = made.at("plugin/home");
    const folder = made.at("plugin");
    await assert.rejects(testingBuilder().buildPlugin(folder, {}, home), OUTSIDE);
    await assert.rejects(testingBuilder().buildFile(made.at("plugin/main.ts"), home), OUTSIDE);
    const entry = "home/plugins/victim/versions/1/main.js";
    await assert.rejects(testingBuilder().buildPlugin(folder, { build: { entry } }, home), /lies outside/);
    await assert.rejects(testingBuilder().buildFile(made.at(`plugin/${entry}`), made.at(`${victim}/versions/1`)));
    for (const output of ["home", "home/plugins/victim/versions/1", "home/plugins/new"]) {
      const build = { entry: "good.ts", output };
      await assert.rejects(testingBuilder().buildPlugin(folder, { build }, home), /build\.output '.*' is not a folder/);
    }
    assert.equal(readFileSync(made.at(`plugin/${entry}`), "utf8"), "export {};");
    assert.deepEqual(readdirSync(home), ["plugins"]);
    const { modules } = await testingBuilder().buildPlugin(folder, { build: { entry: "good.ts" } }, home);
    assert.equal((await evaluate(modules)).default, 1);
    const installed = await testingBuilder().buildPlugin(made.at(`${victim}/versions/1`), {}, home);
    assert.ok(installed.modules["main.js"] !== undefined, "a plugin that lies in the home is built there");
  });

  it("does not open what a sourceMappingURL names", async () => {
    const map = { version: 3, sources: ["x.ts"], sourcesContent: ["TOP SECRET"], names: [], mappings: "AAAA" };
    for (const comment of [
      "//# sourceMappingURL=../secret.map",
      "//@ sourceMappingURL=../secret.map",
      "/*# sourceMappingURL=../secret.map */",
    ]) {
      const made = tree({ "plugin/main.ts": `export default 1;\n${comment}`, "secret.map": JSON.stringify(map) });
      await testingBuilder().buildPlugin(made.at("plugin"), {});
      assert.doesNotMatch(readFileSync(made.at("plugin/dist/main.js.map"), "utf8"), /TOP SECRET/);
    }
  });

  it("refuses an output folder that is not one inside the plugin folder", async () => {
    for (const output of ["..", ".", "../other", "/tmp", "node_modules/x"]) {
      const made = tree({ "plugin/main.ts": "export {};" });
      await assert.rejects(testingBuilder().buildPlugin(made.at("plugin"), { build: { output } }), {
        code: "ERR_BUILD",
      });
    }
    const made = tree({ "plugin/main.ts": "export {};", "other/x": "" }, { "plugin/dist": "other" });
    await assert.rejects(
      testingBuilder().buildPlugin(made.at("plugin"), {}),
      /Output folder 'dist' is not a real folder/,
    );
    assert.deepEqual(readdirSync(made.at("other")), ["x"]);
  });

  it("refuses built output behind a link, and a stamp that vouches for it", async () => {
    const made = tree({ "plugin/dist/x": "", "secret.js": "TOP SECRET" }, { "plugin/dist/main.js": "secret.js" });
    await assert.rejects(testingBuilder().buildPlugin(made.at("plugin"), {}), /is not a file of at most/);

    const other = tree({ "plugin/main.ts": "export default 1;", "secret.js": "TOP SECRET" });
    await testingBuilder().buildPlugin(other.at("plugin"), {});
    symlinkSync(other.at("secret.js"), other.at("plugin/dist/chunk-AAAAAAAA.js"));
    await assert.rejects(testingBuilder().buildPlugin(other.at("plugin"), {}), /is not a file of at most/);
  });

  it("lets a package that only might need a built-in run, and fail when it does", async () => {
    const made = tree({
      [PACKAGE]: `{"main":"m.js","browser":{"net":false}}`,
      "plugin/node_modules/pkg/m.js": `
        let late = "none";
        try { require("fs"); } catch (error) { late = error.message; }
        module.exports = [late, typeof require("net"), () => require("stream")];`,
      "plugin/main.ts": `import pkg from "pkg"; export default pkg;`,
    });
    const exports = await evaluate((await testingBuilder().buildPlugin(made.at("plugin"), {})).modules);
    const [late, net, stream] = exports.default as [string, string, () => unknown];
    assert.equal(late, "Node built-ins are not available in a plugin: 'fs'");
    assert.equal(net, "object");
    assert.throws(stream, /in a plugin: 'stream'/);
  });

  it("lets a package named like a built-in win", async () => {
    const made = tree({
      "plugin/node_modules/events/index.js": "module.exports = 'the package';",
      "plugin/main.ts": `import events from "events"; export default events;`,
    });
    const exports = await evaluate((await testingBuilder().buildPlugin(made.at("plugin"), {})).modules);
    assert.equal(exports.default, "the package");
  });

  it("accepts pnpm's links inside node_modules", async () => {
    const made = tree(
      {
        "node_modules/.pnpm/a@1/node_modules/a/index.js": `export { default } from "b";`,
        "node_modules/.pnpm/b@1/node_modules/b/index.js": "export default 9;",
        "plugin/node_modules/.keep": "",
        "plugin/main.ts": `import a from "a"; export default a;`,
      },
      {
        "plugin/node_modules/a": "node_modules/.pnpm/a@1/node_modules/a",
        "node_modules/.pnpm/a@1/node_modules/b": "node_modules/.pnpm/b@1/node_modules/b",
      },
    );
    const exports = await evaluate((await testingBuilder().buildPlugin(made.at("plugin"), {})).modules);
    assert.equal(exports.default, 9);
  });

  it("refuses files of absurd size", async () => {
    const made = tree({ "plugin/main.ts": `import t from "./big.txt"; export default t;` });
    writeFileSync(path.join(made.root, "plugin/big.txt"), Buffer.alloc(17 * 1024 * 1024, "a"));
    await assert.rejects(testingBuilder().buildPlugin(made.at("plugin"), {}), /'big\.txt' is larger than 16 MB/);
  });
});
