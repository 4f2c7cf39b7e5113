/**
 * The agent runs in a realm of its own, beside the plugin's in the same heap. So nothing that a plugin does to its
 * built-ins reaches the agent's, and the agent needs no care but with objects that it was given: of these it reads own
 * properties, and never iterates.
 *
 * Here is what the agent has to know of the plugin's realm, as that was before anything of the plugin ran.
 */

/** The plugin's global object, bound by what `scripts/generate-sandbox.ts` puts around the agent. */
declare const plugin: typeof globalThis;

export const pluginGlobal: typeof globalThis = plugin;
export const {
  Object: PluginObject,
  Promise: PluginPromise,
  SyntaxError: PluginSyntaxError,
  Uint8Array: PluginBytes,
  eval: pluginEval,
} = plugin;

/**
 * What calls code of the plugin. Not this realm's: an asynchronous function makes its promise in the realm of who calls it, and
 * what waits for a promise goes on in the realm of who settles it, where each `await` would take more ticks.
 */
export const { apply: pluginApply } = plugin.Reflect;
