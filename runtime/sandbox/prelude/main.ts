/**
 * The prelude: evaluated in a fresh QuickJS before any guest code. It installs the web's globals, locks the realm down
 * and returns the functions through which the engine enters the guest.
 */
import type { CallSignal, Handler } from "../../../schemas/guest-api.ts";
import type { CallKind, EntryRole } from "../../core/protocol/messages.ts";
import { createAiHub, type PluginInfo } from "./ai-hub.ts";
import { createBridge, decode, encode, encodeError } from "./bridge.ts";
import type { WatchListener } from "./files.ts";
import { createHandlers, findHandler } from "./handlers.ts";
import type { Native } from "./native.ts";
import type { PermissionAnswer } from "./permissions.ts";
import { loadPlugin, type Plugin, runBare } from "./plugin.ts";
import { createTests, type Tests } from "./tests.ts";
import { AbortController } from "./web/abort.ts";
import { connectFetch } from "./web/fetch.ts";
import { installWeb } from "./web/install.ts";
import { lockdown } from "./web/lockdown.ts";
import { structuredClone } from "./web/structured-clone.ts";

/** JSON of what a sandbox is started with. */
interface StartInfo {
  readonly plugin: PluginInfo;
  readonly entry: string;
  readonly namespaces: readonly string[];
  readonly stackOf: readonly string[];
  readonly config: Record<string, unknown>;
  readonly role: EntryRole;
}

/** The engine calls these by name; all arguments are strings, numbers, booleans and buffers. */
export interface Entrances {
  start(json: string): void;
  call(id: number, kind: CallKind, name: string, json: string): void;
  cancel(id: number): void;
  reply(id: number, ok: boolean, json: string, bytes: ArrayBuffer | undefined): void;
  timer(id: number): void;
}

export function boot(native: Native): Entrances {
  const global = globalThis as Record<string, unknown> & typeof globalThis;
  const web = installWeb(native, global);
  lockdown(global);
  const bridge = createBridge(native);
  connectFetch(bridge.start);
  const handlers = createHandlers();
  const config = { current: {} as Record<string, unknown> };
  const running = new Map<number, AbortController>();
  let info: StartInfo | undefined;
  let plugin: Plugin | undefined;
  let tests: Tests | undefined;

  async function activate(started: StartInfo, signal: CallSignal): Promise<unknown> {
    if (started.role === "tests") {
      tests = createTests(global);
      return tests.load(started.entry);
    }
    const namespace = (await import(started.entry)) as Record<string, unknown>;
    if (started.role === "bare") return runBare(namespace);
    plugin = loadPlugin(namespace, global.aiHub, started.plugin.manifest, handlers);
    return plugin.activate(signal);
  }

  async function dispatch(kind: CallKind, name: string, json: string, signal: CallSignal): Promise<unknown> {
    const input = decode(json); // in here, so that a text that is not JSON fails this call and not the sandbox
    switch (kind) {
      case "activate":
        if (!info) throw new Error("not started");
        return activate(info, signal);
      case "deactivate":
        return plugin?.deactivate(signal);
      case "event":
        return handlers.events.run(name, input, signal);
      case "panel":
        return handlers.panels.run(name, input, signal);
      case "config":
        config.current = input as Record<string, unknown>;
        return handlers.config.run("change", structuredClone(config.current), signal);
      case "watch":
        return handlers.watchers.get(name)?.(input as Parameters<WatchListener>[0]);
      case "permission":
        return handlers.permissions.get(name)?.(input as PermissionAnswer);
      case "test":
        return tests?.run(name, signal);
      default:
        return (findHandler(handlers, kind, name) as Handler)(input, { signal });
    }
  }

  return {
    start(json) {
      const started = JSON.parse(json) as StartInfo;
      info = started;
      config.current = started.config;
      bridge.tellStacksOf(started.stackOf);
      const aiHub = createAiHub(bridge, handlers, started.plugin, started.namespaces, config, web.log);
      Object.defineProperty(global, "aiHub", { value: aiHub, enumerable: true });
    },
    call(id, kind, name, json) {
      const controller = new AbortController();
      running.set(id, controller);
      const finish = (ok: boolean, text: string) => {
        running.delete(id);
        native.done(id, ok, text, undefined);
      };
      dispatch(kind, name, json, controller.signal)
        .then((value) => finish(true, encode(value)))
        .catch((error: unknown) => finish(false, encodeError(error)));
    },
    cancel: (id) => running.get(id)?.abort(),
    reply: bridge.reply,
    timer: web.timer,
  };
}
