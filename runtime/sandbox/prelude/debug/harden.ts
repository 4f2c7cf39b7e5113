/**
 * Freezes the built-ins of the agent's realm. A plugin is given nothing that leads there, but when its stack is nearly full
 * the agent's own calls fail in the midst of the plugin's, and the interpreter's error is one of the agent's realm. Whoever
 * catches it must not be able to change what the agent runs on. As SES does it: https://github.com/endojs/endo.
 */
import { getOwnPropertyDescriptor, getPrototypeOf, reflectOwnKeys } from "../web/primordials.ts";

/**
 * Built-ins that have no name: prototypes of iterators, generators and asynchronous functions, and the error of a full stack,
 * whose name the lockdown takes away.
 */
const UNNAMED: readonly unknown[] = [
  (globalThis as { readonly InternalError?: unknown }).InternalError,
  [].values(),
  new Map().entries(),
  new Set().values(),
  ""[Symbol.iterator](),
  "".matchAll(/(?:)/g),
  (function* () {})(),
  (async function* () {})(),
  async () => {},
  new Uint8Array(),
];

/** @param root of the built-ins: the global object */
export function harden(root: object): void {
  const found = new Set<object>();
  const waiting: unknown[] = [root, ...UNNAMED];
  for (let value = waiting.pop(); waiting.length > 0 || value !== undefined; value = waiting.pop()) {
    if ((typeof value !== "object" && typeof value !== "function") || value === null || found.has(value)) continue;
    found.add(value);
    waiting.push(getPrototypeOf(value));
    for (const key of reflectOwnKeys(value)) {
      const { get, set, value: member } = getOwnPropertyDescriptor(value, key) ?? {};
      for (const each of [get, set, member as unknown]) if (each !== undefined) waiting.push(each);
    }
  }
  for (const object of found) if (!ArrayBuffer.isView(object)) Object.freeze(object);
}
