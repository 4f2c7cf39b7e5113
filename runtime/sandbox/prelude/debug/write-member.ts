/** Writes members of objects by the names that `children.ts` shows them under. */
import { getOwnPropertyDescriptor, getPrototypeOf, reflectOwnKeys } from "../web/primordials.ts";
import { keyText } from "./preview.ts";
import { insidesOf } from "./proxies.ts";

const MAX_CHAIN = 20;

/**
 * @returns what the member is then, which a setter or a typed array may have changed
 * @throws TypeError when there is none of this name, or it is read-only; what its setter throws
 */
export function writeMember(holder: object, name: string, value: unknown): unknown {
  const key = keyOf(holder, name);
  if (key === undefined) throw new TypeError(`${name} cannot be set`);
  if (!Reflect.set(holder, key, value)) throw new TypeError(`${name} is read-only`);
  const descriptor = getOwnPropertyDescriptor(holder, key);
  return descriptor && "value" in descriptor ? descriptor.value : value;
}

/** Symbols and keys that are no names are shown as text, and that text is no key of theirs. */
function keyOf(holder: object, name: string): PropertyKey | undefined {
  let at: object | null = holder;
  for (let depth = 0; at !== null && !insidesOf(at) && depth < MAX_CHAIN; depth++) {
    if (keyText(name) === name && getOwnPropertyDescriptor(at, name)) return name;
    if (!/^\d+$/.test(name)) {
      const found = reflectOwnKeys(at).find((key) => keyText(key) === name);
      if (found !== undefined) return found;
    }
    at = getPrototypeOf(at);
  }
  return undefined;
}
