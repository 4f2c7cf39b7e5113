/** One plugin in this window: its instance, and what of the editor is registered for it. */
import { commands } from "vscode";
import { bridgeCommandId } from "../runtime/core/bridge-ids.ts";
import { type BridgePlugin, bridgeCommands, bridgePanels } from "../runtime/core/bridge-manifest.ts";
import { AiHubError } from "../runtime/core/errors.ts";
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
  readonly bridge: BridgePlugin;
  readonly #plain: PluginInstance;
  readonly #services: EntryServices;
  readonly #scope = new Scope();
  #instance: PluginInstance;
  #unfollow = () => {};

  constructor(found: FoundPlugin, instance: PluginInstance, services: EntryServices) {
    this.found = found;
    this.#plain = instance;
    this.#instance = instance;
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
    return this.#plain.id;
  }

  /** What answers its commands and panels: the plugin, or the instance that a debugger has in its place. */
  get instance(): PluginInstance {
    return this.#instance;
  }

  get isDebugged(): boolean {
    return this.#instance !== this.#plain;
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

  /** Stops what runs, and has a debugger's instance in its place until `restore`. */
  async replace(instance: PluginInstance): Promise<void> {
    await this.stop();
    if (!this.#scope.alive)
      throw new AiHubError("ERR_CANCELLED", `${this.name} was closed, or its plugin.json changed`);
    this.#follow(instance);
    this.#services.onChange();
  }

  /** Ends the debugger's instance. @param start whether the plugin then goes on by itself */
  async restore(start: boolean): Promise<void> {
    if (!this.isDebugged) return;
    await this.stop();
    if (!this.#scope.alive) return;
    this.#follow(this.#plain);
    this.#services.onChange();
    if (start) await this.start();
  }

  /** Stops the plugin and takes back what was registered for it. */
  async close(): Promise<void> {
    this.#scope.dispose();
    await this.stop();
  }

  #register(): void {
    const { log, panels, running } = this.#services;
    const { id } = this;
    const { source, manifest } = this.#plain;
    for (const { id: command, title } of bridgeCommands(this.bridge)) {
      const run = (input: unknown) => running.run(this.instance, command, title, input);
      this.#scope.add(commands.registerCommand(bridgeCommandId(id, command), run));
    }
    const current = () => this.#instance;
    const owner = {
      get status() {
        return current().status;
      },
      get error() {
        return current().error;
      },
      dir: source.dir,
      outputFolder: manifest.build?.output,
      deliver: (panelId: string, json: string) => current().deliverPanelMessage(panelId, json),
      action: (action: StatusAction) => this.#act(action),
      log: (text: string) => log.write(id, "warn", text),
    };
    for (const panel of bridgePanels(this.bridge)) this.#scope.add(panels.register(id, panel, owner));
    this.#follow(this.#plain);
    this.#scope.defer(() => this.#unfollow());
  }

  #follow(instance: PluginInstance): void {
    this.#unfollow();
    this.#instance = instance;
    this.#unfollow = instance.onStatus(() => this.#onStatus());
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
