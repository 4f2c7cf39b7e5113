/** The plugins of the workspace, their test files and the tests in them, as items of the Test Explorer. */
import { join, relative, sep } from "node:path";
import {
  type Disposable,
  type FileSystemWatcher,
  Range,
  RelativePattern,
  type TestController,
  type TestItem,
  type TextDocument,
  Uri,
  workspace,
} from "vscode";
import { plainLabel } from "../../runtime/core/bridge-manifest.ts";
import { Scope } from "../../runtime/core/lifetime.ts";
import { Positions } from "../../runtime/core/manifest/source.ts";
import { MAX_SOURCE } from "../../runtime/core/manifest/sources/syntax.ts";
import { findTestFiles, isTestFile } from "../../runtime/host/test-files.ts";
import { inert } from "../display.ts";
import type { PluginEntry } from "../plugin-entry.ts";
import type { Plugins } from "../plugins.ts";
import { readSmallFile } from "../read-small-file.ts";
import { declaredTests } from "./declared-tests.ts";

/** Milliseconds after the last keystroke. */
const READ_AFTER_MS = 300;

/** A file with tests. */
export interface TestFile {
  readonly item: TestItem;
  /** The plugin's folder. */
  readonly dir: string;
  /** Its path from there. */
  readonly name: string;
}

interface KnownPlugin {
  readonly manifest: string;
  readonly item: TestItem;
  readonly watcher: FileSystemWatcher;
}

/** Nothing is looked for before the Test Explorer or a test file is opened. */
export class TestTree implements Disposable {
  readonly #controller: TestController;
  readonly #plugins: Plugins;
  readonly #scope = new Scope();
  readonly #known = new Map<string, KnownPlugin>();
  readonly #files = new Map<TestItem, TestFile>();
  /** Names that the last run of a file has told and its source does not show. */
  readonly #reported = new Map<TestItem, readonly string[]>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #discovering: Promise<void> | undefined;
  #wanted = false;

  constructor(controller: TestController, plugins: Plugins) {
    this.#controller = controller;
    this.#plugins = plugins;
    this.#scope.add(workspace.onDidOpenTextDocument((document) => void this.#onOpen(document)));
    this.#scope.add(workspace.onDidChangeTextDocument(({ document }) => this.#readSoon(document.uri)));
    this.#scope.defer(() => {
      for (const timer of this.#timers.values()) clearTimeout(timer);
      for (const { watcher } of this.#known.values()) watcher.dispose();
    });
    plugins.onChange(() => this.#onPlugins());
    this.#onPlugins();
  }

  dispose(): void {
    this.#scope.dispose();
  }

  /** What an item stands for, when it is a file. */
  file(item: TestItem): TestFile | undefined {
    return this.#files.get(item);
  }

  /** Looks for test files of plugins that are new, and forgets those of plugins that are gone. */
  async discover(): Promise<void> {
    this.#wanted = true;
    while (this.#discovering) await this.#discovering;
    this.#discovering = this.#discover().finally(() => {
      this.#discovering = undefined;
    });
    return this.#discovering;
  }

  /** Looks into all folders again: what watches them may have missed something. */
  async refresh(): Promise<void> {
    await this.discover();
    await Promise.all(this.#tested().map((entry) => this.#list(entry)));
    await Promise.all([...this.#files.values()].map((file) => this.read(file)));
  }

  /** Finds the tests in a file's text. */
  async read(file: TestFile): Promise<void> {
    const path = join(file.dir, file.name);
    const open = workspace.textDocuments.find(({ uri }) => uri.toString() === file.item.uri?.toString());
    const text = open ? open.getText() : await readSmallFile(path, 4 * MAX_SOURCE);
    const declared = text === undefined ? undefined : declaredTests(path, text);
    if (text === undefined || !declared) return; // broken as it is typed: what was there stays
    const positions = new Positions(text);
    const ranges = new Map(declared.map(({ name, start, end }) => [name, rangeOf(positions, start, end)]));
    this.#setTests(file.item, ranges);
  }

  /** What a file has declared when it ran. */
  reported(file: TestFile, names: readonly string[]): void {
    const ranges = new Map<string, Range | undefined>();
    for (const [, item] of file.item.children) if (item.range) ranges.set(testName(item), item.range);
    this.#reported.set(
      file.item,
      names.filter((name) => !ranges.has(name)),
    );
    this.#setTests(file.item, ranges);
  }

  async #discover(): Promise<void> {
    const found = this.#tested();
    const byDir = new Map(found.map((entry) => [entry.found.dir, entry]));
    for (const [dir, { manifest }] of this.#known) if (byDir.get(dir)?.found.manifest !== manifest) this.#forget(dir);
    for (const entry of found) if (!this.#known.has(entry.found.dir)) await this.#add(entry);
  }

  async #add(entry: PluginEntry): Promise<void> {
    const { dir, manifest } = entry.found;
    const item = this.#controller.createTestItem(
      dir,
      inert(plainLabel(entry.name)),
      Uri.file(join(dir, "plugin.json")),
    );
    const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(dir), "**/*.test.{ts,tsx,js}"));
    this.#known.set(dir, { manifest, item, watcher });
    watcher.onDidCreate((uri) => this.#addFile(entry, relative(dir, uri.fsPath)));
    watcher.onDidChange((uri) => this.#readSoon(uri));
    watcher.onDidDelete((uri) => this.#removeFile(dir, relative(dir, uri.fsPath)));
    await this.#list(entry);
  }

  async #list(entry: PluginEntry): Promise<void> {
    const { dir } = entry.found;
    const names = new Set(await findTestFiles(dir, entry.instance.manifest));
    for (const [name] of [...(this.#known.get(dir)?.item.children ?? [])]) {
      if (!names.has(name)) this.#removeFile(dir, name);
    }
    for (const name of names) this.#addFile(entry, name);
  }

  /** Plugins of the workspace: installed ones bring no tests. */
  #tested(): readonly PluginEntry[] {
    return this.#plugins.entries.filter(({ found }) => found.installedId === undefined);
  }

  #addFile(entry: PluginEntry, name: string): void {
    const { dir } = entry.found;
    const plugin = this.#known.get(dir)?.item;
    if (!plugin || plugin.children.get(name) || !isTestFile(name, entry.instance.manifest)) return;
    const label = plainLabel(name.split(sep).join("/"), 200);
    const item = this.#controller.createTestItem(name, inert(label), Uri.file(join(dir, name)));
    item.canResolveChildren = true;
    this.#files.set(item, { item, dir, name });
    plugin.children.add(item);
    this.#controller.items.add(plugin);
    if (workspace.textDocuments.some(({ uri }) => uri.toString() === item.uri?.toString())) this.#readSoon(item.uri);
  }

  #removeFile(dir: string, name: string): void {
    const plugin = this.#known.get(dir)?.item;
    const item = plugin?.children.get(name);
    if (!plugin || !item) return;
    plugin.children.delete(name);
    this.#files.delete(item);
    this.#reported.delete(item);
    if (plugin.children.size === 0) this.#controller.items.delete(dir);
  }

  #forget(dir: string): void {
    const known = this.#known.get(dir);
    if (!known) return;
    for (const [name] of [...known.item.children]) this.#removeFile(dir, name);
    known.watcher.dispose();
    this.#known.delete(dir);
    this.#controller.items.delete(dir);
  }

  /** Items that stay keep their results. */
  #setTests(file: TestItem, ranges: ReadonlyMap<string, Range | undefined>): void {
    const names = new Set([...ranges.keys(), ...(this.#reported.get(file) ?? [])]);
    const items = [...names].map((name, at) => {
      const id = testId(name);
      const item = file.children.get(id) ?? this.#controller.createTestItem(id, inert(plainLabel(name, 200)), file.uri);
      item.range = ranges.get(name);
      item.sortText = String(at).padStart(6, "0");
      return item;
    });
    file.children.replace(items);
  }

  #onPlugins(): void {
    if (!this.#scope.alive) return;
    if (this.#wanted) void this.discover();
    else for (const document of workspace.textDocuments) void this.#onOpen(document);
  }

  async #onOpen({ uri }: TextDocument): Promise<void> {
    if (uri.scheme !== "file") return;
    const nameIn = ({ found }: PluginEntry) => relative(found.dir, uri.fsPath);
    const entry = this.#tested().find((one) => isTestFile(nameIn(one), one.instance.manifest));
    if (!entry) return;
    await this.discover();
    this.#addFile(entry, nameIn(entry)); // news of a file that was just made may come later than the file is opened
    this.#readSoon(uri);
  }

  #readSoon(uri: Uri | undefined): void {
    const key = uri?.toString();
    const file = [...this.#files.values()].find(({ item }) => item.uri?.toString() === key);
    if (!file || key === undefined) return;
    clearTimeout(this.#timers.get(key));
    const read = () => {
      this.#timers.delete(key);
      if (this.#files.has(file.item)) void this.read(file);
    };
    this.#timers.set(key, setTimeout(read, READ_AFTER_MS));
  }
}

/** As JSON: VS Code joins ids by a character that a name could have. */
export function testId(name: string): string {
  return JSON.stringify(name);
}

function testName({ id }: TestItem): string {
  return JSON.parse(id) as string;
}

function rangeOf(positions: Positions, start: number, end: number): Range {
  const [from, to] = [positions.at(start), positions.at(end)];
  return new Range(from.line - 1, from.column - 1, to.line - 1, to.column - 1);
}
