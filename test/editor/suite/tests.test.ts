import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { shownStop } from "./stops.ts";
import { addPlugin, atRest, eventually, look } from "./support.ts";

const ID = "tested-demo";
const MANIFEST = {
  name: ID,
  version: "1.0.0",
  type: "tool",
  permissions: { filesystem: { write: ["./out/*"] } },
  build: { entry: "src/main.ts", output: "dist/" },
};
/** What a test does outside can be seen only where it may: its log, and where the debugger stops. */
const TESTS = `import { equal, test } from "@aihub/sdk/testing";
import { double } from "../src/double.ts";

test("passes", () => {
  const four = double(2);
  equal(four, 4);
});
test("fails", () => {
  equal(double(2), 5);
});
`;
const FILES = {
  "src/main.ts": "export const activate = () => 1;\n",
  "src/double.ts": "export const double = (n: number): number => n * 2;\n",
  "test/double.test.ts": TESTS,
};
const STOP = 5;

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly body?: { readonly reason?: string; readonly exitCode?: number; readonly output?: string };
}

describe("tests of a plugin in the editor", () => {
  const messages: Message[] = [];
  const sessions = new Set<vscode.DebugSession>();
  const subscriptions: vscode.Disposable[] = [];
  let plugin: Awaited<ReturnType<typeof addPlugin>>;
  let file: vscode.Uri;

  before(async () => {
    plugin = await addPlugin(MANIFEST, FILES);
    file = vscode.Uri.file(join(plugin.dir, "test", "double.test.ts"));
    assert.equal((await look(ID))?.status, "running");
    subscriptions.push(
      vscode.debug.onDidStartDebugSession((session) => sessions.add(session)),
      vscode.debug.onDidTerminateDebugSession((session) => sessions.delete(session)),
      vscode.debug.registerDebugAdapterTrackerFactory("aihub", {
        createDebugAdapterTracker: () => ({ onDidSendMessage: (message: Message) => messages.push(message) }),
      }),
    );
  });
  after(async () => {
    vscode.Disposable.from(...subscriptions).dispose();
    await plugin.remove();
  });
  afterEach(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.debug.stopDebugging();
    await ended();
    await atRest();
    messages.length = 0;
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  const ended = () =>
    eventually(
      "the session's end",
      () => sessions.size,
      (size) => size === 0,
    );
  const stops = () => messages.filter(({ event }) => event === "stopped");

  /** Opens the file with the cursor on a line, from 1. */
  async function at(line: number): Promise<void> {
    const place = new vscode.Position(line - 1, 2);
    await vscode.window.showTextDocument(file, { selection: new vscode.Range(place, place) });
  }

  /** Asks again until VS Code knows of the test at the cursor: then it answers when the run has ended, else at once. */
  async function debugAtCursor(): Promise<vscode.DebugSession> {
    let asked: Thenable<unknown> | undefined;
    const session = await eventually(
      "a debug session",
      async () => {
        asked ??= vscode.commands.executeCommand("testing.debugAtCursor");
        const isUnknown = await Promise.race([asked.then(() => true), sleep(1000, false)]);
        if (isUnknown) asked = undefined;
        return [...sessions][0];
      },
      (found) => found !== undefined,
    );
    return session ?? assert.fail();
  }

  it("are debugged: a breakpoint in the test file stops, its locals are there, and the session ends with the test", async () => {
    await at(STOP);
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(new vscode.Location(file, new vscode.Position(STOP, 0)))]);
    const session = await debugAtCursor();
    await eventually("a stop", stops, ({ length }) => length === 1);
    assert.equal(stops()[0]?.body?.reason, "breakpoint");
    const [frame] = await shownStop(session);
    assert.equal(frame?.line, STOP + 1);
    const asked = { expression: "four", frameId: frame?.id, context: "watch" };
    assert.equal((await session.customRequest("evaluate", asked)).result, "4");
    assert.equal((await look(ID))?.status, "running", "the plugin itself goes on");
    await session.customRequest("continue", { threadId: 1 });
    await ended();
    assert.equal(messages.find(({ event }) => event === "exited")?.body?.exitCode, 0);
    assert.equal(stops().length, 1, "only the chosen test ran");
  });

  it("that are added are known as they are typed, and run from there", async () => {
    const added = join(plugin.dir, "src", "added.test.ts");
    await writeFile(added, `${TESTS.split("\n")[0]}\n\n\ntest("added", () => {\n  debugger;\n});\n`);
    try {
      file = vscode.Uri.file(added);
      await at(4);
      const session = await debugAtCursor();
      await eventually("a stop", stops, ({ length }) => length === 1);
      const [frame] = await shownStop(session);
      assert.equal(frame?.line, 5);
    } finally {
      await vscode.debug.stopDebugging();
      await ended();
      await rm(added);
    }
  });

  it("leave no output behind", async () => {
    const dist = join(plugin.dir, "dist");
    const read = (name: string) => readFile(join(dist, name), "utf8").catch(() => ""); // it may go meanwhile
    const texts = async () => Promise.all((await readdir(dist)).map(read));
    assert.ok(
      (await texts()).some((text) => text.includes("activate")),
      "the plugin's own is there",
    );
    // VS Code ends a session after two seconds, whether or not the run of its tests has ended.
    await eventually("no output of a test", texts, (all) => all.every((text) => !text.includes("double")));
  });

  it("are not started by a configuration of somebody else's making", async () => {
    const config = { type: "aihub", request: "launch", name: "forged", program: plugin.dir, testRun: "1" };
    void vscode.debug.startDebugging(vscode.workspace.workspaceFolders?.[0], config);
    const refused = (message: Message) => JSON.stringify(message).includes("This test run is over");
    await eventually("a refusal", () => messages.some(refused), Boolean);
    await vscode.commands.executeCommand("notifications.clearAll");
  });
});
