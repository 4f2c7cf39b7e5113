/**
 * Built-ins as they were before guest code ran. The prelude uses these where a replaced built-in could otherwise see its
 * internals or stop it from working for other parts of the prelude; elsewhere a guest that breaks its own built-ins breaks
 * only itself.
 */
export const {
  apply,
  construct,
  defineProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  ownKeys: reflectOwnKeys,
} = Reflect;
export const { stringify, parse } = JSON;
export const { isArray } = Array;
export const { isView } = ArrayBuffer;
export const ObjectPrototype: object = Object.prototype;
export const FunctionPrototype: object = Function.prototype;
export const StringOf = String;
export const ErrorOf = Error;
export const MapOf = Map;
export const SetOf = Set;
export const Bytes = Uint8Array;

type Method = (...args: any[]) => unknown;

/** A method as a function that takes its `this` first. */
export function uncurry<Result>(method: unknown): (self: unknown, ...args: unknown[]) => Result {
  return (self, ...args) => apply(method as Method, self, args) as Result;
}

/** A getter as a function of its `this`. It throws when `this` is of another class, whatever its prototype says. */
export function getter<Result>(prototype: object, name: PropertyKey): (self: unknown) => Result {
  const get = getOwnPropertyDescriptor(prototype, name)?.get as Method;
  return (self) => apply(get, self, []) as Result;
}

const TypedArrayPrototype = getPrototypeOf(Uint8Array.prototype) as object;
/** The class name of a typed array, undefined for everything else. */
export const typedArrayName = getter<string | undefined>(TypedArrayPrototype, Symbol.toStringTag);
export const typedArrayLength = getter<number>(TypedArrayPrototype, "length");
const typedArrayBuffer = getter<ArrayBuffer>(TypedArrayPrototype, "buffer");
const typedArrayByteLength = getter<number>(TypedArrayPrototype, "byteLength");
const typedArrayByteOffset = getter<number>(TypedArrayPrototype, "byteOffset");
const dataViewBuffer = getter<ArrayBuffer>(DataView.prototype, "buffer");
const dataViewByteLength = getter<number>(DataView.prototype, "byteLength");
const dataViewByteOffset = getter<number>(DataView.prototype, "byteOffset");
export const bufferByteLength = getter<number>(ArrayBuffer.prototype, "byteLength");
export const bufferSlice = uncurry<ArrayBuffer>(ArrayBuffer.prototype.slice);
export const functionSource = uncurry<string>(Function.prototype.toString);
export const promiseThen = uncurry<Promise<unknown>>(Promise.prototype.then);
// Both are ES2024, which the interpreter has and the declared library (ES2023) does not.
export const wellFormed = uncurry<string>(Reflect.get(String.prototype, "toWellFormed"));
export const bufferTransfer = uncurry<ArrayBuffer>(Reflect.get(ArrayBuffer.prototype, "transfer"));

/** Where a view's bytes lie. */
export function viewOf(view: unknown): { buffer: ArrayBuffer; byteOffset: number; byteLength: number } {
  const typed = typedArrayName(view) !== undefined;
  return {
    buffer: (typed ? typedArrayBuffer : dataViewBuffer)(view),
    byteOffset: (typed ? typedArrayByteOffset : dataViewByteOffset)(view),
    byteLength: (typed ? typedArrayByteLength : dataViewByteLength)(view),
  };
}

/** What `read` returns, or undefined when it throws: the test of an object's class that no guest can fake. */
export function attempt<Result>(read: (value: unknown) => Result, value: unknown): Result | undefined {
  try {
    return read(value);
  } catch {
    return undefined;
  }
}
