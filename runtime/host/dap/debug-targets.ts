/** What a host of the debug adapter (the extension, the CLI) offers it: plugins to launch or to attach to. */
import type { Place } from "../../core/debug/inspector.ts";
import type { PluginInspector } from "../debug/plugin-inspector.ts";
import type { LaunchConfig } from "./launch-config.ts";

/** Where the host tells the person something, about a place in the code perhaps. */
export type DebugConsole = (
  category: "console" | "stdout" | "stderr" | "important",
  text: string,
  place?: Place,
) => void;

/** A plugin that is ready to run once. */
export interface DebugTarget {
  /** For the person. */
  readonly name: string;
  /**
   * Starts the plugin, calls its entry, and resolves with the entry's result when the plugin has ended.
   *
   * @param built called when the plugin is built and runs
   * @throws what ended it otherwise; AiHubError ERR_CANCELLED when it was stopped
   */
  run(built: () => void): Promise<unknown>;
  /** Ends the plugin; `run` settles. */
  stop(): Promise<void>;
}

export interface DebugTargets {
  /** @throws AiHubError what keeps the plugin from being launched, such as ERR_MANIFEST */
  launch(config: LaunchConfig, inspector: PluginInspector, console: DebugConsole): Promise<DebugTarget>;
  /** Takes a plugin that runs; its `run` restarts it under the debugger. Absent where there are no running plugins. */
  attach?(plugin: string, inspector: PluginInspector, console: DebugConsole): Promise<DebugTarget>;
  /** The session is over. */
  dispose(): Promise<void>;
}
