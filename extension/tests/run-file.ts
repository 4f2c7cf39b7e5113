/** Runs tests of one file and tells the Test Explorer how they went. */
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { Location, Position, type TestItem, TestMessage, TestMessageStackFrame, type TestRun, Uri } from "vscode";
import { PluginError } from "../../runtime/core/errors.ts";
import type { PluginInspector } from "../../runtime/host/debug/plugin-inspector.ts";
import type { PluginHost } from "../../runtime/host/plugin-host.ts";
import type { PluginTests } from "../../runtime/host/plugin-tests.ts";
import { failurePlaces, failureText, terminalText } from "./failure-text.ts";
import type { TestFile, TestTree } from "./test-tree.ts";
import { testId } from "./test-tree.ts";

/** What was chosen of a file. */
export interface ChosenTests {
  readonly file: TestFile;
  /** Whether a test was chosen; also of one that shows only as the file runs. */
  includes(item: TestItem): boolean;
}

export interface RunFileOptions {
  readonly host: PluginHost;
  readonly tree: TestTree;
  readonly run: TestRun;
  readonly chosen: ChosenTests;
  readonly signal: AbortSignal;
  /** Runs them under a debugger. */
  readonly inspector?: PluginInspector;
}

/** Never rejects: what goes wrong is told of the tests that it keeps from running. */
export async function runFile({ host, tree, run, chosen, signal, inspector }: RunFileOptions): Promise<void> {
  const { file, includes } = chosen;
  let current: TestItem = file.item;
  const onLog = (_: string, text: string) => run.appendOutput(`${terminalText(text)}\r\n`, undefined, current);
  let tests: PluginTests | undefined;
  const stop = () => void tests?.stop();
  signal.addEventListener("abort", stop, { once: true });
  const left = new Set(chosenItems(chosen));
  const failed = (item: TestItem, error: unknown, ms?: number) => {
    left.delete(item);
    if (signal.aborted) return run.skipped(item);
    const message = messageOf(error, file, item);
    run.appendOutput(`${failureText(error, true)}\r\n`, message.location, item);
    if (error instanceof PluginError) run.failed(item, message, ms);
    else run.errored(item, message, ms);
  };
  try {
    tests = await host.openTests(file.dir, file.name, { onLog, ...(inspector && { inspector }) });
    const names = signal.aborted ? [] : await tests.tests();
    if (!signal.aborted) tree.reported(file, names);
    for (const name of names) {
      const item = file.item.children.get(testId(name));
      if (!item || !includes(item)) continue;
      if (signal.aborted) break;
      current = item;
      run.started(item);
      const startedAt = performance.now();
      try {
        await tests.runTest(name, signal);
        left.delete(item);
        run.passed(item, performance.now() - startedAt);
      } catch (error) {
        failed(item, error, performance.now() - startedAt);
      }
      current = file.item;
    }
    for (const item of [...left]) failed(item, new Error(`The file declared no test ${item.id} when it ran`));
  } catch (error) {
    for (const item of left.size > 0 ? [...left] : [file.item]) failed(item, error);
  } finally {
    signal.removeEventListener("abort", stop);
    await tests?.stop();
  }
}

/** Those of them that are known. */
export function chosenItems({ file, includes }: ChosenTests): TestItem[] {
  return [...file.item.children].map(([, item]) => item).filter(includes);
}

/** At the innermost place in the test file, else in the plugin, else at the test. */
function messageOf(error: unknown, file: TestFile, item: TestItem): TestMessage {
  const places = failurePlaces(error, file.dir).filter((place) => existsSync(place.file));
  const message = new TestMessage(failureText(error));
  message.stackTrace = places.map(({ label, file: path, line, column }) => {
    const name = label || relative(file.dir, path);
    return new TestMessageStackFrame(name, Uri.file(path), new Position(line - 1, column - 1));
  });
  const at = places.find((place) => relative(file.dir, place.file) === file.name) ?? places[0];
  if (at) message.location = new Location(Uri.file(at.file), new Position(at.line - 1, at.column - 1));
  else if (item.uri && item.range) message.location = new Location(item.uri, item.range.start);
  return message;
}
