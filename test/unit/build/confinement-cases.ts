/** Plugins that try to have files from outside of their folder built in, and how that is refused. */
export const PACKAGE = "plugin/node_modules/pkg/package.json";

interface ConfinementCase {
  readonly title: string;
  /** Files below a folder that also holds `secret.txt` and `secret.ts`; the plugin is `plugin/`. */
  readonly files: Record<string, string>;
  /** Link name → target, both below that folder. */
  readonly links?: Record<string, string>;
  readonly ui?: string;
  readonly entry?: string;
  readonly expect: RegExp;
}

export const OUTSIDE = /main\.ts:1:\d+: Import of '.*' reaches outside the plugin folder/;
const OUT_OF_PACKAGE = /node_modules\/pkg\/\w+\.js:1:\d+: Import of .* reaches outside/;

export const REFUSED: readonly ConfinementCase[] = [
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
