import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { PluginError } from "../../../runtime/core/errors.ts";
import { ALL, createTestHost, manifest, runSource, type TestHost } from "../../support/host.ts";

const COMMANDS = { ui: { commands: [{ id: "go", title: "Go" }] } };

describe("a plugin", () => {
  let test: TestHost;
  before(async () => {
    test = await createTestHost();
  });
  after(() => test.dispose());

  const shapes: readonly [what: string, source: string][] = [
    [
      "named exports",
      "let n = 0; export const activate = () => { n = 1; }; export const commands = { go: (x) => [n, x] };",
    ],
    ["a default object", "let n = 0; export default { activate() { n = 1; }, commands: { go: (x) => [n, x] } };"],
    ["a default function", "export default () => aiHub.ui.registerCommand('go', (x) => [1, x]);"],
    [
      "a class, as in the seed",
      `export default class Mine {
        constructor(sdk, manifest) { this.sdk = sdk; this.manifest = manifest; }
        async activate() { await this.sdk.ui.registerCommand({ id: "go", handler: (x) => [this.manifest.name.length && 1, x] }); }
        async deactivate() {}
      }`,
    ],
  ];
  for (const [what, source] of shapes) {
    it(`may be ${what}`, async () => {
      const dir = await test.write(`shape-${what.length}`, { "plugin.json": manifest(COMMANDS), "main.js": source });
      const instance = await test.host.openFolder(dir, { rules: ALL });
      assert.deepEqual(await instance.invoke("go", { a: 1 }), [1, { a: 1 }]);
      await instance.stop();
    });
  }

  it("a bare file's result is its default export, called and awaited", async () => {
    for (const [source, value] of [
      ["export default 41 + 1;", 42],
      ["export default async () => ({ a: [1] });", { a: [1] }],
      ["export default await Promise.resolve('x');", "x"],
      ["const nothing = 1;", undefined],
    ] as const) {
      const instance = await runSource(test, source);
      assert.deepEqual(instance.activated, value);
      await instance.stop();
    }
  });

  it("a throw carries the author's line", async () => {
    const dir = await test.write("throws", {
      "plugin.json": manifest({ ...COMMANDS, build: { entry: "src/main.ts" } }),
      "src/main.ts":
        "interface A { a: number }\n\nexport const commands = {\n  go(x: A) {\n    throw new RangeError(`bad ${x.a}`);\n  },\n};\n",
    });
    const instance = await test.host.openFolder(dir, { rules: ALL });
    await assert.rejects(instance.invoke("go", { a: 1 }), (error: unknown) => {
      assert.ok(error instanceof PluginError);
      assert.equal(error.name, "RangeError");
      assert.equal(error.message, "bad 1");
      assert.match(error.stack ?? "", /^RangeError: bad 1\n\s+at go \(src\/main\.ts:5:\d+\)/);
      assert.doesNotMatch(error.stack ?? "", /prelude|node:/);
      return true;
    });
    await instance.stop();
  });

  it("must declare what is called and what it registers", async () => {
    const dir = await test.write("undeclared", {
      "plugin.json": manifest(COMMANDS),
      "main.js": `export const commands = { go: () => aiHub.ui.registerCommand("other", () => {}).then(() => "no", (e) => [e.code, e.hint]) };`,
    });
    const instance = await test.host.openFolder(dir, { rules: ALL });
    assert.deepEqual(await instance.invoke("go", undefined), [
      "ERR_PERMISSION_DENIED",
      'add "other" to ui.commands in plugin.json',
    ]);
    await assert.rejects(instance.invoke("nope", undefined), { code: "ERR_NOT_FOUND", message: /it has: go/ });
    await instance.stop();
  });

  it("sees only the namespaces it declares, and no way to make code", async () => {
    const instance = await runSource(
      test,
      `export default [typeof aiHub.fs, typeof aiHub.http, typeof aiHub.ui, typeof eval, typeof Function, typeof process, typeof require];`,
    );
    assert.deepEqual(instance.activated, [
      "undefined",
      "undefined",
      "object",
      "undefined",
      "undefined",
      "undefined",
      "undefined",
    ]);
    await instance.stop();
  });

  it("runs packages that look for Function and require, and gives them neither", async () => {
    const dir = await test.write("packages", {
      "plugin.json": manifest(COMMANDS),
      "main.js": `import pkg from "pkg"; export const commands = { go: () => [...pkg(), typeof Function, typeof require] };`,
      "node_modules/pkg/package.json": { name: "pkg", version: "1.0.0", main: "index.js" },
      "node_modules/pkg/index.js": `module.exports = () => {
        let made = "made code";
        try { Function("return 1")(); } catch (error) { made = error.name; }
        return [(() => {}) instanceof Function, made, typeof require];
      };`,
    });
    const instance = await test.host.openFolder(dir, { rules: ALL });
    assert.deepEqual(await instance.invoke("go", undefined), [
      true,
      "EvalError",
      "undefined",
      "undefined",
      "undefined",
    ]);
    await instance.stop();
  });

  it("hears its own events and those of others, and emits only declared ones", async () => {
    const declare = (name: string) => manifest({ name, api: { version: "1.0", events: ["ping"] }, ...COMMANDS });
    const dir = await test.write("events-a", {
      "plugin.json": declare("Events A"),
      "main.js": `const heard = [];
        aiHub.events.on("ping", (x) => heard.push(["own", x]));
        aiHub.events.on("events-b/ping", (x) => heard.push(["b", x]));
        export const commands = { async go(event) {
          if (event) await aiHub.events.emit(event, 1);
          await new Promise((r) => setTimeout(r, 50));
          return heard;
        } };`,
    });
    const other = await test.write("events-b", {
      "plugin.json": declare("Events B"),
      "main.js": `export const commands = { go: () => aiHub.events.emit("ping", { b: 2 }) };`,
    });
    const a = await test.host.openFolder(dir, { rules: ALL });
    const b = await test.host.openFolder(other, { rules: ALL });
    await a.start();
    await b.invoke("go", undefined);
    assert.deepEqual(await a.invoke("go", "ping"), [
      ["b", { b: 2 }],
      ["own", 1],
    ]);
    await assert.rejects(a.invoke("go", "undeclared"), {
      code: "ERR_PLUGIN",
      message: "Event not declared: undeclared",
    });
    await Promise.all([a.stop(), b.stop()]);
  });

  it("reads, writes and checks its settings", async () => {
    const dir = await test.write("config", {
      "plugin.json": manifest({ ...COMMANDS, resources: { config: "./config/schema.json" } }),
      "config/schema.json": {
        type: "object",
        properties: {
          currency: { type: "string", enum: ["EUR", "USD"], default: "EUR" },
          limit: { type: "integer", minimum: 1 },
        },
      },
      "main.js": `export const commands = { async go() {
        const before = aiHub.config.get("currency");
        await aiHub.config.set("currency", "USD");
        const refused = await aiHub.config.set("currency", "XXX").then(() => "no", (e) => e.code);
        const unknown = await aiHub.config.set("nope", 1).then(() => "no", (e) => e.code);
        const check = await aiHub.config.validate({ limit: 0 });
        return [before, aiHub.config.get("currency"), refused, unknown, check.valid, aiHub.config.get("limit", 7)];
      } };`,
    });
    const instance = await test.host.openFolder(dir, { rules: ALL });
    assert.deepEqual(await instance.invoke("go", undefined), [
      "EUR",
      "USD",
      "ERR_INVALID_ARGUMENT",
      "ERR_INVALID_ARGUMENT",
      false,
      7,
    ]);
    await instance.stop();
  });

  it("runs its lifecycle hooks in order", async () => {
    const dir = await test.write("lifecycle", {
      "plugin.json": manifest(),
      "main.js": `aiHub.lifecycle.onActivate(() => aiHub.log.info("hook activate"));
        aiHub.lifecycle.onDeactivate(() => aiHub.log.info("hook deactivate"));
        export const activate = () => aiHub.log.info("activate");
        export const deactivate = () => aiHub.log.info("deactivate");`,
    });
    const before = test.seen.logs.length;
    const instance = await test.host.openFolder(dir, { rules: ALL });
    const states: string[] = [];
    instance.onStatus((status) => states.push(status));
    await instance.start();
    await instance.stop();
    const lines = test.seen.logs.slice(before).map(({ text }) => text);
    assert.deepEqual(lines, ["activate", "hook activate", "deactivate", "hook deactivate"]);
    assert.deepEqual(states, ["starting", "running", "stopping", "stopped"]);
  });

  it("talks to its panel and gets what the panel posts", async () => {
    const dir = await test.write("panel", {
      "plugin.json": manifest({ ui: { panels: [{ id: "board", title: "Board", location: "sidebar" }] } }),
      "main.js": `aiHub.ui.onMessage("board", (m) => aiHub.ui.postMessage("board", { got: m }));`,
    });
    const instance = await test.host.openFolder(dir, { rules: ALL });
    await instance.start();
    instance.deliverPanelMessage("board", '{"a":1}');
    while (test.seen.panels.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.deepEqual(test.seen.panels.at(-1), { panelId: "board", json: '{"got":{"a":1}}' });
    await instance.stop();
  });

  it("that waits for the host does not use up its time", async () => {
    const dir = await test.write("waiting", {
      "plugin.json": manifest({ ...COMMANDS, permissions: { system: { notifications: true } } }),
      "main.js": `export const commands = { go: () => aiHub.ui.showNotification("hi").then(() => "shown") };`,
    });
    test.answer = () => new Promise((resolve) => setTimeout(resolve, 4000, "once"));
    const instance = await test.host.openFolder(dir, { limits: { timeoutMs: 3000 } });
    assert.equal(await instance.invoke("go", undefined), "shown");
    await instance.stop();
  });
});
