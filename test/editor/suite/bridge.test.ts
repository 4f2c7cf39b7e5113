import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { addPlugin, eventually, look, pressUntil } from "./support.ts";

const manifest = (name: string, title = "Go") => ({
  name,
  version: "1.0.0",
  type: "tool",
  ui: { commands: [{ id: "go", title, category: "Demo" }] },
  build: { entry: "src/main.js", output: "dist/" },
});
const FILES = { "src/main.js": "let runs = 0; export const commands = { go: () => (runs += 1) };" };

describe("bridges", () => {
  let plugin: Awaited<ReturnType<typeof addPlugin>> | undefined;

  afterEach(async () => {
    await vscode.workspace.getConfiguration("aihub").update("nativeContributions", undefined, true);
    await plugin?.remove();
    plugin = undefined;
  });

  it("follow a changed manifest, and go when the plugin goes", async () => {
    plugin = await addPlugin(manifest("bridge-demo"), FILES);
    await look("bridge-demo");
    const title = () => bridge("bridge-demo")?.packageJSON.contributes.commands[0].title;
    assert.equal(title(), "Go");
    await writeFile(join(plugin.dir, "plugin.json"), JSON.stringify(manifest("bridge-demo", "Go on")));
    await look("bridge-demo");
    await eventually("the new title", title, (text) => text === "Go on");
    await plugin.remove();
    await eventually(
      "the bridge is gone",
      () => bridge("bridge-demo"),
      (extension) => extension === undefined,
    );
    await eventually(
      "its command is gone",
      () => vscode.commands.getCommands(true),
      (known) => !known.includes("aihub-plugins.bridge-demo.go"),
    );
  });

  it("are not needed: where they are off, the quick pick runs the same commands", async () => {
    await vscode.workspace.getConfiguration("aihub").update("nativeContributions", false, true);
    plugin = await addPlugin(manifest("pick-demo"), FILES);
    assert.equal((await look("pick-demo"))?.status, "running");
    assert.equal(bridge("pick-demo"), undefined);
    const result = vscode.commands.executeCommand<unknown>("aihub.runPluginCommand", "pick-demo");
    assert.equal(await pressUntil(result, "acceptSelectedQuickOpenItem"), 1);
  });
});

describe("a folder that is no usable plugin", () => {
  const cases: readonly [what: string, text: string][] = [
    ["broken JSON", '{ "name": "broken-demo", "version": "1.0.0", "type": "tool", '],
    ["a wrong version", '{ "name": "broken-demo", "version": "one", "type": "tool" }'],
    ["another tool's file", '{ "name": "broken-demo", "version": "1.0.0", "type": "panel" }'],
  ];
  for (const [what, text] of cases) {
    it(`starts nothing for ${what} and leaves other plugins alone`, async () => {
      const broken = await addPlugin(manifest("broken-demo"), FILES);
      await writeFile(join(broken.dir, "plugin.json"), text);
      const good = await addPlugin(manifest("good-demo"), FILES);
      try {
        assert.equal(await look("broken-demo"), undefined);
        assert.equal((await look("good-demo"))?.status, "running");
      } finally {
        await broken.remove();
        await good.remove();
      }
    });
  }

  it("tells a plugin that does not start by its state", async () => {
    const files = { "src/main.js": 'export function activate() { throw new Error("not today"); }' };
    const plugin = await addPlugin(manifest("throw-demo"), files);
    try {
      const state = await look("throw-demo");
      assert.equal(state?.status, "error");
      assert.match(state?.error ?? "", /not today/);
    } finally {
      await plugin.remove();
    }
  });
});

function bridge(id: string): vscode.Extension<unknown> | undefined {
  return vscode.extensions.getExtension(`aihub-plugins.${id}`);
}
