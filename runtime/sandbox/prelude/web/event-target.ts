/**
 * `EventTarget` (https://dom.spec.whatwg.org/#interface-eventtarget), without a tree: an event has one target, whose
 * capturing listeners come first. What a listener throws is reported and stops nobody else.
 */
import { DOMException } from "./dom-exception.ts";
import { CustomEvent, Event, isEvent, PHASES, stateOf } from "./event.ts";
import { apply, MapOf } from "./primordials.ts";
import { report } from "./report.ts";
import { dictionary, domString, exposeInterface, isObject, needArguments } from "./webidl.ts";

interface Listener {
  readonly callback: object;
  readonly capture: boolean;
  readonly once: boolean;
  readonly passive: boolean;
  removed: boolean;
}

/** Sends an event that the web itself fires: `isTrusted` is true. */
export let fire: (target: EventTarget, event: Event) => void;

export class EventTarget {
  readonly #listeners = new MapOf<string, Listener[]>();

  static {
    fire = (target, event) => {
      stateOf(event).trusted = true;
      target.#dispatch(event);
    };
  }

  addEventListener(type: unknown, callback: unknown, options: unknown = undefined): void {
    needArguments(arguments.length, 2, "addEventListener");
    const listeners = this.#listeners;
    const name = domString(type);
    const { capture, once, passive, signal } = listenerOptions(options);
    if (signal !== undefined && !(signal instanceof EventTarget && "aborted" in signal)) {
      throw new TypeError("addEventListener: signal is not an AbortSignal");
    }
    if (callback === null || callback === undefined || signal?.aborted === true) return;
    if (!isObject(callback)) throw new TypeError("addEventListener: the listener is neither a function nor an object");
    const list = listeners.get(name) ?? [];
    if (list.some((known) => known.callback === callback && known.capture === capture)) return;
    listeners.set(name, [...list, { callback, capture, once, passive, removed: false }]);
    signal?.addEventListener("abort", () => this.removeEventListener(name, callback, capture), { once: true });
  }

  removeEventListener(type: unknown, callback: unknown, options: unknown = undefined): void {
    needArguments(arguments.length, 2, "removeEventListener");
    const name = domString(type);
    const { capture } = listenerOptions(options);
    const found = this.#listeners.get(name)?.find((known) => known.callback === callback && known.capture === capture);
    if (found !== undefined) this.#remove(name, found);
  }

  dispatchEvent(event: Event): boolean {
    needArguments(arguments.length, 1, "dispatchEvent");
    if (!isEvent(event)) throw new TypeError("dispatchEvent: the argument is not an Event");
    if (stateOf(event).dispatching) {
      throw new DOMException("The event is already being dispatched", "InvalidStateError");
    }
    stateOf(event).trusted = false;
    return this.#dispatch(event);
  }

  #remove(name: string, listener: Listener): void {
    listener.removed = true;
    const rest = (this.#listeners.get(name) ?? []).filter((known) => known !== listener);
    if (rest.length > 0) this.#listeners.set(name, rest);
    else this.#listeners.delete(name);
  }

  #dispatch(event: Event): boolean {
    const state = stateOf(event);
    state.target = this;
    state.dispatching = true;
    const listeners = this.#listeners.get(state.type) ?? [];
    for (const capturing of [true, false]) {
      if (!capturing && state.stopped) break;
      for (const listener of listeners) {
        if (listener.capture !== capturing || listener.removed) continue;
        if (listener.once) this.#remove(state.type, listener);
        state.passive = listener.passive;
        call(listener.callback, this, event);
        state.passive = false;
        if (state.stoppedNow) break;
      }
    }
    state.dispatching = state.stopped = state.stoppedNow = false;
    return !state.canceled;
  }
}

function call(callback: object, target: EventTarget, event: Event): void {
  try {
    if (typeof callback === "function") {
      apply(callback as (event: Event) => unknown, target, [event]);
      return;
    }
    const handle: unknown = Reflect.get(callback, "handleEvent");
    if (typeof handle !== "function") throw new TypeError("handleEvent of the event listener is not a function");
    apply(handle as (event: Event) => unknown, callback, [event]);
  } catch (error) {
    report(error);
  }
}

interface Signal extends EventTarget {
  readonly aborted: boolean;
}

function listenerOptions(options: unknown): {
  capture: boolean;
  once: boolean;
  passive: boolean;
  signal: Signal | undefined;
} {
  if (!isObject(options)) return { capture: Boolean(options), once: false, passive: false, signal: undefined };
  const { capture, once, passive, signal } = dictionary(options, "addEventListener");
  return {
    capture: Boolean(capture),
    once: Boolean(once),
    passive: Boolean(passive),
    signal: signal as Signal | undefined,
  };
}

export function installEvents(global: object): void {
  exposeInterface(global, "Event", Event, PHASES);
  exposeInterface(global, "CustomEvent", CustomEvent);
  exposeInterface(global, "EventTarget", EventTarget);
}
