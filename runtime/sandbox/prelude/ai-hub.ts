/** Builds `globalThis.aiHub` (schemas/guest-api.ts) on top of the bridge. */
import type {
  AiHub,
  ApiApi,
  Command,
  ConfigApi,
  EventsApi,
  Handler,
  Json,
  LifecycleApi,
  LogApi,
  UiApi,
} from "../../../schemas/guest-api.ts";
import type { Bridge } from "./bridge.ts";
import { fsApi } from "./files.ts";
import type { Handlers } from "./handlers.ts";
import { httpApi } from "./http.ts";
import { permissionsApi } from "./permissions.ts";
import { structuredClone } from "./web/structured-clone.ts";

export interface PluginInfo {
  readonly id: string;
  readonly version: string;
  readonly manifest: unknown;
}

/** Later releases fill these: until then each call says so (`ERR_NOT_AVAILABLE`) through the host's table. */
const REMOTE_NAMESPACES = {
  memory: ["store", "retrieve", "search"],
  ai: ["complete", "embed", "chat"],
  workflows: ["create", "execute", "listen", "trigger"],
  crypto: ["encrypt", "decrypt", "hash"],
} as const;

export function createAiHub(
  bridge: Bridge,
  handlers: Handlers,
  plugin: PluginInfo,
  namespaces: readonly string[],
  config: { current: Record<string, unknown> },
  log: LogApi,
): AiHub {
  const send = bridge.call;
  const all: Record<string, object> = {
    plugin: Object.freeze(plugin),
    fs: fsApi(send, handlers.watchers),
    http: httpApi(),
    ui: uiApi(send, handlers),
    api: apiApi(send, handlers),
    events: eventsApi(send, handlers),
    config: configApi(send, handlers, config),
    lifecycle: lifecycleApi(handlers),
    log,
    permissions: permissionsApi(send, handlers.permissions),
  };
  for (const [name, methods] of Object.entries(REMOTE_NAMESPACES)) {
    all[name] = Object.fromEntries(
      methods.map((method) => [method, (...args: Json[]) => send(`${name}.${method}`, { args })]),
    );
  }
  const present = ["plugin", ...namespaces].filter((name) => name in all);
  return Object.freeze(Object.fromEntries(present.map((name) => [name, Object.freeze(all[name])]))) as unknown as AiHub;
}

type Send = Bridge["call"];

function uiApi(send: Send, handlers: Handlers): UiApi {
  return {
    showNotification: (message, type = "info") => send("ui.showNotification", { message: String(message), type }),
    registerCommand: async (command: Command | string, handler?: Handler) => {
      const id = typeof command === "string" ? command : command.id;
      const run = typeof command === "string" ? handler : command.handler;
      await register(handlers.commands, id, run, () => send("ui.registerCommand", { id }));
    },
    createPanel: ({ id, ...config }) => send("ui.createPanel", { id, ...config }),
    updatePanel: (id, updates) => send("ui.updatePanel", { id, ...updates }),
    removePanel: (id) => send("ui.removePanel", { id }),
    postMessage: (id, message) => send("ui.postMessage", { id, message }),
    onMessage: (panelId, handler) => handlers.panels.add(panelId, handler),
    openFile: (path) => send("ui.openFile", { path }),
    readClipboard: () => send("ui.readClipboard", {}),
    writeClipboard: (text) => send("ui.writeClipboard", { text: String(text) }),
    progress: (message, fraction) => send("ui.progress", { message: String(message), fraction }),
  };
}

function apiApi(send: Send, handlers: Handlers): ApiApi {
  return {
    handle: async (path, handler) => {
      await register(handlers.endpoints, path, handler, () => send("api.handle", { path }));
    },
  };
}

/** The handler counts at once, so that authors need not await; it is withdrawn when the host refuses. */
async function register(
  map: Map<string, Handler>,
  name: string,
  handler: Handler | undefined,
  announce: () => Promise<void>,
) {
  if (typeof handler !== "function") throw new TypeError(`The handler of "${name}" must be a function`);
  map.set(name, handler);
  try {
    await announce();
  } catch (error) {
    map.delete(name);
    throw error;
  }
}

function eventsApi(send: Send, handlers: Handlers): EventsApi {
  return {
    emit: (event, data) => send("events.emit", { event, data }),
    on(event, handler) {
      const first = !handlers.events.has(event);
      const off = handlers.events.add(event, handler);
      if (first) void send("events.subscribe", { event });
      return off;
    },
    off: (event, handler) => handlers.events.remove(event, handler),
  };
}

function configApi(send: Send, handlers: Handlers, config: { current: Record<string, unknown> }): ConfigApi {
  return {
    get: (key: string, defaultValue?: any) => structuredClone(config.current[key] ?? defaultValue) as any,
    getAll: () => structuredClone(config.current) as Record<string, any>,
    set: async (key, value) => {
      await send("config.set", { key, value });
      config.current = { ...config.current, [key]: structuredClone(value) };
    },
    validate: (value) => send("config.validate", { value }),
    onChange: (handler) => handlers.config.add("change", handler),
  };
}

function lifecycleApi(handlers: Handlers): LifecycleApi {
  const hook = (name: string) => (handler: any) => {
    handlers.lifecycle.add(name, handler);
  };
  return {
    onActivate: hook("activate"),
    onDeactivate: hook("deactivate"),
    onUpdate: hook("update"),
    onUninstall: hook("uninstall"),
  };
}
