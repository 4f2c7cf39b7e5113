/** Loads the plugin's entry module and calls what it exports. */
import type { CallSignal, Handler, PluginModule } from "../../../schemas/guest-api.ts";
import type { Handlers } from "./handlers.ts";

export interface Plugin {
  activate(signal: CallSignal): Promise<unknown>;
  deactivate(signal: CallSignal): Promise<void>;
}

type Shape = PluginModule & Record<string, unknown>;

/** A bare file: its result is its default export, or what that returns when it is a function. */
export async function runBare(namespace: Record<string, unknown>): Promise<unknown> {
  const result = namespace.default;
  return typeof result === "function" ? await result() : await result;
}

/**
 * Finds the plugin in its module: a class with an `activate` method is constructed with `(sdk, manifest)`; an object
 * is taken as it is; a function is `activate`; otherwise the module's named exports are the plugin.
 */
export function loadPlugin(
  namespace: Record<string, unknown>,
  sdk: unknown,
  manifest: unknown,
  handlers: Handlers,
): Plugin {
  const exported = namespace.default;
  const plugin = (isPluginClass(exported)
    ? new exported(sdk, manifest)
    : typeof exported === "object" && exported !== null
      ? exported
      : { ...namespace, ...(typeof exported === "function" ? { activate: exported } : {}) }) as unknown as Shape;
  addAll(handlers.commands, plugin.commands);
  addAll(handlers.endpoints, plugin.endpoints);
  return {
    async activate(signal) {
      const result = typeof plugin.activate === "function" ? await plugin.activate() : undefined;
      await handlers.lifecycle.run("activate", undefined, signal);
      return result;
    },
    async deactivate(signal) {
      try {
        if (typeof plugin.deactivate === "function") await plugin.deactivate();
      } finally {
        await handlers.lifecycle.run("deactivate", undefined, signal);
      }
    },
  };
}

function isPluginClass(value: unknown): value is new (sdk: unknown, manifest: unknown) => object {
  return typeof value === "function" && typeof value.prototype?.activate === "function";
}

function addAll(map: Map<string, Handler>, handlers: Readonly<Record<string, Handler>> | undefined): void {
  for (const [name, handler] of Object.entries(handlers ?? {})) {
    if (typeof handler !== "function") throw new TypeError(`The handler of "${name}" must be a function`);
    if (!map.has(name)) map.set(name, handler);
  }
}
