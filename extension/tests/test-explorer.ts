/** Tests of plugins in VS Code's Test Explorer: found, run and debugged. */
import {
  type CancellationToken,
  type DebugSession,
  debug,
  type TestItem,
  TestMessage,
  type TestRun,
  TestRunProfileKind,
  type TestRunRequest,
  tests,
  Uri,
  workspace,
} from "vscode";
import { Scope } from "../../runtime/core/lifetime.ts";
import type { DebugTarget } from "../../runtime/host/dap/debug-targets.ts";
import type { PluginInspector } from "../../runtime/host/debug/plugin-inspector.ts";
import type { PluginHost } from "../../runtime/host/plugin-host.ts";
import { launchConfiguration } from "../debug/configurations.ts";
import type { Plugins } from "../plugins.ts";
import { saveBelow } from "../run-plugin.ts";
import type { DebuggedTests } from "./debugged-tests.ts";
import { type ChosenTests, chosenItems, runFile } from "./run-file.ts";
import { TestTree } from "./test-tree.ts";

type RunTests = (request: TestRunRequest, token: CancellationToken) => Promise<void>;

export class TestExplorer {
  readonly #scope = new Scope();
  readonly #controller = this.#scope.add(tests.createTestController("aihub", "AI Hub"));
  readonly #tree: TestTree;
  readonly #host: PluginHost;
  readonly #debugged: DebuggedTests;

  constructor(plugins: Plugins, host: PluginHost, debugged: DebuggedTests) {
    this.#host = host;
    this.#debugged = debugged;
    this.#tree = this.#scope.add(new TestTree(this.#controller, plugins));
    this.#controller.resolveHandler = async (item) => {
      const file = item && this.#tree.file(item);
      if (file) await this.#tree.read(file);
      else if (!item) await this.#tree.discover();
    };
    this.#controller.refreshHandler = () => this.#tree.refresh();
    const { Run, Debug } = TestRunProfileKind;
    const profile = (name: string, kind: TestRunProfileKind, run: RunTests) =>
      this.#scope.add(this.#controller.createRunProfile(name, kind, run, true));
    profile("Run", Run, (request, token) =>
      this.#run(request, token, (run, chosen, signal) => this.#runOne(run, chosen, signal)),
    );
    profile("Debug", Debug, (request, token) =>
      this.#run(request, token, (run, chosen, signal) => this.#debugOne(run, chosen, signal)),
    );
  }

  dispose(): void {
    this.#scope.dispose();
  }

  async #run(request: TestRunRequest, token: CancellationToken, runOne: RunOne): Promise<void> {
    const run = this.#controller.createTestRun(request);
    const aborting = new AbortController();
    const subscriptions = [token, run.token].map((one) => one.onCancellationRequested(() => aborting.abort()));
    try {
      const chosen = await this.#choose(request);
      for (const dir of new Set(chosen.map(({ file }) => file.dir))) await saveBelow(Uri.file(dir));
      for (const one of chosen) for (const item of chosenItems(one)) run.enqueued(item);
      for (const one of chosen) {
        if (aborting.signal.aborted) break;
        await runOne(run, one, aborting.signal);
      }
    } finally {
      for (const subscription of subscriptions) subscription.dispose();
      run.end();
    }
  }

  /** The files that a request is about, read if they were not, and which of their tests. */
  async #choose({ include, exclude = [] }: TestRunRequest): Promise<readonly ChosenTests[]> {
    if (!include) await this.#tree.discover();
    const roots = new Set(include ?? [...this.#controller.items].map(([, item]) => item));
    const left = new Set(exclude);
    const open = [...roots];
    const items = new Set<TestItem>();
    for (let item = open.pop(); item; item = open.pop()) {
      const file = this.#tree.file(item);
      if (file || (item.parent && this.#tree.file(item.parent))) items.add(file ? item : (item.parent ?? item));
      else for (const [, child] of item.children) open.push(child);
    }
    const files = [...items].flatMap((item) => this.#tree.file(item) ?? []);
    files.sort((a, b) => (a.dir + a.name < b.dir + b.name ? -1 : 1));
    const isAmong = (set: ReadonlySet<TestItem>, test: TestItem) => ancestry(test).some((item) => set.has(item));
    for (const file of files) if (file.item.children.size === 0) await this.#tree.read(file);
    return files
      .filter(({ item }) => !isAmong(left, item))
      .map((file) => ({ file, includes: (test) => isAmong(roots, test) && !isAmong(left, test) }));
  }

  async #runOne(run: TestRun, chosen: ChosenTests, signal: AbortSignal): Promise<void> {
    await runFile({ host: this.#host, tree: this.#tree, run, chosen, signal });
  }

  /** A debug session for the file; resolves when it is over. */
  async #debugOne(run: TestRun, chosen: ChosenTests, signal: AbortSignal): Promise<void> {
    const { dir, name, item } = chosen.file;
    const folder = workspace.getWorkspaceFolder(Uri.file(dir));
    const config = launchConfiguration({ name: item.label, dir }, { title: "" }, folder);
    if (!config) return run.errored(item, new TestMessage(`A folder with \${ in its path cannot be debugged: ${dir}`));
    const id = this.#debugged.add((inspector) => this.#target(run, chosen, inspector));
    const isOurs = (session: DebugSession) => session.configuration.testRun === id;
    const over = Promise.withResolvers<void>();
    let session: DebugSession | undefined;
    const end = () => void (session && debug.stopDebugging(session));
    const subscriptions = [
      debug.onDidTerminateDebugSession((one) => isOurs(one) && over.resolve()),
      debug.onDidStartDebugSession((one) => {
        if (!isOurs(one)) return;
        session = one;
        if (signal.aborted) end();
      }),
    ];
    signal.addEventListener("abort", end, { once: true });
    try {
      const isStarted = await debug.startDebugging(folder, { ...config, testRun: id }, { testRun: run });
      if (isStarted) await over.promise;
      else run.errored(item, new TestMessage(`The debugger did not start on ${name}`));
    } finally {
      signal.removeEventListener("abort", end);
      for (const subscription of subscriptions) subscription.dispose();
      this.#debugged.remove(id);
    }
  }

  #target(run: TestRun, chosen: ChosenTests, inspector: PluginInspector): DebugTarget {
    const stopping = new AbortController();
    let running: Promise<void> = Promise.resolve();
    return {
      name: chosen.file.item.label,
      run: async () => {
        running = runFile({ host: this.#host, tree: this.#tree, run, chosen, signal: stopping.signal, inspector });
        await running;
      },
      stop: async () => {
        stopping.abort();
        await running;
      },
    };
  }
}

type RunOne = (run: TestRun, chosen: ChosenTests, signal: AbortSignal) => Promise<void>;

/** The item and all that it lies in. */
function ancestry(item: TestItem): TestItem[] {
  const items = [item];
  for (let parent = item.parent; parent; parent = parent.parent) items.push(parent);
  return items;
}
