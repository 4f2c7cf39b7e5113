import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { aiHub } from "./support.ts";

describe("activation", () => {
  it("leaves a window without plugins as it was, its commands ready", async () => {
    assert.deepEqual(await (await aiHub()).settled(), []);
    assert.ok((await vscode.commands.getCommands(true)).includes("aihub.showPlugins"));
  });
});
