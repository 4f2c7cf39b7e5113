import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { analyseSource } from "../../../runtime/core/manifest/sources/analyse.ts";
import type { SourceUse } from "../../../runtime/core/manifest/sources/source-use.ts";

/** A use in short: its kind, its value (`?` when computed, `*` when the thing is handed on), `~` for a scope. */
function short({ kind, value, pattern, passed }: SourceUse): string {
  return `${kind} ${passed ? "*" : (value ?? "?")}${pattern ? " ~" : ""}`;
}

function uses(text: string, path = "src/main.ts"): string[] {
  return analyseSource(path, text).map(short);
}

const D = "$";

const FOUND: readonly (readonly [source: string, ...uses: string[]])[] = [
  ['aiHub.ui.registerCommand("go", run)', "command go"],
  ['aiHub.ui.registerCommand({ id: "go", handler() {} })', "command go"],
  ['const go = { id: "go", handler() {} }; aiHub.ui.registerCommand(go)', "command go"],
  ["aiHub.ui.registerCommand({ id: make() })", "command ?"],
  ["aiHub.ui.registerCommand({ id: 'a', ...more })", "command ?"],
  ["aiHub.ui.registerCommand(...all)", "command ?"],
  [
    'aiHub.ui.createPanel({ id: "p" }); aiHub.ui.updatePanel("q", {}); aiHub.ui.postMessage("r", 1)',
    ...["panel p", "panel q", "panel r"],
  ],
  ['aiHub.ui.onMessage("p", () => {})', "panel p"],
  ['aiHub.api.handle("/x", run)', "endpoint /x"],
  ['aiHub.events.emit("a"); aiHub.events.on("b", f); aiHub.events.off("c")', "emit a", "listen b", "listen c"],
  ['aiHub.config.get("k", 1); aiHub.config.set("l", 2); aiHub.config.getAll()', "config k", "config l", "config ?"],
  ['aiHub.fs.readFile("./a"); aiHub.fs.writeFile("./b", "")', "read ./a", "write ./b"],
  ['aiHub.fs.rename("./a", "./b")', "read ./a", "write ./a", "write ./b"],
  ['aiHub.fs.copy("./a", "./b")', "read ./a", "write ./b"],
  ["aiHub.fs.readFile(path)", "read ?"],
  ['aiHub.ui.openFile("./r.pdf"); aiHub.ui.showNotification("x")', "read ./r.pdf", "system notifications"],
  [
    'aiHub.http.get("https://a.example/x"); fetch("https://b.example")',
    "net https://a.example/x",
    "net https://b.example",
  ],
  ['aiHub.memory.store("k", 1, { collection: "c" }); aiHub.ai.chat([], { model: "m" })', "memory c", "ai m"],
  ['aiHub.permissions.request({ name: "net", host: "a.example" })', "net a.example"],
  ['aiHub.permissions.query({ name: "read" })', "read ?"],
  // By other names
  ["const hub = aiHub; hub.events.emit('a')", "emit a"],
  [
    "const { fs, http: web } = aiHub; fs.stat('./a'); web.post('https://a.example', {})",
    "read ./a",
    "net https://a.example",
  ],
  ["const { fs: { readFile } } = aiHub; readFile('./a')", "read ./a"],
  ["const read = aiHub.fs.readFile; read('./a')", "read ./a"],
  ["globalThis.aiHub.events.emit('a'); globalThis.fetch('https://a.example')", "emit a", "net https://a.example"],
  ["aiHub['events']['emit']('a'); aiHub?.fs?.stat('./a'); aiHub.fs!.stat('./b')", "emit a", "read ./a", "read ./b"],
  ["let hub; export function set() { hub = aiHub } hub.events.emit('a')", "emit a"],
  [
    'import type { AiHub, FsApi } from "@aihub/sdk"; function f(hub: AiHub, fs?: FsApi) { hub.events.emit("a"); fs.stat("./a") }',
    "emit a",
    "read ./a",
  ],
  ['import type { ConfigApi as C } from "@aihub/sdk"; const f = (c: Pick<C, "get">) => c.get("k")', "config k"],
  ['import type { AiHub } from "@aihub/sdk"; function f(fs: NonNullable<AiHub["fs"]>) { fs.stat("./a") }', "read ./a"],
  [
    'import type { FsApi } from "@aihub/sdk"; class A { readonly #fs: FsApi; run() { return this.#fs.stat("./a") } }',
    "read ./a",
  ],
  ['class A { constructor() { this.hub = aiHub } run() { this.hub.events.emit("a") } }', "emit a"],
  // Values
  ['const A = "https://a.example"; fetch(A + "/v1")', "net https://a.example/v1"],
  [`const A = "https://a.example"; fetch(\`${D}{A}/v1/${D}{id}\`)`, "net https://a.example"],
  [`fetch(\`https://${D}{host}/x\`)`, "net ?"],
  [`fetch(\`https://a.example${D}{path}\`)`, "net ?"],
  ['fetch(new URL("/x", "https://a.example"))', "net https://a.example/x"],
  [`aiHub.fs.readFile(\`./data/${D}{name}.csv\`)`, "read ./data/** ~"],
  ["aiHub.fs.readFile('./data/' + name)", "read ./data/** ~"],
  [`aiHub.fs.readFile(\`${D}{name}/x\`)`, "read ?"],
  [`aiHub.fs.readFile("./[" + name)`, "read ./** ~"],
  [`aiHub.fs.readFile("./[a]/" + name)`, "read ?"],
  ["let id = 'a'; id = 'b'; aiHub.events.emit(id)", "emit ?"],
  ["aiHub.events.emit(flag ? 'a' : 'b')", "emit ?"],
  // Exports
  ['export const commands = { "a-b": f, c() {}, [d]: 1 }', "command a-b", "command c", "command ?"],
  ["const commands = { a: f }; export { commands }; export const endpoints = { ...rest }", "command a", "endpoint ?"],
  [
    "export const commands = {}; commands.a = f; commands['b-c'] ??= f; commands[d] = f",
    "command a",
    "command b-c",
    "command ?",
  ],
  ["const t: T = { a: f }; export { t as endpoints }; function activate() { t!.b = f }", "endpoint a", "endpoint b"],
  ["export const commands = {}; Object.assign(commands, more)", "command ?"],
  ["export const commands = {}; const c = commands; c.a = f", "command ?"],
  ["export const commands = { a: f }; commands.a(); { const commands = {}; commands.b = f }", "command a"],
  ["export default { commands: { a: f }, endpoints: { '/x': f } }", "command a", "endpoint /x"],
  ["export default definePlugin({ commands: { a: f } })", "command a"],
  ["export default make()", "command ?", "endpoint ?"],
  ["module.exports = { commands: { a: f }, endpoints: { '/x': f } }", "command a", "endpoint /x"],
  ["exports.commands = { a: f }; module.exports.endpoints = { '/x': f }", "command a", "endpoint /x"],
  ["exports.commands = {}; exports.commands.a = f; module.exports.commands['b'] = f", "command a", "command b"],
  ["exports.default = class { commands = { a: f } }"],
  ["Object.assign(exports, more)", "command ?", "endpoint ?"],
  ["module.exports = make()", "command ?", "endpoint ?"],
  ["exports[name] = make()", "command ?", "endpoint ?"],
  ["exports.other = f; g(exports.other); { const module = {}; module.exports = make() }"],
  ["const x = require('x'); require('./y'); require('@aihub/sdk')", "net *"],
  ["export default class { commands = { a: f }; activate() {} }", "command a"],
  ["export default class { constructor(sdk) { this.sdk = sdk } activate() { this.sdk.events.emit('a') } }", "emit a"],
  [
    "class P extends Plugin { async activate() { this.sdk.config.get('k'); this.showNotification('x') } }",
    "config k",
    "system notifications",
  ],
  // Handed on
  ["other(aiHub.fs)", "read *", "write *"],
  ["const { fs, ...rest } = { aiHub }; other(fetch)", ...all("net *"), "net *"],
  ["[1].map(aiHub.fs.readFile)", "read *"],
  ["new Client({ fetch })", "net *"],
  ["aiHub.fs[method]('./a')", "read *", "write *"],
  ["export const get = () => aiHub.http", "net *"],
  ['import x from "some-package"', "net *"],
  ['import type { FsApi } from "@aihub/sdk"; f(aiHub.fs); function f(fs: FsApi) { fs.stat("./a") }', "read ./a"],
  // Not uses
  ["function f(fetch) { fetch('https://a.example') }"],
  ["function f(aiHub) { aiHub.events.emit('a') }"],
  ["{ const fetch = load; fetch('https://a.example') } try {} catch (aiHub) { aiHub.events.emit('a') }"],
  ["import { fetch } from './fetch.ts'; fetch('https://a.example')"],
  ["class fetch {} new fetch('https://a.example')"],
  ["interface FsApi { stat(path: string): void } function f(fs: FsApi) { fs.stat('./a') }"],
  ["if (!aiHub.fs) throw new Error(); typeof fetch === 'function'; aiHub.log.info('x')"],
  ["const text = 'aiHub.fs.readFile(\"./a\")'; // fetch('https://a.example')"],
  ["type T = typeof fetch; declare const aiHub: unknown; let x: { fetch: 1 } = { fetch: 1 }; x.fetch"],
];

/** Everything that can be done with the whole of `aiHub`. */
function all(first: string): string[] {
  const kinds = ["read", "write", "command", "panel", "system", "endpoint", "emit", "listen", "config", "memory", "ai"];
  return [first, ...kinds.map((kind) => `${kind} *`)];
}

describe("what a source does", () => {
  for (const [source, ...expected] of FOUND) {
    it(source, () => {
      assert.deepEqual(uses(source).sort(), expected.sort());
    });
  }

  it("places: of the text in its quotes, else of the call; constants with the place of their own", () => {
    const text = 'const P = "p";\r\n\taiHub.ui.createPanel({ id: P });\n  aiHub.events.emit("done")';
    const [panel, event] = analyseSource("src/main.ts", text);
    assert.ok(panel && event);
    assert.deepEqual([text.slice(panel.start, panel.end), panel.line, panel.column], ["aiHub.ui.createPanel", 2, 2]);
    assert.deepEqual(panel.constant, { path: "src/main.ts", start: 11, end: 12, line: 1, column: 12 });
    assert.deepEqual([text.slice(event.start, event.end), event.line, event.column], ["done", 3, 22]);
    assert.equal(event.call, "aiHub.events.emit");
    assert.equal(event.constant, undefined);
  });

  it("JSX, decorators, and the languages by the ending of the file", () => {
    assert.deepEqual(uses("const a = <b c={fetch('https://a.example')}/>", "a.tsx"), ["net https://a.example"]);
    assert.deepEqual(uses("const a = <b c={fetch('https://a.example')}/>", "a.js"), ["net https://a.example"]);
    assert.deepEqual(uses("const a = <T>fetch('https://a.example'); @d class A {}", "a.ts"), ["net https://a.example"]);
  });

  it("half-typed sources: what can be read is read, and nothing is thrown", () => {
    assert.deepEqual(uses("const x = 1; const x = 2; aiHub.events.emit('a'"), []);
    assert.deepEqual(uses("const x = 1; const x = 2; aiHub.events.emit('a')"), ["emit a"]);
    const text =
      'import { a } from "./a.ts";\nexport class B extends A<string> { #x = `a${1}`; m() { return aiHub?.fs } }\n';
    for (let end = 0; end <= text.length; end += 1) assert.ok(Array.isArray(analyseSource("a.ts", text.slice(0, end))));
  });

  it("hostile sources end quickly", () => {
    const texts = [
      "(".repeat(100_000),
      "[".repeat(100_000),
      "`${".repeat(50_000),
      `a${".b".repeat(100_000)}()`,
      `a${"()".repeat(100_000)}`,
      `fetch(${"'a'+".repeat(50_000)}'a')`,
      Array.from({ length: 20_000 }, (_, i) => `const a${i + 1} = a${i}.x;`).join("\n"),
      "aiHub.fs.readFile('x');".repeat(40_000),
      `x = {${"fetch,".repeat(100_000)}}`,
      "const a = a.b; const { b } = b; class C { c = this.c } fetch(a); fetch(b);",
      "\u0000\uD800export default",
      "x".repeat(1_000_001),
    ];
    for (const text of texts) {
      const start = process.cpuUsage(); // other programs do not count
      assert.ok(Array.isArray(analyseSource("a.ts", text)));
      assert.ok(process.cpuUsage(start).user < 20_000_000, text.slice(0, 40));
    }
  });

  it("more uses than are counted: what is left may be anything", () => {
    const found = analyseSource("a.js", "aiHub.events.emit('a');".repeat(12_000));
    assert.ok(found.length < 10_100);
    assert.ok(found.some(({ kind, passed }) => kind === "net" && passed));
  });

  it("never throws, and every place lies in the text (property)", () => {
    const token = fc.constantFrom(
      ..."aiHub . fs readFile ( ) { } [ ] ' \" ` ${ , ; : = => const let { fs } async await fetch 'https://a.example' class extends this #x ?. ! as < > export default import from return new ... 1 function if else".split(
        " ",
      ),
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
        const text = tokens.join(" ");
        for (const { start, end, line, column } of analyseSource("a.ts", text)) {
          assert.ok(start >= 0 && start <= end && end <= text.length);
          assert.deepEqual([line, column], [1, start + 1]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
