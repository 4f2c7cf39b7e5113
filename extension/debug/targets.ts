/** What one debug session of the editor may debug: plugins of this window in their own place, and files of a trusted workspace. */
import { realpath } from "node:fs/promises";
import { workspace } from "vscode";
import { AiHubError } from "../../runtime/core/errors.ts";
import type { DebugTarget, DebugTargets } from "../../runtime/host/dap/debug-targets.ts";
import type { LaunchConfig } from "../../runtime/host/dap/launch-config.ts";
import { instanceTarget, launchTarget } from "../../runtime/host/dap/plugin-target.ts";
import type { PluginInspector } from "../../runtime/host/debug/plugin-inspector.ts";
import type { OpenOptions, PluginHost } from "../../runtime/host/plugin-host.ts";
import type { PluginInstance } from "../../runtime/host/plugin-instance.ts";
import type { PluginEntry } from "../plugin-entry.ts";
import type { Plugins } from "../plugins.ts";
import type { DebuggedTests } from "../tests/debugged-tests.ts";

/** A plugin has one place, and so one session. */
const taken = new WeakSet<PluginEntry>();

export class EditorTargets implements DebugTargets {
  readonly #plugins: Plugins;
  readonly #host: PluginHost;
  readonly #tests: DebuggedTests;
  #entry: PluginEntry | undefined;
  #wasRunning = false;

  constructor(plugins: Plugins, host: PluginHost, tests: DebuggedTests) {
    this.#plugins = plugins;
    this.#host = host;
    this.#tests = tests;
  }

  /**
   * A plugin of this window then runs under the debugger in place of itself. What lies elsewhere in a trusted workspace
   * runs beside the others, without commands and panels.
   *
   * @throws AiHubError ERR_NOT_FOUND, ERR_MANIFEST, ERR_INVALID_ARGUMENT; ERR_NOT_AVAILABLE when it is debugged already;
   *   ERR_PERMISSION_DENIED in a workspace that is not trusted
   */
  async launch(config: LaunchConfig, inspector: PluginInspector): Promise<DebugTarget> {
    if (config.workspace !== undefined) {
      throw new AiHubError("ERR_INVALID_ARGUMENT", 'In the editor its open folders count: leave "workspace" out');
    }
    if ("testRun" in config) {
      requireTrust();
      return this.#tests.open(config.testRun, inspector);
    }
    const opener = {
      openFolder: (dir: string, options?: OpenOptions) => this.#openFolder(dir, options),
      openFile: (file: string, options?: OpenOptions) => {
        requireTrust();
        return this.#host.openFile(file, options);
      },
    };
    return launchTarget(opener, config, inspector);
  }

  /** @throws AiHubError ERR_NOT_FOUND, ERR_NOT_AVAILABLE when it does not run or is debugged already */
  async attach(pluginId: string, inspector: PluginInspector): Promise<DebugTarget> {
    const entry = this.#plugins.find(pluginId);
    if (!entry) {
      const known = this.#plugins.entries.map(({ id }) => id).join(", ") || "none";
      throw new AiHubError("ERR_NOT_FOUND", `No plugin here has the id "${pluginId}" (there are: ${known})`);
    }
    const isOurs = entry === this.#entry;
    if (!isOurs && entry.instance.status !== "running") {
      throw new AiHubError("ERR_NOT_AVAILABLE", `${entry.name} does not run, so launch it instead`);
    }
    return instanceTarget(await this.#openEntry(entry, { inspector }));
  }

  /** The plugin goes on without the debugger, or stops when it did not run before. */
  async dispose(): Promise<void> {
    const entry = this.#entry;
    this.#entry = undefined;
    if (!entry) return;
    taken.delete(entry);
    await entry.restore(this.#wasRunning);
  }

  async #openFolder(dir: string, options: OpenOptions = {}): Promise<PluginInstance> {
    await this.#plugins.scan(); // it may just have been made
    const entry = await this.#find(dir);
    if (entry) return this.#openEntry(entry, options);
    requireTrust();
    return this.#host.openFolder(dir, options);
  }

  async #openEntry(entry: PluginEntry, options: OpenOptions): Promise<PluginInstance> {
    const { dir, installedId } = entry.found;
    if (entry !== this.#entry) {
      if (taken.has(entry)) throw new AiHubError("ERR_NOT_AVAILABLE", `${entry.name} is being debugged already`);
      await this.dispose();
      taken.add(entry);
      this.#entry = entry;
      if (entry.instance.status === "starting") await entry.start();
      this.#wasRunning = entry.instance.status === "running";
    }
    const instance = await (installedId === undefined
      ? this.#host.openFolder(dir, options)
      : this.#host.openInstalled(installedId, options));
    await entry.replace(instance);
    return instance;
  }

  async #find(dir: string): Promise<PluginEntry | undefined> {
    const { entries } = this.#plugins;
    const places = await Promise.all(entries.map(({ found }) => realpath(found.dir).catch(() => undefined)));
    return entries[places.indexOf(dir)];
  }
}

function requireTrust(): void {
  if (workspace.isTrusted) return;
  throw new AiHubError("ERR_PERMISSION_DENIED", "Plugins of a workspace run only when you trust it");
}
