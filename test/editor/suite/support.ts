/** Plugins written into the open workspace for one test, and the extension's own view of them. */
import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { AiHubExtension } from "../../../extension/main.ts";

export async function aiHub(): Promise<AiHubExtension> {
  const extension = vscode.extensions.getExtension<AiHubExtension>("pajamasweb.ai-hub");
  assert.ok(extension, "the extension is there");
  return extension.activate();
}

/** Status and error of one plugin after the workspace has been looked at anew. */
export async function look(id: string) {
  return (await (await aiHub()).settled()).find((plugin) => plugin.id === id);
}

const AT_REST: ReadonlySet<string> = new Set(["running", "stopped", "error"]);

/** Waits until no plugin is on its way: one that a debugger leaves starts anew, and that only after its session has ended. */
export async function atRest(): Promise<void> {
  const { settled } = await aiHub();
  await eventually("every plugin at rest", settled, (all) => all.every(({ status }) => AT_REST.has(status)));
}

/** Writes a plugin into the workspace; the returned function closes it, removes it and waits until it is gone. */
export async function addPlugin(manifest: { readonly name: string }, files: Readonly<Record<string, string>>) {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, "a workspace is open");
  const dir = join(folder.uri.fsPath, "plugins", manifest.name);
  for (const [name, text] of Object.entries({ ...files, "plugin.json": JSON.stringify(manifest) })) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  return {
    dir,
    async remove() {
      await rm(join(dir, "plugin.json"), { force: true });
      await (await aiHub()).settled();
      await rm(dir, { recursive: true, force: true }); // now that no build writes there any more
    },
  };
}

const PATIENCE_MS = 60_000;

/** Waits for something that the editor does in its own time. */
export async function eventually<T>(
  what: string,
  probe: () => T | PromiseLike<T>,
  isDone: (value: T) => boolean,
): Promise<T> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(50)) {
    const value = await probe();
    if (isDone(value)) return value;
  }
  return assert.fail(`never happened: ${what}`);
}

/** Presses a key of a quick pick, which does not say when it is open: until then nothing hears it. */
export async function press(command: "acceptSelectedQuickOpenItem" | "closeQuickOpen"): Promise<void> {
  await sleep(300);
  await vscode.commands.executeCommand(`workbench.action.${command}`);
}

/** Presses until what the quick pick belongs to has ended. */
export async function pressUntil<T>(ended: Thenable<T>, command: Parameters<typeof press>[0]): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  ended.then(over, over);
  while (!isOver) await press(command);
  return ended;
}
