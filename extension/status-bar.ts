/** One status bar item for all plugins: how many run, whether one failed; a click leads to what can be done. */
import { StatusBarAlignment, type StatusBarItem, ThemeColor, window } from "vscode";
import { plainLabel } from "../runtime/core/bridge-manifest.ts";
import type { Disposable } from "../runtime/core/lifetime.ts";
import { inert } from "./display.ts";
import type { Plugins } from "./plugins.ts";

export class StatusBar implements Disposable {
  readonly #item: StatusBarItem = window.createStatusBarItem("aihub.plugins", StatusBarAlignment.Left);
  readonly #plugins: Plugins;

  constructor(plugins: Plugins) {
    this.#plugins = plugins;
    this.#item.name = "AI Hub Plugins";
    this.#item.command = "aihub.showPlugins";
    plugins.onChange(() => this.#update());
    this.#update();
  }

  dispose(): void {
    this.#item.dispose();
  }

  #update(): void {
    const entries = this.#plugins.entries;
    if (entries.length === 0) return this.#item.hide();
    const statuses = entries.map(({ instance }) => instance.status);
    const running = statuses.filter((status) => status === "running").length;
    const failed = statuses.includes("error");
    const busy = statuses.some((status) => status === "starting" || status === "stopping");
    const icon = failed ? "$(error)" : busy ? "$(loading~spin)" : running > 0 ? "$(plug)" : "$(debug-disconnect)";
    const [first] = entries;
    const what = entries.length === 1 && first ? plainLabel(first.name, 30) : `${running}/${entries.length} plugins`;
    this.#item.text = `${icon} ${inert(what)}`;
    this.#item.tooltip = entries
      .map(({ name, instance }) => inert(`${plainLabel(name)}: ${instance.status}`))
      .join("\n");
    this.#item.accessibilityInformation = { label: `AI Hub: ${running} of ${entries.length} plugins running` };
    this.#item.backgroundColor = failed ? new ThemeColor("statusBarItem.errorBackground") : undefined;
    this.#item.show();
  }
}
