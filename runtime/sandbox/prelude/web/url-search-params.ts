/** `URLSearchParams` (https://url.spec.whatwg.org/#interface-urlsearchparams). */
import { type Pair, pairsFrom, parsePairs, serializePairs } from "./pair-list.ts";
import { apply } from "./primordials.ts";
import { callback, exposeInterface, needArguments, tag, usvString } from "./webidl.ts";

/** Links a list to a URL: `changed` hears of every change made through the list. */
export let linkParams: (params: URLSearchParams, changed: (query: string) => void) => void;
/** Replaces the whole list by a URL's new query, without telling the URL. */
export let resetParams: (params: URLSearchParams, query: string) => void;
let pairsOf: (params: URLSearchParams) => readonly Pair[];

export class URLSearchParams {
  #pairs: Pair[];
  #changed: ((query: string) => void) | undefined;

  static {
    pairsOf = (params) => params.#pairs;
    linkParams = (params, changed) => {
      params.#changed = changed;
    };
    resetParams = (params, query) => {
      params.#pairs = parsePairs(query);
    };
  }

  constructor(init: unknown = "") {
    this.#pairs = pairsFrom(init);
  }

  get size(): number {
    return this.#pairs.length;
  }

  append(name: unknown, value: unknown): void {
    needArguments(arguments.length, 2, "append");
    this.#update([...this.#pairs, [usvString(name), usvString(value)]]);
  }

  delete(name: unknown, value: unknown = undefined): void {
    needArguments(arguments.length, 1, "delete");
    const matches = matcher(name, value);
    this.#update(this.#pairs.filter((pair) => !matches(pair)));
  }

  get(name: unknown): string | null {
    needArguments(arguments.length, 1, "get");
    return this.#pairs.find(matcher(name, undefined))?.[1] ?? null;
  }

  getAll(name: unknown): string[] {
    needArguments(arguments.length, 1, "getAll");
    return this.#pairs.filter(matcher(name, undefined)).map(([, value]) => value);
  }

  has(name: unknown, value: unknown = undefined): boolean {
    needArguments(arguments.length, 1, "has");
    return this.#pairs.some(matcher(name, value));
  }

  set(name: unknown, value: unknown): void {
    needArguments(arguments.length, 2, "set");
    const pair: Pair = [usvString(name), usvString(value)];
    const first = this.#pairs.findIndex(([key]) => key === pair[0]);
    if (first < 0) return this.#update([...this.#pairs, pair]);
    const rest = this.#pairs.filter(([key], index) => index > first && key !== pair[0]);
    this.#update([...this.#pairs.slice(0, first), pair, ...rest]);
  }

  sort(): void {
    this.#update(this.#pairs.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  }

  toString(): string {
    return serializePairs(this.#pairs);
  }

  forEach(visit: unknown, thisArg: unknown = undefined): void {
    needArguments(arguments.length, 1, "forEach");
    const run = callback(visit, "forEach");
    // By index, because the visitor may change the list.
    for (let index = 0; index < this.#pairs.length; index++) {
      const [name, value] = this.#pairs[index] as Pair;
      apply(run, thisArg, [value, name, this]);
    }
  }

  keys(): PairIterator {
    return new PairIterator(checked(this), ([name]) => name);
  }

  values(): PairIterator {
    return new PairIterator(checked(this), ([, value]) => value);
  }

  entries(): PairIterator {
    return new PairIterator(checked(this), ([name, value]) => [name, value]);
  }

  #update(pairs: Pair[]): void {
    this.#pairs = pairs;
    this.#changed?.(serializePairs(pairs));
  }
}

/** @throws {TypeError} when a method was called on something else */
function checked(params: URLSearchParams): URLSearchParams {
  pairsOf(params);
  return params;
}

function matcher(name: unknown, value: unknown): (pair: Pair) => boolean {
  const key = usvString(name);
  if (value === undefined) return (pair) => pair[0] === key;
  const text = usvString(value);
  return (pair) => pair[0] === key && pair[1] === text;
}

/** Walks the list as it is at each step, as the web's iterators do. */
class PairIterator {
  readonly #params: URLSearchParams;
  readonly #pick: (pair: Pair) => unknown;
  #index = 0;

  constructor(params: URLSearchParams, pick: (pair: Pair) => unknown) {
    this.#params = params;
    this.#pick = pick;
  }

  next(): IteratorResult<unknown, undefined> {
    const pair = pairsOf(this.#params)[this.#index];
    if (pair === undefined) return { value: undefined, done: true };
    this.#index += 1;
    return { value: this.#pick(pair), done: false };
  }
}

export function installURLSearchParams(global: object): void {
  exposeInterface(global, "URLSearchParams", URLSearchParams);
  const { prototype } = URLSearchParams;
  Object.defineProperty(prototype, Symbol.iterator, { value: prototype.entries, writable: true, configurable: true });
  Object.setPrototypeOf(
    PairIterator.prototype,
    Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object,
  );
  Object.defineProperty(PairIterator.prototype, "next", { enumerable: true });
  Reflect.deleteProperty(PairIterator.prototype, "constructor"); // the web's iterators show none
  tag(PairIterator.prototype, "URLSearchParams Iterator");
}
