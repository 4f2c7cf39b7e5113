/** What the plugin gave handlers to, and how a call from the host finds its handler. */

import type { CallSignal, Handler } from "../../../schemas/guest-api.ts";
import type { CallKind } from "../../core/protocol/messages.ts";
import type { WatchListener } from "./files.ts";
import type { PermissionListener } from "./permissions.ts";

/** Several listeners under one name, in the order they came. */
export class Listeners {
  readonly #byName = new Map<string, Set<Handler>>();

  /** Returns a function that removes the handler again. */
  add(name: string, handler: Handler): () => void {
    if (typeof handler !== "function") throw new TypeError(`The handler for "${name}" must be a function`);
    const set = this.#byName.get(name) ?? new Set();
    this.#byName.set(name, set.add(handler));
    return () => this.remove(name, handler);
  }

  remove(name: string, handler?: Handler): void {
    if (handler === undefined) this.#byName.delete(name);
    else this.#byName.get(name)?.delete(handler);
  }

  has(name: string): boolean {
    return (this.#byName.get(name)?.size ?? 0) > 0;
  }

  async run(name: string, input: unknown, signal: CallSignal): Promise<void> {
    for (const handler of [...(this.#byName.get(name) ?? [])]) await handler(input, { signal });
  }
}

export interface Handlers {
  readonly commands: Map<string, Handler>;
  readonly endpoints: Map<string, Handler>;
  readonly events: Listeners;
  readonly panels: Listeners;
  readonly config: Listeners;
  /** By the number of the watcher. */
  readonly watchers: Map<string, WatchListener>;
  /** By kind and value, as `permissionsApi` writes them. */
  readonly permissions: Map<string, PermissionListener>;
  /** `onActivate` and the other hooks, by their name. */
  readonly lifecycle: Listeners;
}

export function createHandlers(): Handlers {
  return {
    commands: new Map(),
    endpoints: new Map(),
    events: new Listeners(),
    panels: new Listeners(),
    config: new Listeners(),
    watchers: new Map(),
    permissions: new Map(),
    lifecycle: new Listeners(),
  };
}

/** The handler of a command or endpoint. One of each with the same name may share a handler, as in the seed. */
export function findHandler(handlers: Handlers, kind: CallKind, name: string): Handler {
  const bare = name.replace(/^\/+/, "");
  const command = handlers.commands.get(bare);
  const endpoint = handlers.endpoints.get(`/${bare}`);
  const found = kind === "command" ? (command ?? endpoint) : (endpoint ?? command);
  if (found) return found;
  const known = [...handlers.commands.keys(), ...handlers.endpoints.keys()].join(", ") || "none";
  const error = new Error(`The plugin has no handler for the ${kind} "${name}" (it has: ${known})`);
  throw Object.assign(error, { code: "ERR_NOT_FOUND" });
}
