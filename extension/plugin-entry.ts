/** One plugin in this window: its instance, and what of the editor is registered for it. */
import { commands } from "vscode";
import { bridgeCommandId } from "../runtime/core/bridge-ids.ts";
import { type BridgePlugin, bridgeCommands, bridgePanels } from "../runtime/core/bridge-manifest.ts";
import { Scope } from "../runtime/core/lifetime.ts";
import type { PluginInstance } from "../runtime/host/plugin-instance.ts";
import type { FoundPlugin } from "./discover.ts";
import { errorText } from "./display.ts";
import type { StatusAction } from "./panels/panel-html.ts";
import type { Panels } from "./panels/panels.ts";
import type { ChannelLog } from "./ports/log.ts";
import { type RunningCommands, showErrorWithLog } from "./running-commands.ts";

export interface EntryServices {
  readonly log: ChannelLog;
  readonly panels: Panels;
  readonly running: RunningCommands;
  /** Called after the plugin's state changed. */
  onChange(): void;
}

export class PluginEntry {
  readonly found: FoundPlugin;
  readonly instance: PluginInstance;
  readonly bridge: BridgePlugin;
  readonly #services: EntryServices;
  readonly #scope = new Scope();

  constructor(found: FoundPlugin, instance: PluginInstance, services: EntryServices) {
    this.found = found;
    this.instance = instance;
    this.#services = services;
    const { id, name, version, ui } = instance.manifest;
    this.bridge = {
      id,
      name,
      version,
      commands: ui?.commands ?? [],
      panels: ui?.panels ?? [],
      config: instance.source.configProperties,
    };
    services.log.name(id, name);
    this.#register();
  }

  get id(): string {
    return this.instance.id;
  }

  get name(): string {
    return this.bridge.name;
  }

  /** Never rejects: what goes wrong is shown, logged and stands in `instance.error`. */
  async start(): Promise<void> {
    await this.instance.start().catch(() => {}); // `#onStatus` has told
  }

  async stop(): Promise<void> {
    await this.instance.stop();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Stops the plugin and takes back what was registered for it. */
  async close(): Promise<void> {
    this.#scope.dispose();
    await this.stop();
  }

  #register(): void {
    const { log, panels, running } = this.#services;
    const { instance, id } = this;
    for (const { id: command, title } of bridgeCommands(this.bridge)) {
      const run = (input: unknown) => running.run(instance, command, title, input);
      this.#scope.add(commands.registerCommand(bridgeCommandId(id, command), run));
    }
    const owner = {
      get status() {
        return instance.status;
      },
      get error() {
        return instance.error;
      },
      dir: instance.source.dir,
      outputFolder: instance.manifest.build?.output,
      deliver: (panelId: string, json: string) => instance.deliverPanelMessage(panelId, json),
      action: (action: StatusAction) => this.#act(action),
      log: (text: string) => log.write(id, "warn", text),
    };
    for (const panel of bridgePanels(this.bridge)) this.#scope.add(panels.register(id, panel, owner));
    this.#scope.defer(instance.onStatus(() => this.#onStatus()));
  }

  #act(action: StatusAction): void {
    if (action === "log") this.#services.log.show(this.id);
    else void (action === "start" ? this.start() : this.restart());
  }

  #onStatus(): void {
    const { log, panels, onChange } = this.#services;
    const { status, error } = this.instance;
    log.write(this.id, "info", `${this.name} ${this.bridge.version} is ${status}`);
    for (const { id } of this.bridge.panels) {
      const panel = panels.get(this.id, id);
      if (status === "starting") panel?.reset();
      void panel?.refresh();
    }
    if (status === "error" && error) {
      log.write(this.id, "error", error.stack ?? error.message);
      void showErrorWithLog(log, this.id, `${this.name}: ${errorText(error)}`);
    }
    onChange();
  }
}
