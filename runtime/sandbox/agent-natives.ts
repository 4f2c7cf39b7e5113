/** What the debug agent is lent of the engine beyond texts. */
import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten-core";

/** An ArrayBuffer of the guest, and where it lies in the memory. */
export interface Marks {
  readonly handle: QuickJSHandle;
  readonly address: number;
  /** In bytes. */
  readonly length: number;
}

/** Enough that nobody else has them. `getRandomValues` gives 65,536 bytes at most, and big plugins have more sites. */
const SECRET_BYTES = 64;

/**
 * Makes zeros that this side writes while the guest runs. quickjs-emscripten copies what it hands over in either direction
 * and does not tell the address, but bytes nobody else has tell where they lie.
 *
 * @param length in bytes; there may be some more
 * @throws when the bytes are not found
 */
export function newMarks(context: QuickJSContext, memory: WebAssembly.Memory, length: number): Marks {
  const secret = new Uint32Array(Math.ceil(Math.max(length, SECRET_BYTES) / 4));
  crypto.getRandomValues(secret.subarray(0, SECRET_BYTES / 4));
  const handle = context.newArrayBuffer(secret.buffer);
  const words = new Uint32Array(memory.buffer);
  const first = secret[0] ?? 0;
  let at = words.indexOf(first);
  while (at >= 0 && !secret.every((word, index) => words[at + index] === word)) at = words.indexOf(first, at + 1);
  if (at < 0) throw new Error("The marks were not found in the memory");
  words.fill(0, at, at + secret.length);
  return { handle, address: at * 4, length: secret.byteLength };
}

/** `[state, value]` of a promise, undefined for everything else. */
export function promiseState(context: QuickJSContext, promise: QuickJSHandle): QuickJSHandle {
  const state = context.getPromiseState(promise);
  if (state.type === "fulfilled" && state.notAPromise) return context.undefined;
  const pair = context.newArray();
  context.newString(state.type).consume((text) => context.setProp(pair, 0, text));
  const inside = state.type === "fulfilled" ? state.value : state.type === "rejected" ? state.error : undefined;
  if (inside) inside.consume((value) => context.setProp(pair, 1, value));
  return pair;
}
