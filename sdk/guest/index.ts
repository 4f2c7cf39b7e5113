/** Library and types for plugin authors: import from `@aihub/sdk`. Runs inside the sandbox; the runtime supplies it. */
import type { AiHub, PluginModule } from "../../schemas/guest-api.ts";

export type * from "../../schemas/guest-api.ts";

declare global {
  /** The sandbox's only door to the host. */
  var aiHub: AiHub;
}

/** Types a plugin object; returns it unchanged. */
export function definePlugin(plugin: PluginModule): PluginModule {
  return plugin;
}
