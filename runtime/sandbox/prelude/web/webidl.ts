/** What the web's interfaces have in common: enumerable members, tags, argument conversions. */
import {
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  getter,
  MapOf,
  reflectOwnKeys,
  StringOf,
  wellFormed,
} from "./primordials.ts";

type Constructor = abstract new (...args: any[]) => object;

interface ExposedInterface {
  readonly name: string;
  /** Its attributes, for `inspect`. */
  readonly attributes: readonly { readonly name: string; readonly read: (self: unknown) => unknown }[];
}

/** Prototypes of the web's own objects. `structuredClone` refuses these objects and `inspect` shows their attributes. */
export const exposed = new MapOf<object, ExposedInterface>();

/** Gives a class the shape that WebIDL prescribes and puts it on the global object under `name`. */
export function exposeInterface(
  global: object,
  name: string,
  Class: Constructor,
  constants: Readonly<Record<string, number>> = {},
): void {
  defineProperty(Class, "name", { value: name, configurable: true });
  const prototype: object = Class.prototype;
  const attributes: { name: string; read: (self: unknown) => unknown }[] = [];
  for (const target of [prototype, Class]) {
    const skipped = target === prototype ? ["constructor"] : ["prototype", "name", "length"];
    for (const key of reflectOwnKeys(target)) {
      if (typeof key !== "string" || skipped.includes(key)) continue;
      if (target === prototype && getOwnPropertyDescriptor(target, key)?.get !== undefined) {
        attributes.push({ name: key, read: getter(prototype, key) });
      }
      defineProperty(target, key, { enumerable: true });
    }
    for (const key of Object.keys(constants)) {
      defineProperty(target, key, { value: constants[key], enumerable: true });
    }
  }
  tag(prototype, name);
  exposed.set(prototype, { name, attributes });
  defineProperty(global, name, { value: Class, writable: true, enumerable: false, configurable: true });
}

const KEY = {};

/** Makes an object of a class whose constructor is not for guest code. */
export function make<T extends object>(Class: abstract new () => T): T {
  return construct(Class as unknown as new (key: object) => T, [KEY]) as T;
}

/** The first line of such a constructor. @throws {TypeError} when guest code called it */
export function refuseConstruction(key: unknown): void {
  if (key !== KEY) throw new TypeError("Illegal constructor");
}

/** Puts an exposed class's only object on the global object, behind a replaceable accessor as on the web. */
export function exposeObject(global: object, name: string, value: object): void {
  const set = (other: unknown): void => {
    defineProperty(global, name, { value: other, writable: true, enumerable: true, configurable: true });
  };
  defineProperty(global, name, { get: () => value, set, enumerable: true, configurable: true });
}

/** Puts functions on the global object as the web does: enumerable and replaceable. */
export function exposeFunctions(global: object, functions: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(functions)) {
    defineProperty(global, name, { value: functions[name], writable: true, enumerable: true, configurable: true });
  }
}

/** `Object.prototype.toString` says `[object name]`. */
export function tag(prototype: object, name: string): void {
  defineProperty(prototype, Symbol.toStringTag, { value: name, configurable: true });
}

/** @throws {TypeError} when fewer than `needed` arguments were given. */
export function needArguments(given: number, needed: number, what: string): void {
  if (given < needed) {
    throw new TypeError(`${what}: ${needed} argument${needed === 1 ? "" : "s"} required, but only ${given} present`);
  }
}

/** A string with each lone surrogate replaced. @throws {TypeError} for a symbol */
export function usvString(value: unknown): string {
  return wellFormed(domString(value));
}

/** @throws {TypeError} for a symbol */
export function domString(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "symbol") throw new TypeError("Cannot convert a Symbol value to a string");
  return StringOf(value);
}

/** An optional dictionary argument: undefined and null are the empty one. @throws {TypeError} for other primitives */
export function dictionary(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new TypeError(`${what}: the options are not an object`);
  return value as Readonly<Record<string, unknown>>;
}

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** @throws {TypeError} when it is not a function */
export function callback(value: unknown, what: string): (...args: unknown[]) => unknown {
  if (typeof value !== "function") throw new TypeError(`${what}: the callback is not a function`);
  return value as (...args: unknown[]) => unknown;
}
