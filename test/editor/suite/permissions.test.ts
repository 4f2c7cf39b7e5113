import assert from "node:assert/strict";
import { realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { addPlugin, eventually, look } from "./support.ts";

const ID = "permission-demo";
const MANIFEST = {
  name: ID,
  version: "1.0.0",
  type: "tool",
  permissions: { filesystem: { read: ["./data/*"] } },
  ui: { commands: [{ id: "read", title: "Read", category: "Demo" }] },
  build: { entry: "src/main.js", output: "dist/" },
};
const FILES = {
  "data/note.txt": "a note",
  "src/main.js": `export const commands = {
    read: () => aiHub.fs.readFile("./data/note.txt").catch((error) => error.code),
  };`,
};
const DENIED = "ERR_PERMISSION_DENIED";
const read = () => vscode.commands.executeCommand<unknown>(`aihub-plugins.${ID}.read`);

describe("permissions in the editor", function () {
  this.timeout(60_000);
  let plugin: Awaited<ReturnType<typeof addPlugin>>;
  let policy: string;

  before(async () => {
    plugin = await addPlugin(MANIFEST, FILES);
    policy = join(await realpath(plugin.dir), "..", "..", "policy.json");
    assert.equal((await look(ID))?.status, "running");
  });
  afterEach(async () => {
    const settings = vscode.workspace.getConfiguration("aihub");
    await settings.update("policy.file", undefined, true);
    await settings.update("prompts.enabled", undefined, true);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });
  after(() => plugin.remove());

  it("are allowed, denied and allowed again with effect on the next call of the running plugin", async () => {
    await manage(0, 0); // Always Allow
    assert.equal(await read(), "a note");
    await manage(0, 0); // Always Deny, now that it is allowed
    assert.equal(await read(), DENIED);
    await manage(0, 0); // Always Allow
    assert.equal(await read(), "a note");
    assert.equal((await look(ID))?.status, "running");
  });

  it("lead to the line that declares them", async () => {
    await manage(0, 2);
    const editor = await eventually(
      "plugin.json",
      () => vscode.window.activeTextEditor,
      (one) => one?.document.fileName.endsWith("plugin.json") === true,
    );
    assert.ok(editor);
    const { text } = editor.document.lineAt(editor.selection.active.line);
    assert.equal(text.slice(editor.selection.active.character).startsWith('"./data/*"'), true, text);
  });

  it("stand in the audit list, whose newest entry leads to its rule", async () => {
    assert.equal(await read(), "a note");
    const shown = vscode.commands.executeCommand("aihub.showAudit", ID);
    await sleep(1000);
    await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    await shown;
    await eventually(
      "plugin.json",
      () => vscode.window.activeTextEditor?.document.fileName,
      (name) => name === join(plugin.dir, "plugin.json"),
    );
  });

  it("give way to the policy file that the administrator's setting names", async () => {
    assert.equal(await read(), "a note");
    await writeFile(policy, JSON.stringify({ version: 1, deny: { read: true } }));
    await vscode.workspace.getConfiguration("aihub").update("policy.file", policy, true);
    await eventually("a denial", read, (answer) => answer === DENIED);
    await writeFile(policy, JSON.stringify({ version: 1 }));
    assert.equal(await read(), "a note");
    await vscode.workspace.getConfiguration("aihub").update("policy.file", `${policy}.missing`, true);
    await eventually("everything denied", read, (answer) => answer === DENIED);
    await vscode.workspace.getConfiguration("aihub").update("policy.file", undefined, true);
    await eventually("the grant", read, (answer) => answer === "a note");
  });

  it("cannot be switched by a workspace: what is the administrator's is the machine's", async () => {
    for (const key of ["policy.file", "prompts.enabled"]) {
      const settings = vscode.workspace.getConfiguration("aihub");
      await assert.rejects(Promise.resolve(settings.update(key, key === "policy.file" ? "x" : false, false)), key);
    }
  });

  it("are denied without a question where questions are switched off", async () => {
    await vscode.workspace.getConfiguration("aihub").update("prompts.enabled", false, true);
    await manage(0, 1); // Revoke: nothing is decided
    assert.equal(await read(), DENIED);
    await vscode.workspace.getConfiguration("aihub").update("prompts.enabled", undefined, true);
    await manage(0, 0); // Always Allow
    assert.equal(await read(), "a note");
  });

  it("are reviewed together: what is mild is checked, and who leaves the review has decided nothing", async () => {
    await manage(0, 1); // Revoke: nothing is decided
    await vscode.workspace.getConfiguration("aihub").update("prompts.enabled", false, true);
    await review("workbench.action.closeQuickOpen");
    assert.equal(await read(), DENIED);
    await review("workbench.action.acceptSelectedQuickOpenItem");
    assert.equal(await read(), "a note");
  });
});

/** Opens the review and ends it with a command of the editor. */
async function review(end: string): Promise<void> {
  const reviewed = vscode.commands.executeCommand("aihub.reviewPermissions", ID);
  await sleep(700);
  await vscode.commands.executeCommand(end);
  await reviewed;
}

/** Chooses an item of the list and then one of its changes, counted from 0, and leaves the list. */
async function manage(entry: number, change: number): Promise<void> {
  const managed = vscode.commands.executeCommand("aihub.managePermissions", ID);
  await choose(entry);
  await choose(change);
  await sleep(700); // a quick pick does not say when it is open
  await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
  await managed;
}

async function choose(index: number): Promise<void> {
  await sleep(700);
  for (let n = 0; n < index; n++) await vscode.commands.executeCommand("workbench.action.quickOpenSelectNext");
  await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
}
