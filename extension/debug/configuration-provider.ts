/** Fills in debug configurations: which plugin, which entry. */
import { dirname, sep } from "node:path";
import {
  type DebugConfiguration,
  DebugConfigurationProviderTriggerKind,
  type WorkspaceFolder,
  window,
  workspace,
} from "vscode";
import { inert } from "../display.ts";
import type { PluginEntry } from "../plugin-entry.ts";
import type { Plugins } from "../plugins.ts";
import { type Debuggable, type Entry, entriesOf, launchConfiguration } from "./configurations.ts";
import { DEBUG_TYPE } from "./debug-type.ts";

const NONE = 'There is no plugin here to debug: open the folder of one, or name it as "program" in a launch.json.';
const RESTRICTED = "Plugins of a workspace are debugged only when you trust it.";

export class ConfigurationProvider {
  readonly #plugins: Plugins;

  constructor(plugins: Plugins) {
    this.#plugins = plugins;
  }

  /** For a new launch.json each plugin; for the list of what can be debugged its entries too. */
  async provide(
    folder: WorkspaceFolder | undefined,
    kind: DebugConfigurationProviderTriggerKind,
  ): Promise<DebugConfiguration[]> {
    await this.#plugins.scan();
    const isList = kind === DebugConfigurationProviderTriggerKind.Dynamic;
    return this.#plugins.entries
      .filter(({ found }) => folder === undefined || isInside(found.dir, folder.uri.fsPath))
      .map(debuggable)
      .flatMap((plugin) =>
        entriesOf(plugin)
          .slice(0, isList ? undefined : 1)
          .map((entry) => [plugin, entry] as const),
      )
      .flatMap(([plugin, entry]) => launchConfiguration(plugin, entry, folder) ?? []);
  }

  /** @returns what is debugged; undefined when the person does not want to, or there is nothing */
  async resolve(
    folder: WorkspaceFolder | undefined,
    given: DebugConfiguration,
  ): Promise<DebugConfiguration | undefined> {
    const isEmpty = !given.type && !given.request && !given.name; // F5 without a launch.json
    if (isEmpty) return this.choose(folder);
    const request = given.request || "launch";
    const config = { ...given, type: DEBUG_TYPE, request, name: given.name || "AI Hub" };
    if (request === "attach") {
      if (given.plugin !== undefined) return config;
      const entry = await this.#pick(({ instance }) => instance.status === "running");
      return entry && { ...config, plugin: entry.id };
    }
    if (given.program !== undefined) return config;
    const entry = await this.#pick();
    const filled = entry && launchConfiguration(debuggable(entry), { title: "" }, folder);
    return filled && { ...filled, ...config };
  }

  /**
   * What F5 means without a launch.json.
   *
   * @param only the plugin that is meant, and `choice` what of it, where that is known; else the person is asked
   */
  async choose(
    folder: WorkspaceFolder | undefined,
    only?: PluginEntry,
    choice?: { readonly entry: string | undefined },
  ): Promise<DebugConfiguration | undefined> {
    const picked = only ?? (await this.#pick());
    if (!picked) return undefined;
    const plugin = debuggable(picked);
    const entries = entriesOf(plugin);
    const entry = choice ? entries.find((one) => one.entry === choice.entry) : await pickEntry(plugin.name, entries);
    const config = entry && launchConfiguration(plugin, entry, folder);
    if (entry && !config)
      void window.showWarningMessage(inert(`A folder with \${ in its path cannot be debugged: ${plugin.dir}`));
    return config;
  }

  /** The one whose file is in front, else the only one, else what the person chooses. */
  async #pick(isMeant: (entry: PluginEntry) => boolean = () => true): Promise<PluginEntry | undefined> {
    await this.#plugins.scan();
    const entries = this.#plugins.entries.filter(isMeant);
    const file = window.activeTextEditor?.document.uri;
    const around = entries
      .filter(({ found }) => file?.scheme === "file" && isInside(dirname(file.fsPath), found.dir))
      .sort((a, b) => b.found.dir.length - a.found.dir.length);
    if (around[0]) return around[0];
    if (entries.length <= 1) {
      if (entries.length === 0) void window.showInformationMessage(workspace.isTrusted ? NONE : RESTRICTED);
      return entries[0];
    }
    const items = entries.map((entry) => ({
      label: inert(entry.name),
      description: entry.instance.status,
      detail: inert(entry.found.dir),
      entry,
    }));
    return (await window.showQuickPick(items, { title: "Debug which plugin?", matchOnDescription: true }))?.entry;
  }
}

async function pickEntry(plugin: string, entries: readonly Entry[]): Promise<Entry | undefined> {
  if (entries.length === 1) return entries[0];
  const items = entries.map((entry) => ({
    label: inert(entry.title),
    description: entry.entry === entry.title ? "endpoint" : (entry.entry ?? ""),
    entry,
  }));
  return (await window.showQuickPick(items, { title: inert(`Debug ${plugin}`), placeHolder: "What to debug" }))?.entry;
}

function debuggable({ name, found, bridge, instance }: PluginEntry): Debuggable {
  const endpoints = (instance.manifest.api?.endpoints ?? []).map(({ path }) => path);
  return { name, dir: found.dir, commands: bridge.commands, endpoints };
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
