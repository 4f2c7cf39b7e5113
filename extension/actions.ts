/**
 * What a person can do with plugins: the commands of AI Hub itself and the menu of its status bar item. A plugin id as
 * argument spares the question which one.
 */
import { commands, type QuickPickItem, Uri, window, workspace } from "vscode";
import { bridgeCommandId } from "../runtime/core/bridge-ids.ts";
import { bridgeCommands } from "../runtime/core/bridge-manifest.ts";
import type { PluginStatus } from "../runtime/core/lifecycle.ts";
import type { Action } from "./action-names.ts";
import { debugPlugin } from "./debug/debug-plugin.ts";
import type { Debugging } from "./debug/debugging.ts";
import { inert } from "./display.ts";
import { showAudit } from "./permissions/audit-view.ts";
import { managePermissions } from "./permissions/manage.ts";
import { reviewPermissions } from "./permissions/review.ts";
import type { PluginEntry } from "./plugin-entry.ts";
import type { Plugins } from "./plugins.ts";
import { isPluginNode } from "./plugins-view.ts";
import type { ChannelLog } from "./ports/log.ts";
import { runPlugin } from "./run-plugin.ts";

const STATUS_ICONS: Readonly<Record<PluginStatus, string>> = {
  running: "$(debug-start)",
  starting: "$(loading~spin)",
  stopping: "$(loading~spin)",
  stopped: "$(debug-stop)",
  error: "$(error)",
};

const canStart = ({ instance }: PluginEntry) => instance.status === "stopped" || instance.status === "error";
const canStop = (entry: PluginEntry) => !canStart(entry);

export interface ActionsOptions {
  readonly plugins: Plugins;
  readonly log: ChannelLog;
  /** Where the audit trail is. */
  readonly home: string;
  readonly debugging: Debugging;
}

export class Actions {
  readonly #home: string;
  readonly #plugins: Plugins;
  readonly #log: ChannelLog;
  readonly #debugging: Debugging;

  constructor({ plugins, log, home, debugging }: ActionsOptions) {
    this.#home = home;
    this.#plugins = plugins;
    this.#log = log;
    this.#debugging = debugging;
  }

  /** @param meant a plugin's id, its `plugin.json`, or what the plugins view shows of it */
  async run(action: Action, meant?: unknown, ...more: unknown[]): Promise<unknown> {
    const [pluginId, command] = isPluginNode(meant) ? [meant.pluginId, meant.command] : [meant, more[0]];
    switch (action) {
      case "runPlugin":
        return runPlugin(this.#plugins, this.#log, pluginId, command);
      case "debugPlugin":
        return debugPlugin(this.#plugins, this.#debugging.configurations, pluginId, command);
      case "startPlugin":
        return (await this.#pick("Start which plugin?", canStart, pluginId))?.start();
      case "stopPlugin":
        return (await this.#pick("Stop which plugin?", canStop, pluginId))?.stop();
      case "restartPlugin":
        return (await this.#pick("Restart which plugin?", () => true, pluginId))?.restart();
      case "showLog": {
        const entry = await this.#pick("Show the log of which plugin?", () => true, pluginId);
        return entry && this.#log.show(entry.id);
      }
      case "runPluginCommand": {
        const picked = await this.#pickCommand("AI Hub: Run Plugin Command", pluginId, command);
        return picked && commands.executeCommand(bridgeCommandId(picked.entry.id, picked.command));
      }
      case "debugPluginCommand": {
        const picked = await this.#pickCommand("AI Hub: Debug Plugin Command", pluginId, command);
        return picked && this.run("debugPlugin", manifestOf(picked.entry), picked.command);
      }
      case "managePermissions": {
        const entry = await this.#pick("Manage the permissions of which plugin?", () => true, pluginId);
        return entry && managePermissions(entry);
      }
      case "reviewPermissions": {
        const entry = await this.#pick("Review the permissions of which plugin?", () => true, pluginId);
        return entry && reviewPermissions(entry);
      }
      case "showAudit":
        return showAudit(this.#home, this.#plugins, typeof pluginId === "string" ? pluginId : undefined);
      case "showPlugins":
        return this.#showMenu(pluginId);
    }
  }

  /** Of every command of every plugin, whether or not VS Code shows it in the palette. */
  async #pickCommand(title: string, pluginId: unknown, command: unknown) {
    const entries = this.#plugins.entries.filter(({ id }) => pluginId === undefined || id === pluginId);
    const items = entries.flatMap((entry) =>
      bridgeCommands(entry.bridge).map(({ id, title, category }) => ({
        label: inert(`${category}: ${title}`),
        description: inert(entry.name),
        command: id,
        entry,
      })),
    );
    if (command !== undefined) return items.find((item) => item.command === command);
    if (items.length === 0) return tellNone("No plugin here has commands.");
    return window.showQuickPick(items, { title, matchOnDescription: true });
  }

  async #showMenu(pluginId: unknown): Promise<unknown> {
    const entry = await this.#pick("AI Hub Plugins", () => true, pluginId);
    if (!entry) return undefined;
    const item = (label: string, run: () => unknown) => ({ label, run });
    const items = [
      ...(bridgeCommands(entry.bridge).length > 0
        ? [item("$(play) Run Command…", () => this.run("runPluginCommand", entry.id))]
        : []),
      canStart(entry)
        ? item("$(debug-start) Start", () => entry.start())
        : item("$(debug-stop) Stop", () => entry.stop()),
      ...(entry.isDebugged ? [] : [item("$(debug-alt) Debug…", () => this.run("debugPlugin", entry.id))]),
      item("$(debug-restart) Restart", () => entry.restart()),
      item("$(shield) Manage Permissions…", () => managePermissions(entry)),
      item("$(checklist) Review Permissions…", () => reviewPermissions(entry)),
      item("$(history) Show Permission Audit", () => showAudit(this.#home, this.#plugins, entry.id)),
      item("$(output) Show Log", () => this.#log.show(entry.id)),
      item("$(json) Open plugin.json", () => window.showTextDocument(manifestOf(entry))),
    ];
    const title = inert(`${entry.name} ${entry.bridge.version} (${entry.instance.status})`);
    return (await window.showQuickPick(items, { title }))?.run();
  }

  async #pick(
    title: string,
    filter: (entry: PluginEntry) => boolean,
    pluginId: unknown,
  ): Promise<PluginEntry | undefined> {
    if (typeof pluginId === "string") {
      const entry = this.#plugins.find(pluginId);
      return entry && filter(entry) ? entry : tellNone(`The plugin ${inert(pluginId)} is not there to do that.`);
    }
    const entries = this.#plugins.entries.filter(filter);
    if (entries.length === 0) return tellNone("There is no plugin here to do that with.");
    if (entries.length === 1) return entries[0];
    const items = entries.map((entry): QuickPickItem & { entry: PluginEntry } => ({
      label: `${STATUS_ICONS[entry.instance.status]} ${inert(entry.name)}`,
      description: entry.instance.status,
      detail: inert(entry.found.dir),
      entry,
    }));
    return (await window.showQuickPick(items, { title, matchOnDescription: true }))?.entry;
  }
}

function manifestOf({ found }: PluginEntry): Uri {
  return Uri.joinPath(Uri.file(found.dir), "plugin.json");
}

function tellNone(message: string): undefined {
  const manage = "Manage Workspace Trust";
  const isRestricted = !workspace.isTrusted;
  const isVirtual = workspace.workspaceFolders?.some(({ uri }) => uri.scheme !== "file") ?? false;
  const reasons = [
    ...(isRestricted ? ["Plugins of a workspace run only when you trust it."] : []),
    ...(isVirtual ? ["Plugins run from folders on disk, not from a virtual workspace."] : []),
  ];
  const buttons = isRestricted ? [manage] : [];
  void window.showInformationMessage([message, ...reasons].join(" "), ...buttons).then((choice) => {
    if (choice === manage) void commands.executeCommand("workbench.trust.manage");
  });
}
