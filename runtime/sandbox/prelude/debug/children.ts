/** What lies inside a value: its properties, its entries, and what only developer tools show. */
import type { PageOptions, Variable } from "../../../core/debug/inspector.ts";
import type { Privates } from "../../../core/debug/site-table.ts";
import { type Brand, brandOf, mapForEach, mapGet, mapSize, setForEach, setSize, unbox } from "../web/brand.ts";
import { numberOf } from "../web/inspect-insides.ts";
import { apply, functionSource, getOwnPropertyDescriptor, getPrototypeOf, reflectOwnKeys } from "../web/primordials.ts";
import { isObject } from "../web/webidl.ts";
import { keyText, preview, typeName } from "./preview.ts";
import { privateFields } from "./privates.ts";
import { insidesOf } from "./proxies.ts";
import { PluginBytes, PluginObject } from "./realm.ts";
import { type Reference, refer } from "./references.ts";

/** Lists longer than this are paged: a client asks for the elements that it shows. */
const PAGED_FROM = 100;
const MAX_CHILDREN = 1000;
const MAX_CHAIN = 20;

type Extra = Partial<Pick<Variable, "evaluateName" | "kind">>;
/** Returns `[state, value]` of a promise, undefined for everything else. */
export type PromiseState = (value: object) => readonly ["pending" | "fulfilled" | "rejected", unknown] | undefined;

/** A value under a name; objects get a reference. */
export function variable(name: string, value: unknown, hex: boolean, extra: Extra = {}): Variable {
  const shown = { name, value: preview(value, hex), type: typeName(value), ...extra };
  if (!isObject(value)) return { ...shown, reference: 0 };
  const path = extra.evaluateName;
  const reference = refer({ kind: "object", value, ...(path !== undefined && { path }) });
  const length = insidesOf(value) ? 0 : lengthOf(value, brandOf(value));
  return length > PAGED_FROM ? { ...shown, reference, indexed: length, named: 1 } : { ...shown, reference };
}

function lengthOf(value: object, brand: Brand): number {
  return brand === "Array" || brand === "TypedArray" ? numberOf(value, "length") : 0;
}

export class Children {
  readonly #promiseState: PromiseState;
  readonly #hex: boolean;
  readonly #page: PageOptions;
  readonly #doors: readonly Privates[];

  /** @param doors of the classes whose private fields are shown */
  constructor(promiseState: PromiseState, page: PageOptions, doors: readonly Privates[]) {
    this.#doors = doors;
    this.#promiseState = promiseState;
    this.#page = page;
    this.#hex = page.hex ?? false;
  }

  of(reference: Exclude<Reference, { kind: "scope" }>): readonly Variable[] {
    switch (reference.kind) {
      case "object":
        return this.#ofObject(reference.value, reference.path);
      case "entries":
        return this.#entries(reference.value);
      case "single": {
        const { name, value, path } = reference;
        return [this.#variable(name, value, path === undefined ? {} : { evaluateName: path })];
      }
      case "entry":
        return [this.#variable("key", reference.key), this.#variable("value", mapGet(reference.map, reference.key))];
      case "getter": {
        const get = getOwnPropertyDescriptor(reference.holder, reference.key)?.get;
        const value: unknown = get && apply(get, reference.receiver, []);
        return [this.#variable(keyText(reference.key), value)];
      }
    }
  }

  #variable(name: string, value: unknown, extra?: Extra): Variable {
    return variable(name, value, this.#hex, extra);
  }

  #internal(name: string, value: unknown): Variable {
    return this.#variable(`[[${name}]]`, value, { kind: "internal" });
  }

  #ofObject(value: object, path: string | undefined): readonly Variable[] {
    const insides = insidesOf(value);
    if (insides) return [this.#internal("Target", insides.target), this.#internal("Handler", insides.handler)];
    const brand = brandOf(value);
    const length = lengthOf(value, brand);
    const { filter, start = 0, count } = this.#page;
    const indexed = filter === "named" ? [] : this.#elements(value, length, path);
    if (filter === "indexed") return indexed;
    const named = [
      ...this.#properties(value, length, path),
      ...privateFields(value, this.#doors).map(({ name, value: inner }) =>
        this.#variable(name, inner, {
          kind: "private",
          ...(path !== undefined && { evaluateName: `${path}.${name}` }),
        }),
      ),
      ...this.#inherited(value, path),
      ...this.#insides(value, brand),
    ];
    // Without a filter the elements come first.
    const before = filter === "named" ? 0 : length;
    const end = count === undefined ? named.length : Math.max(0, start + count - before);
    return [...indexed, ...named.slice(Math.max(0, start - before), end)];
  }

  #elements(list: object, length: number, path: string | undefined): Variable[] {
    const { start = 0, count = MAX_CHILDREN } = this.#page;
    const found: Variable[] = [];
    for (let index = start; index < Math.min(length, start + count); index++) {
      const descriptor = getOwnPropertyDescriptor(list, index);
      if (descriptor) found.push(this.#property(list, list, String(index), descriptor, path && `${path}[${index}]`));
    }
    return [...found, ...this.#rest(length)];
  }

  /** Says that a client that asked for no page has not got all of so many. */
  #rest(length: number): Variable[] {
    const { start = 0, count } = this.#page;
    const left = count === undefined ? length - start - MAX_CHILDREN : 0;
    return left > 0 ? [{ name: "…", value: `${left} more`, type: "", reference: 0, kind: "internal" }] : [];
  }

  #properties(value: object, length: number, path: string | undefined): Variable[] {
    const { start = 0, count = 0 } = this.#page;
    const enough = Math.max(MAX_CHILDREN, start + count);
    if (length > MAX_CHILDREN * 10) return [this.#variable("length", length)]; // listing a million keys takes long
    const found: Variable[] = [];
    const keys = reflectOwnKeys(value);
    for (const key of keys) {
      if (length > 0 && typeof key === "string" && String(Number(key) >>> 0) === key) continue;
      const descriptor = getOwnPropertyDescriptor(value, key);
      if (descriptor) found.push(this.#property(value, value, key, descriptor, memberPath(path, key)));
      if (found.length >= enough) break;
    }
    return found.length >= enough ? [...found, ...this.#rest(keys.length - length)] : found;
  }

  /** Getters of classes: on the prototype, and yet what one looks for in the object. */
  #inherited(value: object, path: string | undefined): Variable[] {
    const found: Variable[] = [];
    const seen = new Set<PropertyKey>(reflectOwnKeys(value).length > MAX_CHILDREN ? [] : reflectOwnKeys(value));
    let prototype = getPrototypeOf(value);
    for (let depth = 0; prototype && prototype !== PluginObject.prototype && depth < MAX_CHAIN; depth++) {
      if (insidesOf(prototype)) break;
      for (const key of reflectOwnKeys(prototype)) {
        const descriptor = getOwnPropertyDescriptor(prototype, key);
        if (!descriptor?.get || seen.has(key) || key === "__proto__" || typeof key === "symbol") continue;
        if (functionSource(descriptor.get).includes("[native code]")) continue; // `size` of a Map: shown anyway
        seen.add(key);
        found.push(this.#property(prototype, value, key, descriptor, memberPath(path, key)));
      }
      prototype = getPrototypeOf(prototype);
    }
    return found;
  }

  #property(
    holder: object,
    receiver: unknown,
    key: PropertyKey,
    descriptor: PropertyDescriptor,
    path: string | undefined,
  ): Variable {
    const extra: Extra = path === undefined ? {} : { evaluateName: path };
    if (descriptor.get) {
      const reference = refer({ kind: "getter", holder, receiver, key });
      return { name: keyText(key), value: "(…)", type: "getter", reference, lazy: true, kind: "getter", ...extra };
    }
    return this.#variable(keyText(key), descriptor.set ? undefined : descriptor.value, extra);
  }

  #insides(value: object, brand: Brand): Variable[] {
    const found: Variable[] = [];
    const state = this.#promiseState(value);
    if (state) {
      found.push(this.#internal("PromiseState", state[0]));
      if (state[0] !== "pending") found.push(this.#internal("PromiseResult", state[1]));
    }
    const size = brand === "Map" ? mapSize(value) : brand === "Set" ? setSize(value) : 0;
    if (size > 0) {
      const reference = refer({ kind: "entries", value });
      const shown = { name: "[[Entries]]", value: `${size}`, type: "entries", reference, kind: "internal" } as const;
      found.push(size > PAGED_FROM ? { ...shown, indexed: size } : shown);
    }
    if (brand === "ArrayBuffer") found.push(this.#internal("Uint8Array", new PluginBytes(value as ArrayBuffer)));
    if (brand in unbox) found.push(this.#internal("PrimitiveValue", unbox[brand as keyof typeof unbox](value)));
    const prototype = getPrototypeOf(value);
    if (prototype !== null) found.push(this.#internal("Prototype", prototype));
    return found;
  }

  #entries(collection: object): Variable[] {
    const { start = 0, count = MAX_CHILDREN, filter } = this.#page;
    if (filter === "named") return [];
    const found: Variable[] = [];
    let index = 0;
    const isMap = brandOf(collection) === "Map";
    const visit = (value: unknown, key: unknown): void => {
      const at = index++;
      if (at < start || at >= start + count) return;
      if (!isMap) return void found.push(this.#variable(String(at), value));
      const shown = `{${preview(key, this.#hex)} => ${preview(value, this.#hex)}}`;
      const reference = refer({ kind: "entry", map: collection, key });
      found.push({ name: String(at), value: shown, type: "entry", reference });
    };
    if (isMap) mapForEach(collection, visit);
    else setForEach(collection, visit);
    return [...found, ...this.#rest(index)];
  }
}

/** An expression for a member; undefined for what has none. */
function memberPath(path: string | undefined, key: PropertyKey): string | undefined {
  if (path === undefined || typeof key !== "string") return undefined;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}
