/**
 * `yield*` and `for await` call the code of another iterator, without a word before and after. While frames are kept they
 * get a stand-in for what they go through, which tells when the iterator begins and ends, and is otherwise not to be told
 * from it: each property is read when the engine reads it, and everything is called as the engine calls it.
 */
import { getOwnPropertyDescriptor } from "../web/primordials.ts";
import { isObject } from "../web/webidl.ts";
import { insidesOf } from "./proxies.ts";
import { pluginApply } from "./realm.ts";

/** Taken before the plugin runs: it may replace `Symbol`. */
const { iterator: ITERATOR, asyncIterator: ASYNC_ITERATOR } = Symbol;

/** The turns of the iterator's code, within the function that goes through it. */
export interface Turns {
  readonly begins: () => void;
  /** On this value, for a promise. Not called when the function itself goes on at once. */
  readonly waits: (value: unknown) => void;
  /** Whether the function always waits, for a promise. Else it yields, unless the iterator is done. */
  readonly async: boolean;
}

/** What stands for an iterable of any kind, also for what is none. The engine says best what is wrong with nothing. */
export function delegate(iterable: unknown, turns: Turns): unknown {
  if (iterable === undefined || iterable === null) return iterable;
  const make = (key: symbol) => {
    const method = (iterable as Record<symbol, unknown>)[key];
    if (typeof method !== "function") return method;
    return () => {
      const iterator = pluginApply(method, iterable, []) as unknown;
      return isObject(iterator) ? withTurns(iterator as Record<string, unknown>, turns) : iterator;
    };
  };
  return {
    __proto__: null,
    get [ITERATOR]() {
      return make(ITERATOR);
    },
    get [ASYNC_ITERATOR]() {
      return make(ASYNC_ITERATOR);
    },
  } as object;
}

function withTurns(iterator: Record<string, unknown>, turns: Turns): object {
  const method = (key: "next" | "return" | "throw") => {
    const called = iterator[key];
    if (typeof called !== "function") return called;
    return (...args: unknown[]) => {
      turns.begins(); // when it throws, so does the function, which is there then
      const result = pluginApply(called, iterator, args) as unknown;
      if (turns.async || !isDone(result)) turns.waits(result);
      return result;
    };
  };
  return {
    __proto__: null,
    get next() {
      return method("next");
    },
    get return() {
      return method("return");
    },
    get throw() {
      return method("throw");
    },
  } as object;
}

/** Without running a getter or a trap: a result that has those counts as not done. */
function isDone(result: unknown): boolean {
  if (!isObject(result) || insidesOf(result)) return false;
  return Boolean(getOwnPropertyDescriptor(result, "done")?.value);
}
