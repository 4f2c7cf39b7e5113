import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, it } from "mocha";
import { type TemporaryTree, temporaryTree } from "./temporary-tree.ts";
import { evaluate, testingBuilder } from "./testing-builder.ts";

const PACKAGE = "plugin/node_modules/pkg/package.json";

interface Case {
  readonly title: string;
  /** Files below a folder that also holds `secret.txt` and `secret.ts`; the plugin is `plugin/`. */
  readonly files: Record<string, string>;
  /** Link name → target, both below that folder. */
  readonly links?: Record<string, string>;
  readonly ui?: string;
  readonly entry?: string;
  readonly expect: RegExp;
}

const OUTSIDE = /main\.ts:1:\d+: Import of '.*' reaches outside the plugin folder/;
const OUT_OF_PACKAGE = /node_modules\/pkg\/\w+\.js:1:\d+: Import of .* reaches outside/;

const REFUSED: readonly Case[] = [
  {
    title: "a relative path",
    files: { "plugin/main.ts": `import t from "../secret.txt"; export default t;` },
    expect: OUTSIDE,
  },
  { title: "a relative module", files: { "plugin/main.ts": `export * from "../secret.ts";` }, expect: OUTSIDE },
  { title: "an absolute path", files: { "plugin/main.ts": `import "/etc/passwd";` }, expect: OUTSIDE },
  {
    title: "a climb to the root",
    files: { "plugin/main.ts": `import "../../../../../../../../etc/passwd";` },
    expect: OUTSIDE,
  },
  {
    title: "an attribute that names the loader",
    files: {
      "plugin/main.ts": `import t from "../../../../../../../../etc/passwd" with { type: "text" }; export default t;`,
    },
    expect: OUTSIDE,
  },
  { title: "a dynamic import", files: { "plugin/main.ts": `export default import("../secret.ts");` }, expect: OUTSIDE },
  { title: "a require", files: { "plugin/main.ts": `export default require("../secret.ts");` }, expect: OUTSIDE },
  {
    title: "a link to a file",
    files: { "plugin/main.ts": `import t from "./inner.txt"; export default t;` },
    links: { "plugin/inner.txt": "secret.txt" },
    expect: OUTSIDE,
  },
  {
    title: "a link to a folder",
    files: { "plugin/main.ts": `import t from "./up/secret.txt"; export default t;` },
    links: { "plugin/up": "." },
    expect: OUTSIDE,
  },
  {
    title: "a tsconfig path",
    files: {
      "plugin/tsconfig.json": `{"compilerOptions":{"baseUrl":"..","paths":{"x":["./secret.ts"]}}}`,
      "plugin/main.ts": `import "x";`,
    },
    expect: OUTSIDE,
  },
  {
    title: "a package's main (CVE-2026-49406)",
    files: { [PACKAGE]: `{"main":"../../../secret.ts"}`, "plugin/main.ts": `import "pkg";` },
    expect: OUTSIDE,
  },
  {
    title: "a package's browser map",
    files: {
      [PACKAGE]: `{"main":"m.js","browser":{"./a.js":"../../../secret.ts"}}`,
      "plugin/node_modules/pkg/m.js": `require("./a.js");`,
      "plugin/node_modules/pkg/a.js": "",
      "plugin/main.ts": `import "pkg";`,
    },
    expect: OUT_OF_PACKAGE,
  },
  {
    title: "a package's relative import",
    files: {
      [PACKAGE]: "{}",
      "plugin/node_modules/pkg/index.js": `import "../../../secret.ts";`,
      "plugin/main.ts": `import "pkg";`,
    },
    expect: OUT_OF_PACKAGE,
  },
  {
    title: "a package that reads the plugin's sources",
    files: {
      [PACKAGE]: "{}",
      "plugin/node_modules/pkg/index.js": `import "../../key.ts";`,
      "plugin/key.ts": "export {};",
      "plugin/main.ts": `import "pkg";`,
    },
    expect: OUT_OF_PACKAGE,
  },
  {
    title: "a relative path into the packages of a folder above",
    files: { "node_modules/up/index.js": "export {};", "plugin/main.ts": `import "../node_modules/up/index.js";` },
    expect: OUTSIDE,
  },
  {
    title: "a linked package",
    files: {
      "elsewhere/index.js": "export {};",
      "plugin/node_modules/.keep": "",
      "plugin/main.ts": `import "linked";`,
    },
    links: { "plugin/node_modules/linked": "elsewhere" },
    expect: OUTSIDE,
  },
  {
    title: "an https module",
    files: { "plugin/main.ts": `import "https://example.com/x.js";` },
    expect: /not 'https:/,
  },
  { title: "a data module", files: { "plugin/main.ts": `import "data:text/javascript,1";` }, expect: /not 'data:/ },
  { title: "a file URL", files: { "plugin/main.ts": `import "file:///etc/passwd";` }, expect: /not 'file:/ },
  {
    title: "fs",
    files: { "plugin/main.ts": `\nimport fs from "fs"; fs.readFileSync("x");` },
    expect: /main\.ts:2:16: Node built-ins are not available in a plugin: 'fs'/,
  },
  {
    title: "node:fs/promises",
    files: { "plugin/main.ts": `import "node:fs/promises";` },
    expect: /in a plugin: 'fs\/promises'/,
  },
  {
    title: "a required built-in",
    files: { "plugin/main.ts": `export default require("child_process");` },
    expect: /'child_process'/,
  },
  {
    title: "a native add-on",
    files: { "plugin/main.ts": `import "./a.node";`, "plugin/a.node": "" },
    expect: /kind of file: 'a\.node'/,
  },
  {
    title: "a file without extension",
    files: { "plugin/main.ts": `import "./key";`, "plugin/key": "x" },
    expect: /kind of file: 'key'/,
  },
  {
    title: "a dot file as text",
    files: { "plugin/main.ts": `import "./.env" with { type: "text" };`, "plugin/.env": "A=1" },
    expect: /kind of file/,
  },
  {
    title: "an SDK file by name",
    files: { "plugin/main.ts": `import "@aihub/sdk/package.json";` },
    expect: /@aihub\/sdk\/package\.json/,
  },
  { title: "an entry outside", files: {}, entry: "../secret.ts", expect: /Entry file '\.\.\/secret\.ts' lies outside/ },
  {
    title: "a linked entry",
    files: { "plugin/x": "" },
    links: { "plugin/main.ts": "secret.ts" },
    expect: /Entry file 'main\.ts' lies outside/,
  },
  {
    title: "a page's style",
    files: {
      "plugin/main.ts": "",
      "plugin/ui.ts": `import "./ui.css";`,
      "plugin/ui.css": `@import "../secret.css";`,
      "secret.css": "",
    },
    ui: "ui.ts",
    expect: OUTSIDE_OF("ui.css"),
  },
  {
    title: "a page's image",
    files: { "plugin/main.ts": "", "plugin/ui.css": `a { background: url(../secret.png) }`, "secret.png": "" },
    ui: "ui.css",
    expect: OUTSIDE_OF("ui.css"),
  },
  {
    title: "a page's remote font",
    files: { "plugin/main.ts": "", "plugin/ui.css": `a { background: url(https://example.com/a.png) }` },
    ui: "ui.css",
    expect: /not 'https:/,
  },
];

function OUTSIDE_OF(file: string): RegExp {
  return new RegExp(`${file.replace(".", "\\.")}:1:\\d+: Import of '.*' reaches outside the plugin folder`);
}

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
