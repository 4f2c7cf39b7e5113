/** The panels of all plugins, by plugin and panel id. */
import { window } from "vscode";
import { bridgeViewId } from "../../runtime/core/bridge-ids.ts";
import { type Disposable, Scope } from "../../runtime/core/lifetime.ts";
import { Panel, type PanelAssets, type PanelOwner } from "./panel.ts";

export class Panels {
  readonly #assets: PanelAssets;
  readonly #panels = new Map<string, Panel>();

  constructor(assets: PanelAssets) {
    this.#assets = assets;
  }

  get(pluginId: string, panelId: string): Panel | undefined {
    return this.#panels.get(bridgeViewId(pluginId, panelId));
  }

  /** Gives VS Code the provider of a view that the plugin's bridge contributes. Disposing takes it back. */
  register(pluginId: string, panel: { readonly id: string; readonly title: string }, owner: PanelOwner): Disposable {
    const viewId = bridgeViewId(pluginId, panel.id);
    const provider = new Panel({ id: panel.id, title: panel.title, owner, assets: this.#assets });
    const scope = new Scope();
    this.#panels.set(viewId, provider);
    scope.defer(() => this.#panels.delete(viewId));
    scope.add(provider);
    scope.add(window.registerWebviewViewProvider(viewId, provider));
    return scope;
  }
}
