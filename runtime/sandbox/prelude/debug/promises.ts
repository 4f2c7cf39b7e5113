/**
 * What is known of the plugin's promises, while somebody wants to know what rejects: who made them, who asked for their
 * end, and when the plugin's code rejects one without throwing. QuickJS tells nobody, so the functions that do it are
 * replaced by ones that work alike and tell. They are proxies, since such a function has the name, the length and the text
 * of the one behind it; a call of one takes some 4 µs more.
 *
 * `Promise` itself stays as it is: `await` knows a promise by its constructor, and with another one each would take
 * more ticks. What `new Promise` gets comes through `executor`, which instrumented code calls (core/debug/promises.ts).
 */
import { defineProperty, getPrototypeOf } from "../web/primordials.ts";
import { isObject } from "../web/webidl.ts";
import type { Asked, FrameRecord, Made } from "./frame.ts";
import { siteOf } from "./frame.ts";
import { PluginPromise, pluginApply } from "./realm.ts";
import type { Stack } from "./stack.ts";

/** Of one promise that is asked again and again for its end, more is not kept. */
const MAX_ASKED = 50;
/** What runs for a promise may make the next one, without end. */
const MAX_WITHIN = 50;

/** Frames from this depth on run for a promise, which rejects with what leaves them. */
export interface Boundary {
  readonly depth: number;
  readonly made: Made;
  /** The promise takes what they return, too: not that of an executor. */
  readonly takesReturned: boolean;
  readonly outer: Boundary | undefined;
}

export interface Watcher {
  readonly stack: Stack;
  /** Whether anything of all this is of use right now. */
  wanted(): boolean;
  /** The code of the frame on top rejects a promise. */
  rejected(reason: unknown, made: Made): void;
}

type Callable = (...args: unknown[]) => unknown;
type Settle = (value: unknown) => void;
/** The arguments are an array of the plugin's realm. */
type Replacement = (original: Callable, self: unknown, args: unknown[]) => unknown;

export class Promises {
  /** By promise, and by the function that rejects it. */
  readonly #known = new WeakMap<object, Made>();
  #watcher: Watcher | undefined;
  #justMade: Made | undefined;
  /** The innermost that runs. */
  boundary: Boundary | undefined;

  /** To be called once: after the prelude, whose own promises are none of the plugin's, and before the plugin. */
  watch(watcher: Watcher): void {
    this.#watcher = watcher;
    replace(PluginPromise.prototype, "then", (then, self, args) => this.#then(then, self, args));
    replace(PluginPromise, "reject", (reject, self, args) => {
      const promise = pluginApply(reject, self, args);
      if (watcher.wanted()) watcher.rejected(argument(args, 0), this.#make());
      return promise;
    });
    replace(PluginPromise, "try", (attempt, self, args) => {
      if (!watcher.wanted() || args.length === 0) return pluginApply(attempt, self, args);
      const made = this.#make();
      args[0] = this.#running(made, args[0], true);
      return this.#know(pluginApply(attempt, self, args), made);
    });
    replace(PluginPromise, "withResolvers", (withResolvers, self, args) => {
      const parts = pluginApply(withResolvers, self, args) as { promise: object; resolve: Settle; reject: Settle };
      if (self !== PluginPromise || !watcher.wanted()) return parts;
      const made = this.#make();
      this.#know(parts.promise, made);
      [parts.resolve, parts.reject] = this.#telling(made, parts.resolve, parts.reject);
      return parts;
    });
  }

  /** @returns what `new type` is to get instead of the executor */
  executor(type: unknown, executor: unknown): unknown {
    if (type !== PluginPromise || typeof executor !== "function" || !this.#watcher?.wanted()) return executor;
    return this.#lend((resolve: Settle, reject: Settle) => {
      const made = this.#make();
      const run = this.#running(made, executor, false) as Callable;
      try {
        run(...this.#telling(made, resolve, reject));
      } finally {
        this.#justMade = made;
      }
    });
  }

  /** The promise that came of it. */
  made(promise: unknown): void {
    const made = this.#justMade;
    this.#justMade = undefined;
    if (made) this.#know(promise, made);
  }

  /** A frame has left the stack to wait for a value. */
  awaited(value: unknown, frame: FrameRecord): void {
    ask(this.#knownOf(value), { frame });
    const { top } = this.#watcher?.stack ?? {};
    frame.call ??= { site: top && siteOf(top), within: this.#within };
  }

  #then(then: Callable, self: unknown, args: unknown[]): unknown {
    if (!this.#watcher?.wanted()) return pluginApply(then, self, args);
    const derived = this.#make();
    const made = this.#knownOf(self);
    const handler = argument(args, 1);
    const callbacks = [argument(args, 0), handler].map((one) => this.#running(derived, one, true, made));
    const promise = pluginApply(then, self, callbacks);
    const follower = this.#knownOf(handler) ?? derived;
    const takes = typeof handler === "function" && follower === derived;
    ask(made, { follower, ...(takes && { handler: new WeakRef(handler) }) });
    return this.#know(promise, derived);
  }

  /** Functions that resolve and reject the promise like these, and tell. */
  #telling(made: Made, resolve: Settle, reject: Settle): [Settle, Settle] {
    let settled = false;
    const telling = (settle: Settle, tell: (value: unknown) => void) =>
      this.#lend((value: unknown) => {
        try {
          if (!settled) tell(value);
        } catch {
          // No stack left for that. The promise is settled all the same.
        }
        settled = true;
        return pluginApply(settle, undefined, [value]);
      });
    const resolves = telling(resolve, (value) => ask(this.#knownOf(value), { follower: made }));
    const rejects = telling(reject, (reason) => {
      if (this.#watcher?.wanted()) this.#watcher.rejected(reason, made);
    });
    this.#known.set(rejects, made);
    return [resolves, rejects];
  }

  /** For what comes into the plugin's hands: nothing of that may lead into the agent's realm. */
  #lend<T extends object>(fn: T): T {
    Object.setPrototypeOf(fn, getPrototypeOf(PluginPromise));
    return fn;
  }

  /** A function like this one, that runs for a promise. @param settled known to be so when it runs */
  #running(made: Made, callback: unknown, takesReturned: boolean, settled?: Made): unknown {
    if (typeof callback !== "function") return callback;
    return (...args: unknown[]) => {
      if (settled) settled.asked.length = 0;
      const outer = this.boundary;
      this.boundary = { depth: this.#watcher?.stack.depth ?? 0, made, takesReturned, outer };
      try {
        const returned = pluginApply(callback as Callable, undefined, args);
        if (takesReturned) ask(this.#knownOf(returned), { follower: made });
        return returned;
      } finally {
        this.boundary = outer;
      }
    };
  }

  #make(): Made {
    const within = this.#within;
    return { maker: this.#watcher?.stack.top, within, chain: within ? within.chain + 1 : 0, asked: [] };
  }

  get #within(): Made | undefined {
    const { boundary } = this;
    return boundary?.takesReturned && boundary.made.chain < MAX_WITHIN ? boundary.made : undefined;
  }

  #know(promise: unknown, made: Made): unknown {
    if (isObject(promise)) this.#known.set(promise, made);
    return promise;
  }

  #knownOf(value: unknown): Made | undefined {
    return isObject(value) ? this.#known.get(value) : undefined;
  }
}

function replace(holder: object, name: string, call: Replacement): void {
  const original = Reflect.get(holder, name) as Callable | undefined;
  if (!original) return;
  const value = new Proxy(original, { apply: call });
  defineProperty(holder, name, { value, writable: true, configurable: true });
}

/** What was not given would come from the prototype of the plugin's arrays. */
function argument(args: readonly unknown[], index: number): unknown {
  return index < args.length ? args[index] : undefined;
}

function ask(made: Made | undefined, asked: Asked): void {
  if (made && made.asked.length < MAX_ASKED) made.asked.push(asked);
}
