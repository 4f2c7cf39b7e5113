/** `Headers` (https://fetch.spec.whatwg.org/#headers-class). Which of them a request may carry is decided by the host. */
import { apply, isArray } from "./primordials.ts";
import { callback, domString, exposeInterface, isObject, needArguments } from "./webidl.ts";

export type Header = readonly [name: string, value: string];

const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** All headers as they were appended, names in lower case. */
export let headerList: (headers: Headers) => readonly Header[];
/** Takes a list from the host as it is. */
export let headersOf: (list: readonly Header[]) => Headers;

export class Headers {
  #list: readonly Header[] = [];

  static {
    headerList = (headers) => headers.#list;
    headersOf = (list) => {
      const headers = new Headers();
      headers.#list = list;
      return headers;
    };
  }

  constructor(init: unknown = undefined) {
    if (init === undefined) return;
    if (!isObject(init)) throw new TypeError("Headers: the argument is neither a list of pairs nor a record");
    const iterate: unknown = Reflect.get(init, Symbol.iterator);
    const pairs = iterate === undefined || iterate === null ? Object.entries(init) : [...(init as Iterable<unknown>)];
    for (const pair of pairs) {
      const items: unknown[] = isArray(pair) ? pair : [...(pair as Iterable<unknown>)];
      if (items.length !== 2) throw new TypeError("Headers: a pair has not two items");
      this.append(items[0], items[1]);
    }
  }

  append(name: unknown, value: unknown): void {
    needArguments(arguments.length, 2, "append");
    this.#list = [...this.#list, [headerName(name), headerValue(value)]];
  }

  delete(name: unknown): void {
    needArguments(arguments.length, 1, "delete");
    const key = headerName(name);
    this.#list = this.#list.filter(([known]) => known !== key);
  }

  get(name: unknown): string | null {
    needArguments(arguments.length, 1, "get");
    const values = this.#values(headerName(name));
    return values.length === 0 ? null : values.join(", ");
  }

  getSetCookie(): string[] {
    return this.#values("set-cookie");
  }

  has(name: unknown): boolean {
    needArguments(arguments.length, 1, "has");
    const key = headerName(name);
    return this.#list.some(([known]) => known === key);
  }

  set(name: unknown, value: unknown): void {
    needArguments(arguments.length, 2, "set");
    const header: Header = [headerName(name), headerValue(value)];
    const first = this.#list.findIndex(([known]) => known === header[0]);
    if (first < 0) this.#list = [...this.#list, header];
    else this.#list = this.#list.flatMap((old, at) => (at === first ? [header] : old[0] === header[0] ? [] : [old]));
  }

  forEach(visit: unknown, thisArg: unknown = undefined): void {
    needArguments(arguments.length, 1, "forEach");
    const run = callback(visit, "forEach");
    for (const [name, value] of this.#sorted()) apply(run, thisArg, [value, name, this]);
  }

  keys(): IterableIterator<string> {
    return this.#sorted()
      .map(([name]) => name)
      .values();
  }

  values(): IterableIterator<string> {
    return this.#sorted()
      .map(([, value]) => value)
      .values();
  }

  entries(): IterableIterator<[string, string]> {
    return this.#sorted().values();
  }

  #values(name: string): string[] {
    return this.#list.filter(([known]) => known === name).map(([, value]) => value);
  }

  /** By name, the values of a name joined; cookies cannot be joined. */
  #sorted(): [string, string][] {
    const names = [...new Set(this.#list.map(([name]) => name))].sort();
    return names.flatMap((name): [string, string][] => {
      const values = this.#values(name);
      return name === "set-cookie" ? values.map((value) => [name, value]) : [[name, values.join(", ")]];
    });
  }
}

function headerName(name: unknown): string {
  const text = domString(name);
  if (!NAME.test(text)) throw new TypeError(`Headers: ${JSON.stringify(text.slice(0, 80))} is not a header's name`);
  return text.toLowerCase();
}

function headerValue(value: unknown): string {
  const text = domString(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, "");
  if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) throw new TypeError("Headers: this is not a header's value");
  return text;
}

export function installHeaders(global: object): void {
  exposeInterface(global, "Headers", Headers);
  const { prototype } = Headers;
  Object.defineProperty(prototype, Symbol.iterator, { value: prototype.entries, writable: true, configurable: true });
}
