import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { aiHub } from "./support.ts";

describe("activation", () => {
  it("leaves a window without plugins as it was, its commands ready", async () => {
    assert.deepEqual(await (await aiHub()).settled(), []);
    assert.ok((await vscode.commands.getCommands(true)).includes("aihub.showPlugins"));
  });

  it("says what it took of its own time, for the benchmark to report", async () => {
    const { activationMs } = await aiHub();
    assert.ok(activationMs > 0);
    const { extensionPath } = vscode.extensions.getExtension("pajamasweb.ai-hub") ?? { extensionPath: "" };
    await mkdir(join(extensionPath, ".out"), { recursive: true });
    await writeFile(join(extensionPath, ".out", "activation.json"), JSON.stringify({ ms: activationMs }));
  });
});
