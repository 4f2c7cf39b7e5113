import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { addPlugin, eventually, look } from "./support.ts";

const ID = "editor-demo";
const command = (name: string) => `aihub-plugins.${ID}.${name}`;
const run = <T = unknown>(name: string, input?: unknown) => vscode.commands.executeCommand<T>(command(name), input);

const MANIFEST = {
  name: ID,
  version: "1.0.0",
  type: "tool",
  ui: {
    panels: [{ id: "main", title: "Demo", icon: "beaker", location: "sidebar" }],
    commands: ["echo", "fail", "spin", "seen", "greet", "bomb"].map((id) => ({ id, title: id, category: "Demo" })),
  },
  resources: { config: "./config.json" },
  limits: { timeoutMs: 600_000 }, // what spins is stopped, and never by the clock
  build: { entry: "src/main.ts", output: "dist/" },
};

const FILES = {
  "config.json": JSON.stringify({
    type: "object",
    properties: { greeting: { type: "string", default: "hello", description: "How to greet" } },
  }),
  "src/main.ts": `
    const seen: unknown[] = [];
    aiHub.ui.onMessage("main", (message) => {
      seen.push(message);
      if (seen.length === 1) void aiHub.ui.postMessage("main", { answer: 42 });
    });
    export const commands = {
      echo: (input: unknown) => ({ echo: input ?? null }),
      fail: () => { throw new Error("as asked"); },
      spin: () => { for (;;); },
      seen: () => seen,
      greet: async (input?: string) => {
        if (input) await aiHub.config.set("greeting", input);
        return aiHub.config.get("greeting");
      },
      bomb: () => { const all: unknown[] = []; for (;;) all.push(new Array(1000).fill(1)); },
    };
  `,
  "dist/ui/main.js": `
    aiHubPanel.onMessage((message) => aiHubPanel.postMessage({ got: message }));
    aiHubPanel.postMessage({
      vscode: typeof acquireVsCodeApi, panel: aiHubPanel.panelId, state: aiHubPanel.getState() ?? null,
    });
    aiHubPanel.setState({ visited: true });
  `,
};

describe("a plugin in the editor", () => {
  let plugin: Awaited<ReturnType<typeof addPlugin>>;

  before(async () => {
    plugin = await addPlugin(MANIFEST, FILES);
    assert.deepEqual(await look(ID), { id: ID, status: "running" });
  });
  after(() => plugin.remove());

  it("stands in the editor as an extension of its own, without a reload", async () => {
    const bridge = vscode.extensions.getExtension(`aihub-plugins.${ID}`);
    assert.equal(bridge?.packageJSON.contributes.commands.length, MANIFEST.ui.commands.length);
    assert.equal(bridge?.packageJSON.main, undefined);
    const known = await vscode.commands.getCommands(true);
    for (const { id } of MANIFEST.ui.commands) assert.ok(known.includes(command(id)), id);
    assert.equal(vscode.workspace.getConfiguration(`aihub.plugins.${ID}`).get("greeting"), "hello");
  });

  it("runs a command with its input and hands back the result", async () => {
    assert.deepEqual(await run("echo", { a: [1, "é"] }), { echo: { a: [1, "é"] } });
    assert.deepEqual(await run("echo"), { echo: null });
  });

  it("keeps running after a command threw", async () => {
    assert.equal(await run("fail"), undefined);
    assert.equal((await look(ID))?.status, "running");
  });

  it("reads and writes its settings as the editor's", async () => {
    assert.equal(await run("greet"), "hello");
    assert.equal(await run("greet", "good day"), "good day");
    const settings = () => vscode.workspace.getConfiguration(`aihub.plugins.${ID}`);
    assert.equal(settings().get("greeting"), "good day");
    await settings().update("greeting", undefined, vscode.ConfigurationTarget.Global);
    await eventually(
      "the plugin hears of the change",
      () => run("greet"),
      (greeting) => greeting === "hello",
    );
  });

  it("leaves the editor answering while it spins, and stops when told", async () => {
    const spin = run("spin");
    let settled = false;
    void spin.then(() => {
      settled = true;
    });
    for (let round = 0; round < 50; round += 1) {
      await vscode.commands.executeCommand("setContext", "aihub.test.round", round);
      await nextTurn();
    }
    assert.equal(settled, false, "fifty rounds through the editor while the plugin spun");
    await vscode.commands.executeCommand("aihub.stopPlugin", ID);
    assert.equal(await spin, undefined);
    assert.equal((await look(ID))?.status, "stopped");
  });

  it("starts again when one of its commands is run", async () => {
    assert.deepEqual(await run("echo", 1), { echo: 1 });
    assert.equal((await look(ID))?.status, "running");
  });

  it("is in error after it used up its memory, and comes back clean", async () => {
    assert.equal(await run("bomb"), undefined);
    assert.equal((await look(ID))?.status, "error");
    await vscode.commands.executeCommand("aihub.restartPlugin", ID);
    assert.deepEqual(await run("echo", 2), { echo: 2 });
  });

  it("talks with the page of its panel, which has no other way out", async () => {
    await vscode.commands.executeCommand(`${command("main")}.focus`);
    const seen = await eventually(
      "the page's messages",
      () => run<unknown[]>("seen"),
      (list) => list.length >= 2,
    );
    assert.deepEqual(seen.slice(0, 2), [{ vscode: "undefined", panel: "main", state: null }, { got: { answer: 42 } }]);
  });

  it("gives the page its state back when it is loaded anew", async () => {
    await vscode.commands.executeCommand("aihub.restartPlugin", ID);
    await vscode.commands.executeCommand(`${command("main")}.focus`);
    const seen = await eventually(
      "the page's messages",
      () => run<unknown[]>("seen"),
      (list) => list.length >= 1,
    );
    assert.deepEqual(seen[0], { vscode: "undefined", panel: "main", state: { visited: true } });
  });
});
