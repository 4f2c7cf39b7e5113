/** What kind of built-in an object really is, found by its internal slots: no prototype, tag or proxy can pretend. */
import {
  bufferByteLength,
  getPrototypeOf,
  getter,
  isArray,
  ObjectPrototype,
  typedArrayName,
  uncurry,
} from "./primordials.ts";

const isError = Reflect.get(Error, "isError") as (value: unknown) => boolean;
export const regExpSource = getter<string>(RegExp.prototype, "source");
export const regExpFlags = getter<string>(RegExp.prototype, "flags");
export const dateTime = uncurry<number>(Date.prototype.getTime);
export const mapGet = uncurry<unknown>(Map.prototype.get);
export const mapSet = uncurry<void>(Map.prototype.set);
export const mapForEach = uncurry<void>(Map.prototype.forEach);
export const setForEach = uncurry<void>(Set.prototype.forEach);
export const mapSize = getter<number>(Map.prototype, "size");
export const setSize = getter<number>(Set.prototype, "size");
const probe = {};
/**
 * Of the realm that is looked at, for a debugger stands in another one: the prototype of plain objects, and whether an
 * object is a proxy, which without a debugger nobody knows.
 */
export const looking = { plain: ObjectPrototype, isProxy: (_: object): boolean => false };

export type Boxed = "Boolean" | "Number" | "String" | "BigInt" | "Symbol";
export type Brand =
  | Boxed
  | "Array"
  | "ArrayBuffer"
  | "DataView"
  | "Date"
  | "Error"
  | "Map"
  | "Object"
  | "RegExp"
  | "Set"
  | "SharedArrayBuffer"
  | "TypedArray"
  | "WeakMap"
  | "WeakRef"
  | "WeakSet";

/** The primitive inside a boxed one. */
export const unbox: Readonly<Record<Boxed, (value: unknown) => unknown>> = {
  Boolean: uncurry(Boolean.prototype.valueOf),
  Number: uncurry(Number.prototype.valueOf),
  String: uncurry(String.prototype.valueOf),
  BigInt: uncurry(BigInt.prototype.valueOf),
  Symbol: uncurry(Symbol.prototype.valueOf),
};

const weakMapHas = uncurry(WeakMap.prototype.has);
const weakSetHas = uncurry(WeakSet.prototype.has);
const TESTS: readonly (readonly [Brand, (value: unknown) => unknown])[] = [
  ["Map", mapSize],
  ["Set", setSize],
  ["Date", dateTime],
  ["RegExp", regExpSource],
  ["ArrayBuffer", bufferByteLength],
  ["DataView", getter(DataView.prototype, "buffer")],
  ["SharedArrayBuffer", getter(SharedArrayBuffer.prototype, "byteLength")],
  ["Boolean", unbox.Boolean],
  ["Number", unbox.Number],
  ["String", unbox.String],
  ["BigInt", unbox.BigInt],
  ["Symbol", unbox.Symbol],
  ["WeakMap", (value) => weakMapHas(value, probe)],
  ["WeakSet", (value) => weakSetHas(value, probe)],
  ["WeakRef", uncurry(WeakRef.prototype.deref)],
];

function passes(test: (value: unknown) => unknown, value: object): boolean {
  try {
    test(value);
    return true;
  } catch {
    return false;
  }
}

/** @throws what a proxy's `getPrototypeOf` trap throws */
export function brandOf(value: object): Brand {
  if (isArray(value)) return "Array";
  const prototype = getPrototypeOf(value);
  // The common case; the tests below cost some 30 µs together, because each failing one throws.
  if (prototype === null || prototype === looking.plain) return "Object";
  if (isError(value)) return "Error";
  if (typedArrayName(value) !== undefined) return "TypedArray";
  for (const [brand, test] of TESTS) {
    if (passes(test, value)) return brand;
  }
  return "Object";
}
