/** Timers as in HTML (https://html.spec.whatwg.org/#timers), and `queueMicrotask`. */
import { DOMException } from "./dom-exception.ts";
import { native } from "./host.ts";
import { apply, defineProperty, MapOf, promiseThen } from "./primordials.ts";
import { report } from "./report.ts";
import { callback, exposeFunctions, needArguments } from "./webidl.ts";

const MAX_PENDING = 10_000;
/** From this depth of timers set by timers on, a delay is at least 4 ms. */
const CLAMPED_NESTING = 5;
const CLAMP_MS = 4;

interface Timer {
  readonly run: () => void;
  readonly delay: number;
  readonly repeats: boolean;
  nesting: number;
}

const pending = new MapOf<number, Timer>();
let lastId = 0;
/** Depth of the timer that runs now, 0 outside of timers. */
let nesting = 0;

/**
 * Runs a function once, or again and again, after so many milliseconds.
 * @throws {DOMException} QuotaExceededError when 10,000 timers are pending
 */
export function startTimer(run: () => void, delay: number, repeats = false): number {
  if (pending.size >= MAX_PENDING) {
    throw new DOMException(`At most ${MAX_PENDING} timers can be pending`, "QuotaExceededError");
  }
  lastId += 1;
  const timer = { run, delay, repeats, nesting: nesting + 1 };
  pending.set(lastId, timer);
  native.setTimer(lastId, clamped(timer));
  return lastId;
}

/** The host says that a timer's time has come. */
export function runTimer(id: number): void {
  const timer = pending.get(id);
  if (timer === undefined) return;
  if (!timer.repeats) pending.delete(id);
  nesting = timer.nesting;
  try {
    timer.run();
  } catch (error) {
    report(error);
  }
  nesting = 0;
  if (timer.repeats && pending.has(id)) {
    timer.nesting += 1;
    native.setTimer(id, clamped(timer));
  }
}

function clamped(timer: Timer): number {
  return timer.nesting > CLAMPED_NESTING && timer.delay < CLAMP_MS ? CLAMP_MS : timer.delay;
}

function set(
  global: object,
  name: string,
  handler: unknown,
  delay: unknown,
  args: unknown[],
  repeats: boolean,
): number {
  const run = callback(handler, name);
  // A delay is a 32-bit integer on the web: what does not fit wraps, what is negative is 0.
  const milliseconds = Math.max(0, Number(delay) | 0);
  return startTimer(() => void apply(run, global, args), milliseconds, repeats);
}

function clear(id: unknown): void {
  const key = Number(id) | 0;
  if (pending.delete(key)) native.clearTimer(key);
}

export function installTimers(global: object): void {
  // Without a constructor, `then` makes a plain promise whatever guest code put on `Promise.prototype`.
  const settled = Promise.resolve();
  defineProperty(settled, "constructor", { value: undefined });
  exposeFunctions(global, {
    setTimeout(handler: unknown, delay: unknown = 0, ...args: unknown[]): number {
      needArguments(arguments.length, 1, "setTimeout");
      return set(global, "setTimeout", handler, delay, args, false);
    },
    setInterval(handler: unknown, delay: unknown = 0, ...args: unknown[]): number {
      needArguments(arguments.length, 1, "setInterval");
      return set(global, "setInterval", handler, delay, args, true);
    },
    clearTimeout: (id: unknown = 0): void => clear(id),
    clearInterval: (id: unknown = 0): void => clear(id),
    queueMicrotask(task: unknown): void {
      needArguments(arguments.length, 1, "queueMicrotask");
      const run = callback(task, "queueMicrotask");
      promiseThen(settled, () => {
        try {
          apply(run, undefined, []);
        } catch (error) {
          report(error);
        }
      });
    },
    reportError(error: unknown): void {
      needArguments(arguments.length, 1, "reportError");
      report(error);
    },
  });
}
