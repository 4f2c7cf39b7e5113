import assert from "node:assert/strict";
import { realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { grantFile } from "../../../runtime/host/permissions/grant-place.ts";
import { GrantStore } from "../../../runtime/host/permissions/grant-store.ts";
import { addPlugin, aiHub, eventually, look, press, pressUntil } from "./support.ts";

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

describe("permissions in the editor", () => {
  let plugin: Awaited<ReturnType<typeof addPlugin>>;
  let policy: string;
  let store: GrantStore;

  before(async () => {
    plugin = await addPlugin(MANIFEST, FILES);
    const realDir = await realpath(plugin.dir);
    policy = join(realDir, "..", "..", "policy.json");
    store = new GrantStore(grantFile((await aiHub()).home, { realDir }));
    assert.equal((await look(ID))?.status, "running");
  });
  afterEach(async () => {
    const settings = vscode.workspace.getConfiguration("aihub");
    await settings.update("policy.file", undefined, true);
    await settings.update("prompts.enabled", undefined, true);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });
  after(() => plugin.remove());

  /** Nothing is decided, as if the person had never been asked. */
  const forget = () => store.update(() => ({ allow: {}, deny: {} }));

  /** In the list of permissions: the first of them, and of its changes the first, until it is so; then leaves the list. */
  async function make(list: "allow" | "deny"): Promise<void> {
    const managed = vscode.commands.executeCommand("aihub.managePermissions", ID);
    while (!store.read()[list].read) await press("acceptSelectedQuickOpenItem");
    await pressUntil(managed, "closeQuickOpen");
  }

  it("are allowed, denied and allowed again with effect on the next call of the running plugin", async () => {
    await make("allow");
    assert.equal(await read(), "a note");
    await make("deny");
    assert.equal(await read(), DENIED);
    await make("allow");
    assert.equal(await read(), "a note");
    assert.equal((await look(ID))?.status, "running");
  });

  it("stand in the audit list, whose newest entry leads to the line that declares its rule", async () => {
    assert.equal(await read(), "a note");
    const shown = vscode.commands.executeCommand("aihub.showAudit", ID);
    await pressUntil(shown, "acceptSelectedQuickOpenItem");
    const isAtScope = ({ document, selection: { active } }: vscode.TextEditor) =>
      document.lineAt(active.line).text.slice(active.character).startsWith('"./data/*"');
    await eventually(
      "the line in plugin.json",
      () => vscode.window.activeTextEditor,
      (one) => one?.document.fileName === join(plugin.dir, "plugin.json") && isAtScope(one),
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
    await forget();
    assert.equal(await read(), DENIED);
    await vscode.workspace.getConfiguration("aihub").update("prompts.enabled", undefined, true);
    await make("allow");
    assert.equal(await read(), "a note");
  });

  it("are reviewed together: what is mild is checked, and who leaves the review has decided nothing", async () => {
    await forget();
    await vscode.workspace.getConfiguration("aihub").update("prompts.enabled", false, true);
    const review = () => vscode.commands.executeCommand("aihub.reviewPermissions", ID);
    await pressUntil(review(), "closeQuickOpen");
    assert.equal(await read(), DENIED);
    await pressUntil(review(), "acceptSelectedQuickOpenItem");
    assert.equal(await read(), "a note");
  });
});
