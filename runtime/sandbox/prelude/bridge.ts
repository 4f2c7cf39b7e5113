/** The guest's end of the bridge: host calls out, replies in. All that crosses is JSON made here, and bytes beside it. */
import { MAX_JSON, MAX_STACK } from "../../core/protocol/messages.ts";
import type { Native } from "./native.ts";
import { uncurry } from "./web/primordials.ts";

// Captured before any guest code runs, so that a plugin that breaks its own built-ins breaks only itself.
const { stringify, parse } = JSON;
const MapOf = Map;
const PromiseOf = Promise;
const ErrorOf = Error;
const RangeErrorOf = RangeError;
const { create, defineProperty } = Object;
const slice = uncurry<string>(String.prototype.slice);

/** An error as JSON, the shape of `ErrorData` in runtime/core/errors.ts. */
interface ErrorShape {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly stack: string;
  readonly hint?: string;
}

export interface Bridge {
  /**
   * Calls the host; rejects with an error that carries `code`. `args` must be JSON; what comes back is JSON, bytes, or
   * both as `{ value, bytes }`.
   */
  call(method: string, args: object, bytes?: ArrayBuffer): Promise<any>;
  /** The same, to be taken back: then the promise never settles. */
  start(method: string, args: object, bytes?: ArrayBuffer): { readonly result: Promise<any>; cancel(): void };
  /** From now on calls of these methods carry the stack of whoever makes them. */
  tellStacksOf(methods: readonly string[]): void;
  /** Settles a call by its id. */
  reply(id: number, ok: boolean, json: string, bytes: ArrayBuffer | undefined): void;
}

export function createBridge(native: Native): Bridge {
  const pending = new MapOf<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  const telling = create(null) as Record<string, true>;
  const call = (method: string, args: object, bytes?: ArrayBuffer, onId?: (id: number) => void): Promise<any> =>
    new PromiseOf((resolve, reject) => {
      const json = encode(args);
      // An argument that is not there costs nothing to carry.
      const id = telling[method]
        ? native.hostcall(method, json, bytes, stackHere())
        : bytes === undefined
          ? native.hostcall(method, json)
          : native.hostcall(method, json, bytes);
      pending.set(id, { resolve, reject });
      onId?.(id);
    });
  return {
    call: (method, args, bytes) => call(method, args, bytes),
    start(method, args, bytes) {
      let id = 0;
      const result = call(method, args, bytes, (given) => {
        id = given;
      });
      return {
        result,
        cancel() {
          if (pending.delete(id)) native.cancel(id);
        },
      };
    },
    tellStacksOf(methods) {
      for (const method of methods) telling[method] = true;
    },
    reply(id, ok, json, bytes) {
      const waiting = pending.get(id);
      if (!waiting) return;
      pending.delete(id);
      if (!ok) waiting.reject(toError(parse(json) as ErrorShape));
      else if (bytes === undefined) waiting.resolve(decode(json));
      else waiting.resolve(json === "" ? bytes : { value: parse(json) as unknown, bytes });
    },
  };
}

/**
 * The frames above this one, ours included; "" when that cannot be told, which must not fail the call. The interpreter
 * writes them as an own property of a new error (no hook of QuickJS sees that), about 4 µs and 1 µs for each frame. The
 * places in it are the interpreter's word, the names of functions are whatever the guest called them.
 */
function stackHere(): string {
  try {
    return slice(new ErrorOf().stack, 0, MAX_STACK);
  } catch {
    return ""; // no stack left, or no memory
  }
}

function toError(data: ErrorShape): Error {
  const error = new ErrorOf(data.message);
  const set = (key: string, value: unknown) =>
    defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false });
  set("name", data.name);
  set("code", data.code);
  if (data.hint !== undefined) set("hint", data.hint);
  return error;
}

/** A value as JSON text; "" stands for undefined. Throws a clear error for what JSON cannot say. */
export function encode(value: unknown): string {
  const json = stringify(value) as string | undefined;
  if (json === undefined) return "";
  if (json.length > MAX_JSON) {
    const message = `The value takes ${json.length} characters as JSON; at most ${MAX_JSON} may cross to the host`;
    throw defineProperty(new RangeErrorOf(message), "code", { value: "ERR_QUOTA" });
  }
  return json;
}

export function decode(json: string): unknown {
  return json === "" ? undefined : parse(json);
}

/** Describes anything a guest may throw, without trusting it: getters may throw, names may be objects. */
export function encodeError(error: unknown): string {
  const read = (key: string): string | undefined => {
    try {
      const value = (error as Record<string, unknown>)[key];
      return typeof value === "string" ? value.slice(0, 16_384) : undefined;
    } catch {
      return undefined;
    }
  };
  const isObject = (typeof error === "object" && error !== null) || typeof error === "function";
  const hint = isObject ? read("hint") : undefined;
  const message = isObject ? (read("message") ?? describe(error)) : `Thrown: ${describe(error)}`;
  const shape: ErrorShape = {
    name: (isObject && read("name")) || "Error",
    message,
    code: (isObject && read("code")) || "ERR_PLUGIN",
    stack: (isObject && read("stack")) || "",
    ...(hint === undefined ? {} : { hint }),
  };
  return stringify(shape);
}

function describe(value: unknown): string {
  try {
    if (typeof value === "object" && value !== null) return (stringify(value) ?? "an object").slice(0, 1000);
    return String(value).slice(0, 1000);
  } catch {
    return "a value that cannot be shown";
  }
}
