/**
 * `structuredClone` (https://html.spec.whatwg.org/#structured-cloning). A proxy is copied as what it shows, since no script
 * can tell it from its target; browsers refuse it.
 */
import { type Brand, brandOf, dateTime, mapForEach, regExpFlags, regExpSource, setForEach, unbox } from "./brand.ts";
import { DOMException, isDOMException } from "./dom-exception.ts";
import {
  attempt,
  Bytes,
  bufferByteLength,
  bufferSlice,
  bufferTransfer,
  defineProperty,
  functionSource,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  MapOf,
  SetOf,
  typedArrayLength,
  typedArrayName,
  viewOf,
} from "./primordials.ts";
import { dictionary, exposed, exposeFunctions, needArguments } from "./webidl.ts";

const ERRORS = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

/** Objects with insides that cannot be copied, known by their prototypes; the web's own are `exposed`. */
const UNCLONEABLE = new MapOf<object, string>([
  [Promise.prototype, "Promise"],
  [FinalizationRegistry.prototype, "FinalizationRegistry"],
  [Object.getPrototypeOf(function* () {}.prototype) as object, "Generator"],
  [Object.getPrototypeOf(async function* () {}.prototype) as object, "AsyncGenerator"],
]);

/** @throws {DOMException} DataCloneError for functions, symbols and objects whose insides cannot be copied */
export function structuredClone(value: unknown, options: unknown = undefined): unknown {
  needArguments(arguments.length, 1, "structuredClone");
  const buffers = transferList(dictionary(options, "structuredClone").transfer);
  // The new buffers are copies, so that nothing is detached when cloning fails half way.
  const made = new MapOf<object, unknown>(buffers.map((buffer) => [buffer, bufferSlice(buffer, 0)]));
  const result = clone(value, made);
  for (const buffer of buffers) bufferTransfer(buffer);
  return result;
}

function transferList(transfer: unknown): ArrayBuffer[] {
  if (transfer === undefined) return [];
  const list = [...(transfer as Iterable<unknown>)];
  for (const [index, item] of list.entries()) {
    if (attempt(bufferByteLength, item) === undefined) throw uncloneable("A value in the transfer list");
    if (list.indexOf(item) !== index)
      throw new DOMException("A buffer is twice in the transfer list", "DataCloneError");
    if (Reflect.get(item as object, "detached") === true) throw uncloneable("A detached ArrayBuffer");
  }
  return list as ArrayBuffer[];
}

function clone(value: unknown, made: Map<object, unknown>): unknown {
  if (typeof value === "function") throw uncloneable(`The function ${describe(value)}`);
  if (typeof value === "symbol") throw uncloneable(String(value));
  if (typeof value !== "object" || value === null) return value;
  if (made.has(value)) return made.get(value);
  const brand = brandOf(value);
  const leaf = cloneLeaf(value, brand, made);
  if (leaf !== undefined) {
    made.set(value, leaf);
    return leaf;
  }
  switch (brand) {
    case "Map": {
      const copy = new MapOf();
      made.set(value, copy);
      const entries: [unknown, unknown][] = [];
      mapForEach(value, (item: unknown, key: unknown) => entries.push([key, item]));
      for (const [key, item] of entries) copy.set(clone(key, made), clone(item, made));
      return copy;
    }
    case "Set": {
      const copy = new SetOf();
      made.set(value, copy);
      const items: unknown[] = [];
      setForEach(value, (item: unknown) => items.push(item));
      for (const item of items) copy.add(clone(item, made));
      return copy;
    }
    case "Error":
      return cloneError(value as Error, made);
    case "Array":
      return cloneProperties(value, new Array((value as unknown[]).length), made);
    default:
      refuse(value, brand);
      return cloneProperties(value, {}, made);
  }
}

/** Copies what has no parts of its own; undefined for everything else. */
function cloneLeaf(value: object, brand: Brand, made: Map<object, unknown>): object | undefined {
  switch (brand) {
    case "Boolean":
    case "Number":
    case "String":
    case "BigInt":
      return Object(unbox[brand](value)) as object;
    case "Date":
      return new Date(dateTime(value));
    case "RegExp":
      return new RegExp(regExpSource(value), regExpFlags(value));
    case "ArrayBuffer": {
      const buffer = value as ArrayBuffer & { resizable: boolean; maxByteLength: number; detached: boolean };
      if (buffer.detached) throw uncloneable("A detached ArrayBuffer");
      if (!buffer.resizable) return bufferSlice(buffer, 0);
      const copy = construct(ArrayBuffer, [buffer.byteLength, { maxByteLength: buffer.maxByteLength }]) as ArrayBuffer;
      new Bytes(copy).set(new Bytes(buffer));
      return copy;
    }
    case "TypedArray":
    case "DataView": {
      const { buffer, byteOffset, byteLength } = viewOf(value);
      const name = typedArrayName(value);
      const length = name === undefined ? byteLength : typedArrayLength(value);
      const View = Reflect.get(VIEWS, name ?? "DataView") as Uint8ArrayConstructor;
      return construct(View, [clone(buffer, made), byteOffset, length]) as object;
    }
    default:
      return undefined;
  }
}

const { construct } = Reflect;
const VIEWS = Object.fromEntries(
  Object.getOwnPropertyNames(globalThis)
    .filter((name) => /^(Big)?(Ui|I)nt\d+(Clamped)?Array$|^Float\d+Array$|^DataView$/.test(name))
    .map((name) => [name, Reflect.get(globalThis, name)]),
);

function cloneProperties(value: object, copy: object, made: Map<object, unknown>): object {
  made.set(value, copy);
  for (const key of Object.keys(value)) {
    const item = clone(Reflect.get(value, key), made);
    defineProperty(copy, key, { value: item, writable: true, enumerable: true, configurable: true });
  }
  return copy;
}

function cloneError(error: Error, made: Map<object, unknown>): Error {
  if (isDOMException(error)) {
    const copy = new DOMException(error.message, error.name);
    made.set(error, copy);
    keep(copy, "stack", error.stack);
    return copy;
  }
  const name = String(error.name);
  const copy = new (Object.hasOwn(ERRORS, name) ? ERRORS[name as keyof typeof ERRORS] : Error)();
  made.set(error, copy);
  const message = getOwnPropertyDescriptor(error, "message");
  if (message !== undefined && "value" in message) keep(copy, "message", String(message.value));
  keep(copy, "stack", error.stack);
  if (Object.hasOwn(error, "cause")) keep(copy, "cause", clone(error.cause, made));
  return copy;
}

function keep(error: Error, key: string, value: unknown): void {
  defineProperty(error, key, { value, writable: true, enumerable: false, configurable: true });
}

function refuse(value: object, brand: Brand): void {
  if (brand !== "Object") throw uncloneable(`#<${brand}>`);
  for (let at: object | null = value; at !== null; at = getPrototypeOf(at) as object | null) {
    const name = UNCLONEABLE.get(at) ?? exposed.get(at)?.name;
    if (name !== undefined) throw uncloneable(`#<${name}>`);
  }
}

function describe(value: unknown): string {
  return functionSource(value).slice(0, 100);
}

function uncloneable(what: string): DOMException {
  return new DOMException(`${what} could not be cloned.`, "DataCloneError");
}

export function installStructuredClone(global: object): void {
  exposeFunctions(global, { structuredClone });
}
