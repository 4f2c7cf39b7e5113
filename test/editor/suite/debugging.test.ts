import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { type Frame, shownStop } from "./stops.ts";
import { addPlugin, atRest, eventually, look } from "./support.ts";

interface Message {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: { readonly reason?: string; readonly output?: string };
}

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly variablesReference: number;
}

/** What the sessions of one test say and are told. */
class Watched {
  readonly messages: Message[] = [];
  /** The one that began last. VS Code may tell of its first stop before it calls it the active one. */
  session: vscode.DebugSession | undefined;
  readonly #registration: vscode.Disposable;
  #stops = 0;

  constructor() {
    this.#registration = vscode.debug.registerDebugAdapterTrackerFactory("aihub", {
      createDebugAdapterTracker: (session) => {
        this.session = session;
        return { onDidSendMessage: (message: Message) => this.messages.push(message) };
      },
    });
  }

  /** The session at its next stop, and the frames there, when VS Code shows it. */
  async stop(reason: string): Promise<{ session: vscode.DebugSession; frames: readonly Frame[] }> {
    const count = ++this.#stops;
    const stops = () => this.messages.filter(({ event }) => event === "stopped");
    await eventually(
      `stop ${count}`,
      () => stops().length,
      (length) => length >= count,
    );
    assert.equal(stops()[count - 1]?.body?.reason, reason);
    const { session } = this;
    assert.ok(session);
    return { session, frames: await shownStop(session) };
  }

  output(): string {
    return this.messages.flatMap(({ event, body }) => (event === "output" ? [body?.output ?? ""] : [])).join("");
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

let watched: Watched;
const folder = () => vscode.workspace.workspaceFolders?.[0];
const sessions = new Set<vscode.DebugSession>();

/** Sets a breakpoint on the line with this text; in a session that is under way it is verified then. */
async function breakAt(file: string, text: string): Promise<number> {
  const lines = (await readFile(file, "utf8")).split("\n");
  const line = lines.findIndex((one) => one.includes(text));
  assert.ok(line >= 0, text);
  const place = new vscode.Location(vscode.Uri.file(file), new vscode.Position(line, 0));
  const breakpoint = new vscode.SourceBreakpoint(place);
  vscode.debug.addBreakpoints([breakpoint]);
  const { session } = watched;
  if (session) {
    await eventually(
      "a verified breakpoint",
      () => session.getDebugProtocolBreakpoint(breakpoint),
      (found) => (found as { verified?: boolean } | undefined)?.verified === true,
    );
  }
  return line + 1;
}

async function locals(session: vscode.DebugSession, frame: Frame | undefined, name = "Local") {
  const { scopes } = await session.customRequest("scopes", { frameId: frame?.id });
  const scope = scopes.find((one: { name: string }) => one.name === name);
  const { variables } = await session.customRequest("variables", { variablesReference: scope.variablesReference });
  const value = (wanted: string) => variables.find((one: Variable) => one.name === wanted)?.value;
  return { reference: scope.variablesReference as number, value };
}

/** Where the extension host is a remote one, VS Code has made a URI of the path. */
function fileOf(frame: Frame | undefined): string | undefined {
  const file = frame?.source?.path;
  return file?.startsWith("vscode-remote:") ? vscode.Uri.parse(file).fsPath : file;
}

async function ended(): Promise<void> {
  await eventually(
    "the session's end",
    () => sessions.size,
    (size) => size === 0,
  );
}

describe("debugging in the editor", () => {
  const subscriptions: vscode.Disposable[] = [];

  before(() => {
    subscriptions.push(
      vscode.debug.onDidStartDebugSession((session) => sessions.add(session)),
      vscode.debug.onDidTerminateDebugSession((session) => sessions.delete(session)),
    );
  });
  after(() => vscode.Disposable.from(...subscriptions).dispose());
  const watch = () => {
    watched = new Watched();
  };
  const clean = async () => {
    vscode.debug.removeBreakpoints(vscode.debug.breakpoints);
    await vscode.debug.stopDebugging();
    await ended();
    await atRest();
    watched.dispose();
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  };

  describe("the AI Bookkeeper", () => {
    let dir: string;
    let link: string;

    before(async () => {
      watch();
      const extension = vscode.extensions.getExtension("pajamasweb.ai-hub");
      const [workspace] = vscode.workspace.workspaceFolders ?? [];
      assert.ok(extension && workspace);
      // A copy, so that the example keeps no reports; inside the checkout, where its packages are found.
      const out = join(await realpath(extension.extensionPath), ".out");
      await mkdir(out, { recursive: true });
      dir = await mkdtemp(join(out, "bookkeeper-debugged-"));
      const skipped = /[\\/](?:dist|node_modules|output)$/;
      const example = join(out, "..", "examples", "ai-bookkeeper");
      await cp(example, dir, { recursive: true, filter: (source) => !skipped.test(source) });
      await useSdk(join(dir, "src", "main.ts"));
      link = join(workspace.uri.fsPath, "plugins", "ai-bookkeeper");
      await mkdir(join(link, ".."), { recursive: true });
      await symlink(dir, link, "junction");
      assert.deepEqual(await look("ai-bookkeeper"), { id: "ai-bookkeeper", status: "running" });
    });
    after(async () => {
      await clean();
      await rm(link, { recursive: true, force: true });
      assert.equal(await look("ai-bookkeeper"), undefined);
      await rm(dir, { recursive: true, force: true });
    });

    it("stops in its TypeScript, is read and changed, and writes the right report", async () => {
      const main = join(dir, "src", "main.ts");
      const line = await breakAt(main, "definePlugin({");
      const makeReport = join(dir, "src", "services", "bookkeeping.ts");
      const reportLine = await breakAt(makeReport, "const report: Report");
      const started = vscode.debug.startDebugging(folder(), {
        type: "aihub",
        request: "launch",
        name: "bookkeeper",
        program: dir,
        permissions: "all",
        justMyCode: false,
      });

      // As the module is evaluated: into a call of the SDK, and out.
      const first = await watched.stop("breakpoint");
      assert.ok(await started);
      assert.deepEqual([fileOf(first.frames[0]), first.frames[0]?.line], [main, line]);
      await first.session.customRequest("stepIn", { threadId: 1 });
      const [sdk, caller] = (await watched.stop("step")).frames;
      assert.equal(sdk?.name, "definePlugin");
      assert.equal(sdk?.presentationHint, "subtle");
      assert.equal(sdk?.source?.presentationHint, "deemphasize");
      assert.equal(fileOf(caller), main);
      await first.session.customRequest("stepOut", { threadId: 1 });
      assert.equal(fileOf((await watched.stop("step")).frames[0]), main);
      await first.session.customRequest("continue", { threadId: 1 });

      // From the palette, into the report.
      const result = vscode.commands.executeCommand<{ rowsIn: number; totals: { currency: string }[]; path: string }>(
        "aihub-plugins.ai-bookkeeper.generate-report",
        { period: "2026-Q3", format: "csv" },
      );
      const { session, frames } = await watched.stop("breakpoint");
      assert.deepEqual([frames[0]?.name, frames[0]?.line], ["makeReport", reportLine]);
      assert.ok(frames.some(({ name }) => name === "generateReport"));
      const editor = await eventually(
        "the stopped line in an editor",
        () => vscode.window.activeTextEditor,
        (one) => one?.document.fileName === makeReport && one.selection.active.line === reportLine - 1,
      );
      const { reference, value } = await locals(session, frames[0]);
      assert.equal(value("first"), "'EUR'");
      const outside = Number(value("outside"));
      assert.ok(outside > 0, value("outside"));
      await session.customRequest("setVariable", { variablesReference: reference, name: "first", value: '"USD"' });
      const asked = { expression: "transactions.length + outside", frameId: frames[0]?.id, context: "repl" };
      const rows = Number((await session.customRequest("evaluate", asked)).result);
      const inline = await vscode.commands.executeCommand<vscode.InlineValueVariableLookup[]>(
        "vscode.executeInlineValueProvider",
        editor?.document.uri,
        new vscode.Range(0, 0, reportLine, 0),
        { frameId: frames[0]?.id, stoppedLocation: new vscode.Range(reportLine - 1, 2, reportLine - 1, 2) },
      );
      const names = new Set(inline.map(({ range }) => editor?.document.getText(range)));
      assert.ok(names.has("input") && names.has("outside") && !names.has("report") && !names.has("Report"));
      await session.customRequest("continue", { threadId: 1 });

      const report = await result;
      assert.equal(report.totals[0]?.currency, "USD", "the changed local took effect");
      const rejected = report as unknown as { rowsRejected: number };
      assert.equal(report.rowsIn, rows + rejected.rowsRejected, "no row is lost");
      assert.match(await readFile(join(dir, report.path), "utf8"), /USD/);
    });

    it("goes on without the debugger when the session ends", async () => {
      await vscode.debug.stopDebugging();
      await ended();
      const running = (state: Awaited<ReturnType<typeof look>>) => state?.status === "running";
      await eventually("the plugin runs", () => look("ai-bookkeeper"), running);
      assert.ok(vscode.debug.breakpoints.length > 0, "it would stop if it still could");
    });
  });

  describe("a plugin", () => {
    const ID = "debug-demo";
    const MANIFEST = {
      name: ID,
      version: "1.0.0",
      type: "tool",
      ui: { commands: ["double", "fail"].map((id) => ({ id, title: id, category: "Demo" })) },
      build: { entry: "src/main.ts", output: "dist/" },
    };
    const SOURCE = `let runs = 0;
export const commands = {
  double(input: number): number {
    runs += 1;
    const twice = input * 2;
    return twice;
  },
  fail() {
    throw new Error("as asked");
  },
};
`;
    const LINE = 5;
    let plugin: Awaited<ReturnType<typeof addPlugin>>;
    let file: string;
    const run = (name: string, input?: unknown) =>
      vscode.commands.executeCommand<unknown>(`aihub-plugins.${ID}.${name}`, input);
    const status = async () => (await look(ID))?.status;
    const isRunning = (state: string | undefined) => state === "running";

    before(async () => {
      plugin = await addPlugin(MANIFEST, { "src/main.ts": SOURCE });
      file = join(plugin.dir, "src", "main.ts");
      assert.equal(await status(), "running");
    });
    after(() => plugin.remove());
    beforeEach(watch);
    afterEach(clean);

    it("is debugged by its command's lens: the command runs, and the session ends with it", async () => {
      await breakAt(file, "const twice");
      const uri = vscode.Uri.file(join(plugin.dir, "plugin.json")).toString();
      const started = vscode.commands.executeCommand("aihub.debugPlugin", uri, "double");
      const { session, frames } = await watched.stop("breakpoint");
      assert.equal(await started, true);
      assert.equal(frames[0]?.line, LINE);
      assert.equal((await locals(session, frames[0])).value("input"), "undefined");
      await session.customRequest("continue", { threadId: 1 });
      await ended();
      assert.match(watched.output(), /null/);
      await eventually("the plugin runs on", status, isRunning);
    });

    it("is debugged by F5 from its file, its commands of the palette with it", async () => {
      await vscode.window.showTextDocument(vscode.Uri.file(file));
      await breakAt(file, "const twice");
      assert.ok(await vscode.debug.startDebugging(folder(), { type: "aihub", request: "launch", name: "F5" }));
      const result = run("double", 21);
      const { session, frames } = await watched.stop("breakpoint");
      const { reference, value } = await locals(session, frames[0]);
      assert.equal(value("input"), "21");
      await session.customRequest("setVariable", { variablesReference: reference, name: "input", value: "4" });
      await session.customRequest("continue", { threadId: 1 });
      assert.equal(await result, 8);
    });

    it("is attached to: it starts anew, says so, and goes on when the debugger leaves it", async () => {
      assert.equal(await run("double", 1), 2);
      const config = { type: "aihub", request: "attach", name: "attach", plugin: ID };
      assert.ok(await vscode.debug.startDebugging(folder(), config));
      await eventually(
        "a word about it",
        () => watched.output(),
        (text) => text.includes("was restarted to be debugged"),
      );
      await breakAt(file, "const twice");
      const result = run("double", 3);
      const { session, frames } = await watched.stop("breakpoint");
      const asked = { expression: "runs", frameId: frames[0]?.id, context: "watch" };
      assert.equal((await session.customRequest("evaluate", asked)).result, "1", "it has begun anew");
      await session.customRequest("continue", { threadId: 1 });
      assert.equal(await result, 6);
      await vscode.debug.stopDebugging(session);
      await ended();
      await eventually("the plugin runs on", status, isRunning);
      assert.equal(await run("double", 5), 10, "the breakpoint is nobody's now");
    });

    it("stops at what it throws, with a stack whose frames can be clicked, as in the debug console", async () => {
      const config = { type: "aihub", request: "launch", name: "fail", program: plugin.dir, entry: "fail" };
      assert.ok(await vscode.debug.startDebugging(folder(), { ...config, stopOnEntry: true }));
      const { session } = await watched.stop("entry");
      // What a person checks in the view of breakpoints, where nothing is by default.
      await session.customRequest("setExceptionBreakpoints", { filters: ["uncaught"] });
      await session.customRequest("continue", { threadId: 1 });
      await watched.stop("exception");
      const { exceptionId, details } = await session.customRequest("exceptionInfo", { threadId: 1 });
      assert.equal(exceptionId, "Error");
      const frame = /^Error: as asked\n +at fail \(\.\/plugins\/debug-demo\/src\/main\.ts:9:\d+\)/m;
      assert.match(details.stackTrace, frame);
      await session.customRequest("continue", { threadId: 1 });
      await ended();
      assert.match(watched.output(), frame);
    });

    it("has one session at a time", async () => {
      const config = { type: "aihub", request: "launch", name: "first", program: plugin.dir };
      assert.ok(await vscode.debug.startDebugging(folder(), config));
      void vscode.debug.startDebugging(folder(), { ...config, name: "second" });
      const refusal = await eventually(
        "a refusal",
        () => watched.messages.find(({ success }) => success === false),
        (message) => message !== undefined,
      );
      assert.match(JSON.stringify(refusal), /is being debugged already/);
      assert.equal(await run("double", 2), 4);
    });

    it("stays as it was when it did not run before", async () => {
      await vscode.commands.executeCommand("aihub.stopPlugin", ID);
      const config = { type: "aihub", request: "launch", name: "once", program: plugin.dir, entry: "double", input: 4 };
      assert.ok(await vscode.debug.startDebugging(folder(), config));
      await eventually(
        "its result",
        () => watched.output(),
        (text) => text.includes("8"),
      );
      await ended();
      await atRest();
      assert.equal(await status(), "stopped");
      await vscode.commands.executeCommand("aihub.startPlugin", ID);
    });

    it("is not launched from what is no plugin, nor with a workspace of its own", async () => {
      const before = watched.messages.length;
      const wrong = [{ program: join(plugin.dir, "gone") }, { program: plugin.dir, workspace: "/" }];
      for (const given of wrong) {
        void vscode.debug.startDebugging(folder(), { type: "aihub", request: "launch", name: "wrong", ...given });
        await eventually(
          "a refusal",
          () => watched.messages.slice(before).filter(({ success }) => success === false).length,
          (count) => count > wrong.indexOf(given),
        );
      }
      await vscode.commands.executeCommand("notifications.clearAll");
      assert.equal(await status(), "running");
    });

    it("ends with its manifest's change, and runs as that says, also while it is stopped", async () => {
      await breakAt(file, "const twice");
      const config = { type: "aihub", request: "launch", name: "changed", program: plugin.dir };
      assert.ok(await vscode.debug.startDebugging(folder(), config));
      const result = run("double", 1);
      await watched.stop("breakpoint");
      await writeFile(join(plugin.dir, "plugin.json"), JSON.stringify({ ...MANIFEST, version: "1.0.1" }));
      await look(ID);
      await ended();
      assert.equal(await result, undefined, "its command was ended");
      await eventually("the plugin runs", status, isRunning);
      assert.equal(await run("double", 5), 10);
    });

    it("runs its new code when it is restarted", async () => {
      const config = { type: "aihub", request: "launch", name: "restart", program: plugin.dir };
      assert.ok(await vscode.debug.startDebugging(folder(), config));
      assert.equal(await run("double", 2), 4);
      await writeFile(file, SOURCE.replace("input * 2", "input * 3"));
      try {
        const context = { sessionId: watched.session?.id };
        await vscode.commands.executeCommand("workbench.action.debug.restart", undefined, context);
        await eventually(
          "the new code",
          () => run("double", 2),
          (result) => result === 6,
        );
      } finally {
        await writeFile(file, SOURCE);
      }
    });
  });
});

/** The example needs the SDK for its types alone: here it calls it too. */
async function useSdk(main: string): Promise<void> {
  const text = await readFile(main, "utf8");
  const plain = /^export const commands = (\{.*\});$/m;
  assert.match(text, plain);
  const called = text.replace(
    plain,
    "const plugin = definePlugin({ commands: $1 });\nexport const commands = plugin.commands;",
  );
  await writeFile(main, `import { definePlugin } from "@aihub/sdk";\n${called}`);
}
