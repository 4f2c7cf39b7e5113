/** The plugins of this window as a tree, with their commands below; what can be done with each is one click or key away. */
import {
  commands,
  EventEmitter,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  window,
} from "vscode";
import { bridgeCommands, plainLabel } from "../runtime/core/bridge-manifest.ts";
import type { PluginStatus } from "../runtime/core/lifecycle.ts";
import type { Disposable } from "../runtime/core/lifetime.ts";
import { errorText, inert } from "./display.ts";
import type { PluginEntry } from "./plugin-entry.ts";
import type { Plugins } from "./plugins.ts";

/** What a command of the view's menus gets: a plugin, or one of its commands. */
export interface PluginNode {
  readonly pluginId: string;
  readonly command?: string;
}

export function isPluginNode(value: unknown): value is PluginNode {
  return typeof value === "object" && value !== null && "pluginId" in value && typeof value.pluginId === "string";
}

const ICONS: Readonly<Record<PluginStatus, ThemeIcon>> = {
  running: new ThemeIcon("plug"),
  starting: new ThemeIcon("loading~spin"),
  stopping: new ThemeIcon("loading~spin"),
  stopped: new ThemeIcon("debug-disconnect"),
  error: new ThemeIcon("error", new ThemeColor("list.errorForeground")),
};

/** In `package.json` the view is there while this is true: a window without plugins has no icon for them. */
const HAS_PLUGINS = "aihub.hasPlugins";

export class PluginsView implements TreeDataProvider<PluginNode>, Disposable {
  readonly #plugins: Plugins;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: TreeView<PluginNode>;

  constructor(plugins: Plugins) {
    this.#plugins = plugins;
    this.#view = window.createTreeView("aihub.plugins", { treeDataProvider: this, showCollapseAll: true });
    plugins.onChange(() => this.#update());
    this.#update();
  }

  dispose(): void {
    void commands.executeCommand("setContext", HAS_PLUGINS, false);
    this.#view.dispose();
    this.#changed.dispose();
  }

  getChildren(node?: PluginNode): PluginNode[] {
    if (!node) return this.#plugins.entries.map(({ id }) => ({ pluginId: id }));
    const entry = this.#plugins.find(node.pluginId);
    if (!entry || node.command !== undefined) return [];
    return bridgeCommands(entry.bridge).map(({ id }) => ({ pluginId: entry.id, command: id }));
  }

  getTreeItem(node: PluginNode): TreeItem {
    const entry = this.#plugins.find(node.pluginId);
    if (!entry) return new TreeItem(""); // gone since; the next change takes it away
    return node.command === undefined ? pluginItem(entry) : commandItem(entry, node.command);
  }

  #update(): void {
    const { entries } = this.#plugins;
    const failed = entries.filter(({ instance }) => instance.status === "error").length;
    void commands.executeCommand("setContext", HAS_PLUGINS, entries.length > 0);
    this.#view.badge = failed === 0 ? undefined : { value: failed, tooltip: `${failed} failed` };
    this.#changed.fire();
  }
}

function pluginItem(entry: PluginEntry): TreeItem {
  const { status, error } = entry.instance;
  const hasCommands = bridgeCommands(entry.bridge).length > 0;
  const item = new TreeItem(
    plainLabel(entry.name) || entry.id,
    hasCommands ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None,
  );
  item.id = entry.id;
  item.description = entry.isDebugged ? `${status}, debugged` : status;
  item.iconPath = ICONS[status];
  const version = plainLabel(entry.bridge.version, 40);
  item.tooltip = [`${item.label} ${version}`, entry.found.dir, ...(error ? [errorText(error)] : [])].join("\n");
  const canStart = status === "stopped" || status === "error";
  item.contextValue = `plugin ${canStart ? "stopped" : "running"}${entry.isDebugged ? " debugged" : ""}`;
  return item;
}

function commandItem(entry: PluginEntry, id: string): TreeItem {
  const command = bridgeCommands(entry.bridge).find((one) => one.id === id);
  const item = new TreeItem(command?.title ?? id);
  item.id = `${entry.id} ${id}`;
  item.iconPath = new ThemeIcon("symbol-event");
  item.tooltip = inert(`${command?.category ?? entry.name}: ${command?.title ?? id}`);
  item.contextValue = "command";
  return item;
}
