/** Fills in debug configurations: which plugin, which entry. */
import { basename, isAbsolute } from "node:path";
import {
  type DebugConfiguration,
  DebugConfigurationProviderTriggerKind,
  type WorkspaceFolder,
  window,
  workspace,
} from "vscode";
import { pluginFolderOf } from "../discover.ts";
import { inert } from "../display.ts";
import type { PluginEntry } from "../plugin-entry.ts";
import type { Plugins } from "../plugins.ts";
import {
  type Debuggable,
  type Entry,
  entriesOf,
  FOLDER,
  isInside,
  launchConfiguration,
  WHOLE,
} from "./configurations.ts";
import { DEBUG_TYPE } from "./debug-type.ts";

const NONE = 'There is no plugin here to debug: open the folder of one, or name it as "program" in a launch.json.';
const NONE_RUNS = "There is no running plugin here to attach to.";
const WHOLE_HINT = "stays under the debugger while you use its commands and panels";
const RESTRICTED = "Plugins of a workspace are debugged only when you trust it.";

/** A plugin of this window; or a folder with a `plugin.json` of which none came: launched, it says why. */
type Picked = PluginEntry | { readonly dir: string };

export class ConfigurationProvider {
  readonly #plugins: Plugins;

  constructor(plugins: Plugins) {
    this.#plugins = plugins;
  }

  /** For a new launch.json each plugin, or what is to be filled in; for the list of what can be debugged entries too. */
  async provide(
    folder: WorkspaceFolder | undefined,
    kind: DebugConfigurationProviderTriggerKind,
  ): Promise<DebugConfiguration[]> {
    await this.#plugins.scan();
    const isList = kind === DebugConfigurationProviderTriggerKind.Dynamic;
    const found = this.#plugins.entries
      .filter(({ found }) => folder === undefined || isInside(found.dir, folder.uri.fsPath))
      .map(debuggable)
      .flatMap((plugin) => (isList ? entriesOf(plugin) : [WHOLE]).map((entry) => [plugin, entry] as const))
      .flatMap(([plugin, entry]) => launchConfiguration(plugin, entry, folder) ?? []);
    if (isList || found.length > 0) return found;
    return [{ type: DEBUG_TYPE, request: "launch", name: "Debug this plugin", program: FOLDER }];
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
      const entry = await this.#pickRunning();
      return entry && { ...config, plugin: entry.id };
    }
    if (given.program !== undefined) return { ...config, program: fromFolder(given.program, folder) };
    const filled = this.#launch(folder, await this.#pick(), WHOLE);
    return filled && { ...filled, ...config };
  }

  /**
   * What F5 means without a launch.json.
   *
   * @param only the plugin that is meant, and `choice` what of it, where that is known; else the person is asked
   */
  async choose(
    folder: WorkspaceFolder | undefined,
    only?: Picked,
    choice?: { readonly entry: string | undefined },
  ): Promise<DebugConfiguration | undefined> {
    const picked = only ?? (await this.#pick());
    if (!picked) return undefined;
    if ("dir" in picked) {
      return this.#launch(folder, picked, { title: choice?.entry ?? WHOLE.title, entry: choice?.entry });
    }
    const entries = entriesOf(debuggable(picked));
    const entry = choice ? entries.find((one) => one.entry === choice.entry) : await pickEntry(picked.name, entries);
    return entry && this.#launch(folder, picked, entry);
  }

  #launch(
    folder: WorkspaceFolder | undefined,
    picked: Picked | undefined,
    entry: Entry,
  ): DebugConfiguration | undefined {
    if (!picked) return undefined;
    const plugin = "dir" in picked ? { name: basename(picked.dir), dir: picked.dir } : debuggable(picked);
    const config = launchConfiguration(plugin, entry, folder);
    if (!config)
      void window.showWarningMessage(inert(`A folder with \${ in its path cannot be debugged: ${plugin.dir}`));
    return config;
  }

  /** The one whose file is in front, else the only one of the workspace, else what the person chooses. */
  async #pick(): Promise<Picked | undefined> {
    await this.#plugins.scan();
    const { entries } = this.#plugins;
    const file = window.activeTextEditor?.document.uri;
    const dir = file?.scheme === "file" ? await pluginFolderOf(file.fsPath) : undefined;
    const around = entries.find(({ found }) => found.dir === dir);
    if (around) return around;
    if (dir !== undefined && workspace.isTrusted) return { dir };
    const [only] = entries;
    if (only && entries.length === 1 && only.found.installedId === undefined) return only;
    return choosePlugin("Debug which plugin?", entries, workspace.isTrusted ? NONE : RESTRICTED);
  }

  async #pickRunning(): Promise<PluginEntry | undefined> {
    await this.#plugins.scan();
    const running = this.#plugins.entries.filter(({ instance }) => instance.status === "running");
    if (running.length === 1) return running[0];
    return choosePlugin("Attach to which plugin?", running, NONE_RUNS);
  }
}

/** @param none what is said when there is none to choose */
async function choosePlugin(
  title: string,
  entries: readonly PluginEntry[],
  none: string,
): Promise<PluginEntry | undefined> {
  if (entries.length === 0) {
    void window.showInformationMessage(none);
    return undefined;
  }
  const items = entries.map((entry) => ({
    label: inert(entry.name),
    description: entry.instance.status,
    detail: inert(entry.found.dir),
    entry,
  }));
  return (await window.showQuickPick(items, { title, matchOnDescription: true }))?.entry;
}

async function pickEntry(plugin: string, entries: readonly Entry[]): Promise<Entry | undefined> {
  if (entries.length === 1) return entries[0];
  const items = entries.map((entry) => ({
    label: inert(entry.title),
    description: entry.entry === undefined ? WHOLE_HINT : entry.entry === entry.title ? "endpoint" : entry.entry,
    entry,
  }));
  return (await window.showQuickPick(items, { title: inert(`Debug ${plugin}`), placeHolder: "What to debug" }))?.entry;
}

/** A path that is relative, and begins with no variable, is meant from the folder of the launch.json. */
function fromFolder(program: unknown, folder: WorkspaceFolder | undefined): unknown {
  const isPath = typeof program === "string" && program !== "" && !isAbsolute(program) && !program.startsWith("${");
  return isPath && folder ? `${FOLDER}/${program}` : program;
}

function debuggable({ name, found, bridge, instance }: PluginEntry): Debuggable {
  const endpoints = (instance.manifest.api?.endpoints ?? []).map(({ path }) => path);
  return { name, dir: found.dir, commands: bridge.commands, endpoints };
}
