/** What crosses between the worker and the guest: texts, numbers and copies of bytes, never an object. */
import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten-core";

export type NativeValue = string | number | ArrayBuffer | undefined;
/** Booleans arrive as the numbers 0 and 1. */
export type NativeFunction = (...args: NativeValue[]) => NativeValue | void;

export function toGuest(context: QuickJSContext, value: NativeValue): QuickJSHandle {
  if (typeof value === "string") return context.newString(value);
  if (typeof value === "number") return context.newNumber(value);
  return value instanceof ArrayBuffer ? context.newArrayBuffer(value) : context.undefined;
}

/** Undefined for everything that does not cross. */
export function fromGuest(context: QuickJSContext, handle: QuickJSHandle): NativeValue {
  switch (context.typeof(handle)) {
    case "string":
      return context.getString(handle);
    case "number":
      return context.getNumber(handle);
    case "boolean":
      return context.eq(handle, context.true) ? 1 : 0;
    case "object":
      return bytesOf(context, handle);
    default:
      return undefined;
  }
}

function bytesOf(context: QuickJSContext, handle: QuickJSHandle): ArrayBuffer | undefined {
  try {
    const lifetime = context.getArrayBuffer(handle);
    const copy = lifetime.value.slice().buffer as ArrayBuffer;
    lifetime.dispose();
    return copy;
  } catch {
    return undefined; // not an ArrayBuffer
  }
}
