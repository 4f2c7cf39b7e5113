/** `AbortController` and `AbortSignal` (https://dom.spec.whatwg.org/#aborting-ongoing-activities). */
import { DOMException } from "./dom-exception.ts";
import { Event } from "./event.ts";
import { EventTarget, fire } from "./event-target.ts";
import { apply, SetOf } from "./primordials.ts";
import { startTimer } from "./timers.ts";
import { exposeInterface, make, needArguments, refuseConstruction } from "./webidl.ts";

export let abortSignal: (signal: AbortSignal, reason: unknown) => void;

export class AbortSignal extends EventTarget {
  #aborted = false;
  #reason: unknown;
  #onabort: ((event: Event) => unknown) | null = null;
  #listening = false;
  /** Signals made by `any` that follow this one, and those that this one follows. */
  readonly #followers = new SetOf<AbortSignal>();
  readonly #sources = new SetOf<AbortSignal>();

  static {
    abortSignal = (signal, reason) => signal.#abort(reason);
  }

  constructor() {
    refuseConstruction(arguments[0]);
    super();
  }

  static abort(reason: unknown = undefined): AbortSignal {
    const signal = make(AbortSignal);
    signal.#aborted = true;
    signal.#reason = reason === undefined ? new DOMException("This operation was aborted", "AbortError") : reason;
    return signal;
  }

  static timeout(milliseconds: unknown): AbortSignal {
    needArguments(arguments.length, 1, "AbortSignal.timeout");
    const delay = Math.trunc(Number(milliseconds));
    if (!(delay >= 0 && delay <= Number.MAX_SAFE_INTEGER)) {
      throw new TypeError("AbortSignal.timeout: the delay is not a number of milliseconds");
    }
    const signal = make(AbortSignal);
    startTimer(() => {
      signal.#abort(new DOMException("The operation was aborted due to timeout", "TimeoutError"));
    }, delay);
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    needArguments(arguments.length, 1, "AbortSignal.any");
    const all = [...signals];
    for (const source of all) source.#aborted; // a TypeError for what is not a signal
    const signal = make(AbortSignal);
    const aborted = all.find((source) => source.#aborted);
    if (aborted !== undefined) {
      signal.#aborted = true;
      signal.#reason = aborted.#reason;
      return signal;
    }
    for (const source of all) {
      for (const origin of source.#sources.size > 0 ? source.#sources : [source]) {
        signal.#sources.add(origin);
        origin.#followers.add(signal);
      }
    }
    return signal;
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }

  get onabort(): ((event: Event) => unknown) | null {
    return this.#onabort;
  }

  set onabort(handler: unknown) {
    this.#onabort = typeof handler === "function" ? (handler as (event: Event) => unknown) : null;
    if (this.#onabort === null || this.#listening) return;
    this.#listening = true;
    this.addEventListener("abort", (event: Event) => {
      if (this.#onabort !== null) apply(this.#onabort, this, [event]);
    });
  }

  #abort(reason: unknown): void {
    if (this.#aborted) return;
    const error = reason === undefined ? new DOMException("This operation was aborted", "AbortError") : reason;
    const followers = [...this.#followers].filter((follower) => !follower.#aborted);
    // All are marked before any listener runs, so that a listener of one sees the others aborted too.
    for (const signal of [this, ...followers]) {
      signal.#aborted = true;
      signal.#reason = error;
      for (const source of signal.#sources) source.#followers.delete(signal);
      signal.#sources.clear();
    }
    this.#followers.clear();
    for (const signal of [this, ...followers]) fire(signal, new Event("abort"));
  }
}

export class AbortController {
  readonly #signal = make(AbortSignal);

  get signal(): AbortSignal {
    return this.#signal;
  }

  abort(reason: unknown = undefined): void {
    abortSignal(this.#signal, reason);
  }
}

export function installAbort(global: object): void {
  exposeInterface(global, "AbortSignal", AbortSignal);
  exposeInterface(global, "AbortController", AbortController);
}
