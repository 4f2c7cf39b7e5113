/**
 * What one debug session of the editor may debug: plugins of this window in their own place, and others of a trusted
 * workspace beside them.
 *
 * A configuration is whatever the workspace's launch.json says, and nobody reads that before they press F5. The person
 * trusts the workspace then, and a launch.json could have any program run (`preLaunchTask`): so it may permit the
 * workspace's plugins what they declare, and the debug console says so. What other plugins were granted, who they are, and
 * what an administrator has decided is none of its business.
 */
import { realpath } from "node:fs/promises";
import { workspace } from "vscode";
import { AiHubError } from "../../runtime/core/errors.ts";
import type { DebugConsole, DebugTarget, DebugTargets } from "../../runtime/host/dap/debug-targets.ts";
import { type LaunchConfig, rulesOf } from "../../runtime/host/dap/launch-config.ts";
import { instanceTarget, launchTarget } from "../../runtime/host/dap/plugin-target.ts";
import type { PluginInspector } from "../../runtime/host/debug/plugin-inspector.ts";
import type { OpenOptions, PluginHost } from "../../runtime/host/plugin-host.ts";
import type { PluginInstance } from "../../runtime/host/plugin-instance.ts";
import type { PluginEntry } from "../plugin-entry.ts";
import type { Plugins } from "../plugins.ts";
import type { DebuggedTests } from "../tests/debugged-tests.ts";
import { isInside } from "./configurations.ts";
import { permissionsText } from "./launch-permissions.ts";

export interface EditorTargetsOptions {
  readonly plugins: Plugins;
  readonly host: PluginHost;
  readonly tests: DebuggedTests;
  /** AI Hub's own files. */
  readonly home: string;
  /** Whether the administrator's policy lets plugins ask; throws when that cannot be known. */
  readonly mayAsk: () => boolean;
}

interface FolderOptions extends OpenOptions {
  /** What is to be called. */
  readonly entry: string | undefined;
  /** Whether the configuration gives permissions. */
  readonly allows: boolean;
}

/** A plugin has one place, and so one session. */
const taken = new WeakSet<PluginEntry>();

export class EditorTargets implements DebugTargets {
  readonly #options: EditorTargetsOptions;
  #entry: PluginEntry | undefined;
  #wasRunning = false;
  #dir: string | undefined;

  constructor(options: EditorTargetsOptions) {
    this.#options = options;
  }

  /** The folder of what is debugged, once something is. */
  get dir(): string | undefined {
    return this.#dir;
  }

  /**
   * A plugin of this window then runs under the debugger in place of itself. What lies elsewhere in a trusted workspace
   * runs beside the others, without commands and panels.
   *
   * @throws AiHubError ERR_NOT_FOUND, ERR_MANIFEST, ERR_INVALID_ARGUMENT; ERR_NOT_AVAILABLE when it is debugged already,
   *   or would run beside a plugin with its id; ERR_PERMISSION_DENIED in a workspace that is not trusted, in AI Hub's own
   *   files, and for permissions that the configuration cannot give
   */
  async launch(config: LaunchConfig, inspector: PluginInspector, console: DebugConsole): Promise<DebugTarget> {
    if (config.workspace !== undefined) {
      throw new AiHubError("ERR_INVALID_ARGUMENT", 'In the editor its open folders count: leave "workspace" out');
    }
    const { tests, mayAsk } = this.#options;
    if ("testRun" in config) {
      requireTrust();
      return tests.open(config.testRun, inspector);
    }
    const allowed = permissionsText(rulesOf(config).allow);
    if (allowed !== undefined && !mayAsk()) {
      throw new AiHubError(
        "ERR_PERMISSION_DENIED",
        "The policy of this machine lets nobody be asked, and so no debug configuration allow anything",
        'leave "permissions" out',
      );
    }
    const opener = {
      openFolder: (dir: string, options?: OpenOptions) =>
        this.#openFolder(dir, { ...options, entry: config.entry, allows: allowed !== undefined }),
      openFile: (file: string, options?: OpenOptions) => this.#openBeside(file, "openFile", options),
    };
    const target = await launchTarget(opener, config, inspector);
    if (allowed !== undefined) console("important", `The debug configuration allows without a question: ${allowed}`);
    return target;
  }

  /** @throws AiHubError ERR_NOT_FOUND, ERR_NOT_AVAILABLE when it does not run or is debugged already */
  async attach(pluginId: string, inspector: PluginInspector): Promise<DebugTarget> {
    const { plugins } = this.#options;
    const entry = plugins.find(pluginId);
    if (!entry) {
      const known = plugins.entries.map(({ id }) => id).join(", ") || "none";
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

  async #openFolder(dir: string, { entry: called, allows, ...options }: FolderOptions): Promise<PluginInstance> {
    await this.#options.plugins.scan(); // it may just have been made
    const entry = await this.#find(dir);
    if (entry && allows && entry.found.installedId !== undefined) {
      throw new AiHubError(
        "ERR_PERMISSION_DENIED",
        `${entry.name} is installed: a debug configuration gives it no permissions`,
        'leave "permissions" out, and grant them with "AI Hub: Manage Permissions…"',
      );
    }
    const instance = entry?.instance ?? (await this.#openBeside(dir, "openFolder", options));
    if (called !== undefined) instance.requireEntry(called);
    return entry ? this.#openEntry(entry, options) : instance;
  }

  /** It may not pass for another plugin: prompts, settings, panels and events go by the id. */
  async #openBeside(path: string, open: "openFolder" | "openFile", options?: OpenOptions): Promise<PluginInstance> {
    requireTrust();
    const { plugins, host, home } = this.#options;
    const own = await realpath(home).catch(() => home);
    if (isInside(path, own)) {
      throw new AiHubError("ERR_PERMISSION_DENIED", `AI Hub's own files are not debugged: ${path}`);
    }
    const instance = await host[open](path, options);
    const other = plugins.find(instance.id);
    if (other) {
      throw new AiHubError(
        "ERR_NOT_AVAILABLE",
        `Another plugin here has the id "${instance.id}": ${workspace.asRelativePath(other.found.dir)}`,
      );
    }
    this.#dir = instance.source.dir;
    return instance;
  }

  async #openEntry(entry: PluginEntry, options: OpenOptions): Promise<PluginInstance> {
    const { host } = this.#options;
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
      ? host.openFolder(dir, options)
      : host.openInstalled(installedId, options));
    await entry.replace(instance);
    this.#dir = dir;
    return instance;
  }

  async #find(dir: string): Promise<PluginEntry | undefined> {
    const { entries } = this.#options.plugins;
    const places = await Promise.all(entries.map(({ found }) => realpath(found.dir).catch(() => undefined)));
    return entries[places.indexOf(dir)];
  }
}

function requireTrust(): void {
  if (workspace.isTrusted) return;
  throw new AiHubError("ERR_PERMISSION_DENIED", "Plugins of a workspace run only when you trust it");
}
