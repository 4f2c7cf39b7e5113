import assert from "node:assert/strict";
import { mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import { shownFrame, shownStop } from "./stops.ts";
import { addPlugin, aiHub, atRest, eventually, look } from "./support.ts";

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly success?: boolean;
  readonly body?: { readonly output?: string; readonly error?: { readonly variables?: { readonly message?: string } } };
}

const SOURCE = `export const commands = {
  double(input: number): number {
    const twice = (input ?? 4) * 2;
    return twice;
  },
};
`;
const LINE = 4;
const FILES = { "src/main.ts": SOURCE };
const manifestOf = (name: string, more: object = {}) => ({
  name,
  version: "1.0.0",
  type: "tool",
  permissions: { filesystem: { read: ["./data/*"] } },
  ui: { commands: [{ id: "double", title: "Double", category: "Demo" }] },
  build: { entry: "src/main.ts", output: "dist/" },
  ...more,
});

describe("debug configurations in the editor", () => {
  const messages = new Map<vscode.DebugSession, Message[]>();
  const sessions = new Set<vscode.DebugSession>();
  const subscriptions: vscode.Disposable[] = [];
  const made: string[] = [];
  let one: Awaited<ReturnType<typeof addPlugin>>;
  let two: Awaited<ReturnType<typeof addPlugin>>;
  const [ONE, TWO] = ["launched-one", "launched-two"];

  before(async () => {
    one = await addPlugin(manifestOf(ONE), FILES);
    two = await addPlugin(manifestOf(TWO), FILES);
    assert.equal((await look(ONE))?.status, "running");
    subscriptions.push(
      vscode.debug.onDidStartDebugSession((session) => sessions.add(session)),
      vscode.debug.onDidTerminateDebugSession((session) => sessions.delete(session)),
      vscode.debug.registerDebugAdapterTrackerFactory("aihub", {
        createDebugAdapterTracker: (session) => {
          const own: Message[] = [];
          messages.set(session, own);
          return { onDidSendMessage: (message: Message) => own.push(message) };
        },
      }),
    );
  });
  after(async () => {
    vscode.Disposable.from(...subscriptions).dispose();
    await one.remove();
    await two.remove();
  });
  afterEach(async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.debug.stopDebugging();
    await ended();
    await atRest();
    messages.clear();
    for (const path of made.splice(0)) await rm(path, { recursive: true, force: true });
    await (await aiHub()).settled();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    await vscode.commands.executeCommand("notifications.clearAll");
  });

  const folder = () => vscode.workspace.workspaceFolders?.[0];
  const inFolder = (...names: string[]) => join(folder()?.uri.fsPath ?? "", ...names);
  const ended = () =>
    eventually(
      "the sessions' end",
      () => sessions.size,
      (size) => size === 0,
    );
  const all = () => [...messages.values()].flat();
  const output = () =>
    all()
      .map(({ event, body }) => (event === "output" ? (body?.output ?? "") : ""))
      .join("");
  const stopped = (own: readonly Message[]) => own.some(({ event }) => event === "stopped");

  async function write(base: string, files: Readonly<Record<string, string>>): Promise<string> {
    made.push(base);
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(base, name)), { recursive: true });
      await writeFile(join(base, name), text);
    }
    return base;
  }

  /** The reason for which a launch is refused. */
  async function refusal(config: object): Promise<string> {
    const known = new Set(all());
    void vscode.debug.startDebugging(folder(), { type: "aihub", request: "launch", name: "refused", ...config });
    const found = await eventually(
      "a refusal",
      () => all().find((message) => message.success === false && !known.has(message)),
      (message) => message !== undefined,
    );
    await ended();
    return found?.body?.error?.variables?.message ?? "";
  }

  function breakIn(dir: string, line = LINE): void {
    const place = new vscode.Location(vscode.Uri.file(join(dir, "src/main.ts")), new vscode.Position(line - 1, 0));
    vscode.debug.addBreakpoints([new vscode.SourceBreakpoint(place)]);
  }

  const bothStopped = () =>
    eventually(
      "a stop in each",
      () => [...messages].filter(([, own]) => stopped(own)).map(([session]) => session),
      (found) => found.length === 2,
    );
  const valueIn = async (session: vscode.DebugSession, expression: string) => {
    const { stackFrames } = await session.customRequest("stackTrace", { threadId: 1 });
    const asked = { expression, frameId: stackFrames[0]?.id, context: "watch" };
    return (await session.customRequest("evaluate", asked)).result as string;
  };
  /** The session with these messages has stopped, and VS Code shows where. */
  const stop = async (session: vscode.DebugSession, own: readonly Message[]) => {
    await eventually("a stop", () => stopped(own), Boolean);
    await shownStop(session);
  };

  it("of a launch.json start two plugins at once, which do not mix", async () => {
    const config = (name: string, input: number) => {
      const program = name === ONE ? `\${workspaceFolder}/plugins/${name}` : `plugins/${name}`;
      return { type: "aihub", request: "launch", name, program, entry: "double", input };
    };
    const launch = {
      version: "0.2.0",
      configurations: [config(ONE, 1), config(TWO, 2)],
      compounds: [{ name: "both", configurations: [ONE, TWO] }],
    };
    await write(inFolder(".vscode"), { "launch.json": JSON.stringify(launch) });
    await eventually(
      "the launch.json",
      () => vscode.workspace.getConfiguration("launch", folder()?.uri).get<unknown[]>("compounds")?.length,
      (length) => length === 1,
    );
    breakIn(one.dir);
    breakIn(two.dir);
    assert.ok(await vscode.debug.startDebugging(folder(), "both"));
    const found = await bothStopped();
    const values = await Promise.all(found.map(async (session) => [session.name, await valueIn(session, "twice")]));
    assert.deepEqual(values.sort(), [
      [ONE, "2"],
      [TWO, "4"],
    ]);
    // VS Code shows one of the two, and the other when that is gone.
    const first = await eventually("one that is shown", () => found.find(shownFrame), Boolean);
    const second = found.find((session) => session !== first);
    assert.ok(first && second);
    await first.customRequest("continue", { threadId: 1 });
    await eventually(
      "one end",
      () => sessions.has(first),
      (still) => !still,
    );
    assert.ok(sessions.has(second));
    await shownStop(second);
    await second.customRequest("continue", { threadId: 1 });
    await ended();
  });

  it("that are mistaken say what is wrong, and the plugin runs on undisturbed", async () => {
    const program = one.dir;
    assert.match(await refusal({ program, entry: "duoble" }), /no command or endpoint "duoble" \(it has: double\)/);
    assert.match(await refusal({ program: 5 }), /launch\.program must be string/);
    assert.match(await refusal({ program, timeoutMs: "1s" }), /launch\.timeoutMs must be integer/);
    assert.match(await refusal({ program: join(program, "none") }), /No such file or folder: .*none/);
    assert.match(await refusal({ request: "attach", plugin: "nobody" }), /No plugin here has the id "nobody"/);
    assert.match(await refusal({ program, permissions: { allow: { read: ["!x"] } } }), /permissions: .*"!x"/);
    assert.equal((await look(ONE))?.status, "running");
  });

  it("of a file whose plugin has a broken plugin.json name the fault, and debug no other plugin", async () => {
    const broken = await write(inFolder("plugins", "launched-broken"), {
      "plugin.json": JSON.stringify({ ...manifestOf("launched-broken"), type: "toool" }, undefined, 2),
      "src/main.ts": SOURCE,
    });
    const deep = await write(inFolder("far", "from", "here", "launched-deep"), {
      "plugin.json": `${JSON.stringify(manifestOf("launched-deep"))}}`,
      "src/main.ts": SOURCE,
    });
    for (const dir of [broken, deep]) {
      await vscode.window.showTextDocument(vscode.Uri.file(join(dir, "src/main.ts")));
      assert.match(await refusal({}), /plugin\.json:\d+:\d+: /);
    }
    const manifest = vscode.Uri.file(join(broken, "plugin.json")).toString();
    const known = all().length;
    void vscode.commands.executeCommand("aihub.debugPlugin", manifest, "double");
    const refused = () =>
      all()
        .slice(known)
        .some((message) => /plugin\.json:\d+:\d+: /.test(JSON.stringify(message)));
    await eventually("its fault", refused, Boolean);
  });

  it("of a file in a plugin that lies deeper than plugins are looked for debug that plugin", async () => {
    const dir = await write(inFolder("far", "away", "launched-deep"), {
      "plugin.json": JSON.stringify(manifestOf("launched-deep")),
      ...FILES,
    });
    await vscode.window.showTextDocument(vscode.Uri.file(join(dir, "src/main.ts")));
    breakIn(dir);
    const config = { type: "aihub", request: "launch", name: "deep", entry: "double", input: 8 };
    assert.ok(await vscode.debug.startDebugging(folder(), config));
    const [[session, own] = []] = [...messages];
    assert.ok(session && own);
    await stop(session, own);
    assert.equal(await valueIn(session, "twice"), "16");
  });

  it("that allow something say so in the debug console", async () => {
    const permissions = { allow: { read: ["./data/*"] } };
    const config = {
      type: "aihub",
      request: "launch",
      name: "allowed",
      program: one.dir,
      entry: "double",
      permissions,
    };
    assert.ok(await vscode.debug.startDebugging(folder(), config));
    await eventually("a word about it", output, (text) => text.includes("allows without a question: read ./data/*"));
    await ended();
    messages.clear();
    assert.ok(await vscode.debug.startDebugging(folder(), { ...config, permissions: {} }));
    await eventually("its result", output, (text) => text.includes("8"));
    assert.doesNotMatch(output(), /without a question/);
  });

  it("allow nothing where the policy of the machine lets nobody be asked", async () => {
    const settings = vscode.workspace.getConfiguration("aihub");
    await settings.update("prompts.enabled", false, true);
    try {
      for (const permissions of ["all", { allow: { net: ["example.com"] } }]) {
        assert.match(
          await refusal({ program: one.dir, permissions }),
          /The policy of this machine lets nobody be asked/,
        );
      }
    } finally {
      await settings.update("prompts.enabled", undefined, true);
    }
  });

  it("give what is evaluated no more than the plugin has", async () => {
    breakIn(one.dir);
    const permissions = { allow: { read: ["./data/*"] } };
    const config = { type: "aihub", request: "launch", name: "own", program: one.dir, permissions };
    assert.ok(await vscode.debug.startDebugging(folder(), config));
    const [[session, own] = []] = [...messages];
    assert.ok(session && own);
    const result = vscode.commands.executeCommand<unknown>(`aihub-plugins.${ONE}.double`, 1);
    await stop(session, own);
    const home = join((await aiHub()).home, "audit.jsonl");
    for (const path of ["./plugin.json", "../launched-two/src/main.ts", "/etc/passwd", home]) {
      const read = `aiHub.fs.readFile(${JSON.stringify(path)})`;
      await valueIn(session, `${read}.then(() => console.log("READ"), ({ code }) => console.log("refused", code)), 0`);
    }
    await valueIn(session, 'aiHub.fs.writeFile("./data/x", "").catch(({ code }) => console.log("refused", code)), 0');
    assert.match(await valueIn(session, "typeof process + typeof require"), /undefinedundefined/);
    await session.customRequest("continue", { threadId: 1 });
    assert.equal(await result, 2);
    const answers = () => output().match(/^(?:refused|READ).*$/gm) ?? [];
    await eventually("five answers", answers, ({ length }) => length >= 5);
    assert.ok(
      answers().every((answer) => answer === "refused ERR_PERMISSION_DENIED"),
      output(),
    );
  });

  it("let nothing pass for another plugin", async () => {
    const evil = await write(inFolder("far", "evil", "launched-evil"), {
      "plugin.json": JSON.stringify(manifestOf("Innocent", { id: TWO })),
      ...FILES,
      [`${TWO}.js`]: "export default 1;",
    });
    assert.match(await refusal({ program: evil, permissions: "all" }), new RegExp(`has the id "${TWO}": .*${TWO}`));
    assert.match(await refusal({ program: join(evil, `${TWO}.js`) }), new RegExp(`has the id "${TWO}"`));
  });

  it("give an installed plugin no permissions, and reach nothing else of AI Hub's own", async () => {
    const { home } = await aiHub();
    const id = "launched-installed";
    const base = await write(join(home, "plugins", id), {
      "versions/1.0.0/plugin.json": JSON.stringify(manifestOf(id)),
      "versions/1.0.0/src/main.ts": SOURCE,
      "versions/0.9.0/plugin.json": JSON.stringify({ ...manifestOf(id), id: "launched-old" }),
      "versions/0.9.0/src/main.ts": SOURCE,
    });
    await symlink(join(base, "versions/1.0.0"), join(base, "current"), "junction");
    await look(id);
    const current = join(base, "current");
    for (const permissions of ["all", { allow: { read: ["./data/*"] } }]) {
      assert.match(await refusal({ program: current, permissions }), /is installed: a debug configuration gives it no/);
    }
    assert.match(await refusal({ program: join(base, "versions/0.9.0") }), /AI Hub's own files are not debugged/);
    assert.match(await refusal({ program: join(current, "src/main.ts") }), /AI Hub's own files are not debugged/);
    breakIn(current);
    const config = { type: "aihub", request: "launch", name: "own", program: current, entry: "double" };
    assert.ok(await vscode.debug.startDebugging(folder(), { ...config, permissions: { deny: { read: "all" } } }));
    const session = await eventually(
      "a stop",
      () => [...messages].find(([, own]) => stopped(own))?.[0],
      (found) => found !== undefined,
    );
    assert.ok(session);
    await shownStop(session);
    assert.equal(await valueIn(session, "twice"), "8", "with a list of denials it is debugged");
    await session.customRequest("continue", { threadId: 1 });
    await ended();
  });

  it("that restart on save run the new code as a source is saved, and stop where they did", async () => {
    const file = vscode.Uri.file(join(one.dir, "src/main.ts"));
    const editor = await vscode.window.showTextDocument(file);
    breakIn(one.dir);
    const config = { type: "aihub", request: "launch", name: "saved", program: one.dir, restartOnSave: true };
    assert.ok(await vscode.debug.startDebugging(folder(), config));
    const [[session, own] = []] = [...messages];
    assert.ok(session && own);
    await eventually(
      "its start",
      async () => (await look(ONE))?.status,
      (status) => status === "running",
    );
    const run = () => vscode.commands.executeCommand<unknown>(`aihub-plugins.${ONE}.double`, 5);
    const first = run();
    await stop(session, own);
    assert.equal(await valueIn(session, "twice"), "10");
    own.length = 0;
    const at = SOURCE.indexOf("* 2");
    const range = new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + 3));
    try {
      await editor.edit((edit) => edit.replace(range, "* 7"));
      await editor.document.save();
      assert.equal(await first, undefined, "what was stopped is over");
      await eventually("its new start", () => own.some(({ event }) => event === "process"), Boolean);
      void run();
      await stop(session, own);
      assert.equal(await valueIn(session, "twice"), "35");
      assert.equal(sessions.size, 1, "it is the same session");
    } finally {
      await vscode.debug.stopDebugging();
      await ended();
      await atRest(); // it is built no more
      await writeFile(file.fsPath, SOURCE);
    }
  });

  it("of a command come from the palette, also of one that is not saved yet", async () => {
    breakIn(one.dir);
    void vscode.commands.executeCommand("aihub.debugPluginCommand", ONE);
    let tries = 0;
    const session = await eventually(
      "a debug session",
      () => {
        if (++tries % 10 === 0) void vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
        return [...messages].find(([, own]) => stopped(own))?.[0];
      },
      (found) => found !== undefined,
    );
    assert.ok(session);
    await shownStop(session);
    assert.equal(session.configuration.entry, "double");
    assert.equal(await valueIn(session, "twice"), "8");
    await session.customRequest("continue", { threadId: 1 });
    await ended();
    messages.clear();

    const manifest = vscode.Uri.file(join(one.dir, "plugin.json"));
    const text = await readFile(manifest.fsPath, "utf8");
    const editor = await vscode.window.showTextDocument(manifest);
    const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) => edit.replace(whole, text.replaceAll('"double"', '"treble"')));
    assert.match(await readFile(manifest.fsPath, "utf8"), /"double"/, "not saved");
    try {
      void vscode.commands.executeCommand("aihub.debugPlugin", manifest.toString(), "treble");
      await eventually("what it says", output, (said) => said.includes('no handler for the command "treble"'));
      await ended();
    } finally {
      await writeFile(manifest.fsPath, text);
    }
  });
});
