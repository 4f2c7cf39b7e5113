/** One declared panel of one plugin: which page it shows, and the messages to and from it. */
import { randomBytes } from "node:crypto";
import { type Disposable, Uri, type Webview, type WebviewView, type WebviewViewProvider } from "vscode";
import type { PluginStatus } from "../../runtime/core/lifecycle.ts";
import { Scope } from "../../runtime/core/lifetime.ts";
import type { PanelConfig } from "../../schemas/guest-api.ts";
import { errorText } from "../display.ts";
import { PanelChannel } from "./panel-channel.ts";
import { panelFiles } from "./panel-files.ts";
import { panelPage, type StatusAction, statusPage } from "./panel-html.ts";

/** Texts from `media/` that the pages are made with. */
export interface PanelAssets {
  readonly bridgeScript: string;
  readonly statusCss: string;
}

/** What a panel needs of its plugin. */
export interface PanelOwner {
  readonly status: PluginStatus;
  readonly error: Error | undefined;
  readonly dir: string;
  readonly outputFolder: string | undefined;
  deliver(panelId: string, json: string): void;
  action(action: StatusAction): void;
  log(text: string): void;
}

type PanelOptions = {
  readonly id: string;
  readonly title: string;
  readonly owner: PanelOwner;
  readonly assets: PanelAssets;
};

interface Rendered {
  readonly html: string;
  /** The only folder that the page may load from. */
  readonly root?: string;
}

export class Panel implements WebviewViewProvider, Disposable {
  readonly #options: PanelOptions;
  readonly #channel: PanelChannel;
  #config: Omit<PanelConfig, "id"> = {};
  #closed = false;
  #view: WebviewView | undefined;
  #viewScope = new Scope();
  /** Counts pages, so that a slow look at the disk cannot replace a newer page. */
  #page = 0;

  constructor(options: PanelOptions) {
    this.#options = options;
    const { id, owner } = options;
    this.#channel = new PanelChannel({
      deliver: (json) => owner.deliver(id, json),
      post: (message) => void this.#view?.webview.postMessage(message),
      action: (action) => owner.action(action),
      log: (text) => owner.log(`Panel ${id}: ${text}`),
      now: () => performance.now(),
    });
  }

  resolveWebviewView(view: WebviewView): void {
    this.#viewScope.dispose();
    const scope = new Scope();
    this.#viewScope = scope;
    this.#view = view;
    scope.add(view.webview.onDidReceiveMessage((message: unknown) => this.#channel.fromPage(message)));
    // A hidden page is thrown away; when it is shown again it is loaded anew and says that it is ready.
    scope.add(view.onDidChangeVisibility(() => !view.visible && this.#channel.pageGone()));
    scope.add(
      view.onDidDispose(() => {
        if (this.#view === view) this.#view = undefined;
        this.#channel.pageGone();
        scope.dispose();
      }),
    );
    this.#showConfig();
    void this.refresh();
  }

  configure(config: Omit<PanelConfig, "id">): void {
    this.#config = { ...this.#config, ...config };
    this.#showConfig();
    if (!this.#closed) return;
    this.#closed = false;
    void this.refresh();
  }

  close(): void {
    this.#config = {};
    this.#closed = true;
    this.#channel.clear();
    this.#showConfig();
    void this.refresh();
  }

  post(json: string): void {
    this.#channel.toPage(json);
  }

  /** A plugin that starts anew has said nothing about its panels yet. */
  reset(): void {
    this.#config = {};
    this.#closed = false;
    this.#channel.clear();
    this.#showConfig();
  }

  /** Shows the page that fits the plugin's state. */
  async refresh(): Promise<void> {
    const view = this.#view;
    if (!view) return;
    this.#page += 1;
    const page = this.#page;
    this.#channel.pageGone();
    const { root, html } = await this.#render(view.webview).catch((error: unknown) => this.#errorPage(error));
    if (this.#view !== view || this.#page !== page) return;
    view.webview.options = { enableScripts: true, localResourceRoots: root === undefined ? [] : [Uri.file(root)] };
    view.webview.html = html;
  }

  dispose(): void {
    this.#viewScope.dispose();
    this.#view = undefined;
  }

  async #render(webview: Webview): Promise<Rendered> {
    const { id, title, owner, assets } = this.#options;
    switch (owner.status) {
      case "starting":
        return this.#status("Starting…", "The plugin is starting.", []);
      case "stopped":
      case "stopping":
        return this.#status("Plugin is not running", "Start it to see this panel.", ["start", "log"]);
      case "error":
        return this.#errorPage(owner.error);
      case "running": {
        if (this.#closed) return this.#status("Panel closed", "The plugin has closed this panel.", ["restart"]);
        const files = await panelFiles(owner.dir, owner.outputFolder);
        const address = (path: string) => webview.asWebviewUri(Uri.file(path)).toString();
        const html = panelPage({
          nonce: nonce(),
          cspSource: webview.cspSource,
          panelId: id,
          title,
          scriptUri: address(files.script),
          styleUri: files.style === undefined ? undefined : address(files.style),
          bridgeScript: assets.bridgeScript,
        });
        return { root: files.root, html };
      }
    }
  }

  #errorPage(error: unknown): Rendered {
    const text = error === undefined ? "The plugin failed." : errorText(error);
    return this.#status("Something went wrong", text, ["restart", "log"], true);
  }

  #status(title: string, text: string, actions: readonly StatusAction[], isError = false): Rendered {
    const css = this.#options.assets.statusCss;
    return { html: statusPage({ nonce: nonce(), title, text, isError, actions, css }) };
  }

  #showConfig(): void {
    const view = this.#view;
    if (!view) return;
    const { title, description, badge } = this.#config;
    view.title = title ?? this.#options.title;
    view.description = description ?? "";
    view.badge = badge === undefined || badge === 0 ? undefined : { value: badge, tooltip: `${badge}` };
  }
}

function nonce(): string {
  return randomBytes(18).toString("base64url");
}
