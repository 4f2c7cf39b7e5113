/** The plugins of this window: found, opened, started, and followed as their files change. */
import { join } from "node:path";
import { commands, extensions, Range, RelativePattern, Uri, window, workspace } from "vscode";
import { bridgeCommands } from "../runtime/core/bridge-manifest.ts";
import { Scope } from "../runtime/core/lifetime.ts";
import { loadManifest } from "../runtime/host/manifest-file.ts";
import type { PluginHost } from "../runtime/host/plugin-host.ts";
import type { BridgeInstaller } from "./bridge-installer.ts";
import { type FoundPlugin, findPlugins, MANIFEST_GLOB } from "./discover.ts";
import { errorText, inert } from "./display.ts";
import { pluginFolders } from "./folders.ts";
import { HomeWatcher } from "./home-watcher.ts";
import { LANGUAGE } from "./language/manifests.ts";
import { type EntryServices, PluginEntry } from "./plugin-entry.ts";

const RESCAN_AFTER_MS = 300;

export interface PluginsOptions {
  readonly home: string;
  readonly host: PluginHost;
  readonly bridges: BridgeInstaller;
  readonly services: Omit<EntryServices, "onChange">;
  /** Told of plugins that were opened, after they have started. */
  readonly onOpened: (opened: readonly PluginEntry[]) => void;
}

/** Why this window shows no plugin's commands natively, and the way to them. */
const NO_BRIDGE = "AI Hub cannot show plugin commands in the palette here";

export class Plugins {
  readonly #options: PluginsOptions;
  readonly #entries = new Map<string, PluginEntry>();
  /** What was last said about a manifest that cannot be used, by folder: said again only when it changes. */
  readonly #told = new Map<string, string>();
  readonly #listeners = new Set<() => void>();
  readonly #scope = new Scope();
  #scanning: Promise<void> | undefined;
  #settling: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #toldNoBridge = false;

  constructor(options: PluginsOptions) {
    this.#options = options;
    this.#scope.add(workspace.onDidGrantWorkspaceTrust(() => this.#scanSoon()));
    this.#scope.add(workspace.onDidChangeWorkspaceFolders(() => this.#scanSoon()));
    this.#scope.add(extensions.onDidChange(() => void this.#tidy())); // another window may have installed a bridge
    for (const folder of workspace.workspaceFolders ?? []) {
      const watcher = this.#scope.add(workspace.createFileSystemWatcher(new RelativePattern(folder, MANIFEST_GLOB)));
      for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
        this.#scope.add(event(() => this.#scanSoon()));
      }
    }
    const { home, services } = options;
    const installed = this.#scope.add(new HomeWatcher(home, () => this.#scanSoon()));
    installed.start().catch((error: unknown) => {
      services.log.write("aihub", "warn", `Installed plugins are not followed in this window: ${errorText(error)}`);
    });
    this.#scope.defer(() => clearTimeout(this.#timer));
  }

  get entries(): readonly PluginEntry[] {
    return [...this.#entries.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  find(pluginId: string): PluginEntry | undefined {
    return this.entries.find(({ id }) => id === pluginId);
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Looks at the disk and opens, reopens and closes plugins accordingly; those opened then start by themselves. */
  async scan(): Promise<void> {
    while (this.#scanning) await this.#scanning;
    this.#scanning = this.#scan().finally(() => {
      this.#scanning = undefined;
    });
    return this.#scanning;
  }

  /** Resolves when what the last scan opened has started or failed, and VS Code shows it. */
  async settled(): Promise<void> {
    await this.#scanning;
    await this.#settling;
  }

  async dispose(): Promise<void> {
    this.#scope.dispose();
    const entries = this.entries;
    this.#entries.clear();
    await Promise.all(entries.map((entry) => entry.close()));
  }

  #scanSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.scan(), RESCAN_AFTER_MS);
  }

  async #scan(): Promise<void> {
    const { home } = this.#options;
    const found = await findPlugins(home, pluginFolders());
    const byDir = new Map(found.map((plugin) => [plugin.dir, plugin]));
    for (const [dir, entry] of this.#entries) {
      if (byDir.get(dir)?.manifest === entry.found.manifest) continue;
      this.#entries.delete(dir);
      await entry.close();
    }
    const opened: PluginEntry[] = [];
    for (const plugin of found) {
      const entry = this.#entries.has(plugin.dir) ? undefined : await this.#open(plugin);
      if (entry) opened.push(entry);
    }
    for (const dir of this.#told.keys()) if (!byDir.has(dir)) this.#told.delete(dir);
    this.#changed();
    this.#settling = Promise.allSettled([
      this.#settling,
      ...opened.map((entry) => this.#bridge(entry)),
      ...opened.map((entry) => entry.start()),
      this.#tidy(),
    ]).then(() => {
      const still = opened.filter((entry) => this.#entries.get(entry.found.dir) === entry);
      if (still.length > 0) this.#options.onOpened(still);
    });
  }

  async #tidy(): Promise<void> {
    const known = new Set(this.entries.map(({ id }) => id));
    await this.#options.bridges.tidy(known).catch((error: unknown) => {
      void window.showWarningMessage(`AI Hub could not remove a plugin's commands: ${errorText(error)}`);
    });
  }

  async #open(found: FoundPlugin): Promise<PluginEntry | undefined> {
    const { host, services } = this.#options;
    const { problems } = await loadManifest(found.dir);
    const problem = problems.find(({ severity }) => severity === "error");
    if (problem) {
      if (isShown(found.dir)) return undefined; // its place is underlined, perhaps while the person is typing
      const { line, column, message } = problem;
      this.#tell(found, `plugin.json:${line}:${column}: ${message}`, { line, column });
      return undefined;
    }
    try {
      const instance = await (found.installedId === undefined
        ? host.openFolder(found.dir)
        : host.openInstalled(found.installedId));
      if (this.find(instance.id)) {
        this.#tell(found, `Another plugin with the id "${instance.id}" is open, so this one is not started`);
        return undefined;
      }
      const entry = new PluginEntry(found, instance, { ...services, onChange: () => this.#changed() });
      this.#entries.set(found.dir, entry);
      this.#told.delete(found.dir);
      return entry;
    } catch (error) {
      this.#tell(found, errorText(error));
      return undefined;
    }
  }

  async #bridge(entry: PluginEntry): Promise<void> {
    const { bridges, services } = this.#options;
    try {
      await bridges.install(entry.bridge, entry.found.dir);
    } catch (error) {
      services.log.write(entry.id, "warn", `${NO_BRIDGE}: ${errorText(error)}`);
      if (this.#toldNoBridge || bridgeCommands(entry.bridge).length === 0) return;
      this.#toldNoBridge = true;
      void this.#offerQuickPick();
    }
  }

  async #offerQuickPick(): Promise<void> {
    const run = "Run Plugin Command…";
    const message = `${NO_BRIDGE}. "AI Hub: ${run}" has them all.`;
    if ((await window.showInformationMessage(message, run)) === run) {
      await commands.executeCommand("aihub.runPluginCommand");
    }
  }

  /** One notification per fault, with the way to its place. */
  #tell(found: FoundPlugin, text: string, position = { line: 1, column: 1 }): void {
    if (this.#told.get(found.dir) === text) return;
    this.#told.set(found.dir, text);
    const open = "Open plugin.json";
    const file = Uri.file(join(found.dir, "plugin.json"));
    const place = workspace.asRelativePath(found.dir);
    void window.showErrorMessage(inert(`Plugin in ${place}: ${text}`), open).then((choice) => {
      if (choice !== open) return;
      const { line, column } = position;
      void window.showTextDocument(file, { selection: new Range(line - 1, column - 1, line - 1, column - 1) });
    });
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Whether a manifest stands in an editor, where the language server speaks of its problems. */
function isShown(dir: string): boolean {
  const file = Uri.file(join(dir, "plugin.json")).toString();
  return window.visibleTextEditors.some(
    ({ document }) => document.languageId === LANGUAGE && document.uri.toString() === file,
  );
}
