/** Checks what a caller passes in: names every unknown or wrong property, fills in nothing. */
import { InputError } from "../models/input-error.ts";

/**
 * The properties of an input object, all of them text; `null` and `undefined` are an empty object.
 * @throws InputError when the input is no object, or has a property that is unknown or not of text
 */
export function textProperties<K extends string>(input: unknown, known: readonly K[]): Partial<Record<K, string>> {
  if (input === undefined || input === null) return {};
  if (typeof input !== "object" || Array.isArray(input)) {
    throw new InputError(`expected an object with ${known.join(", ")}, found ${JSON.stringify(input).slice(0, 80)}`);
  }
  const found: Partial<Record<K, string>> = {};
  for (const [key, value] of Object.entries(input)) {
    const name = known.find((candidate) => candidate === key);
    if (name === undefined) throw new InputError(`unknown property "${key}"; expected ${known.join(", ")}`);
    if (value === undefined || value === null) continue;
    if (typeof value !== "string") throw new InputError(`property "${key}" must be text, found ${typeof value}`);
    found[name] = value;
  }
  return found;
}

/**
 * One of some words.
 * @throws InputError when it is none of them
 */
export function oneOf<T extends string>(value: string, words: readonly T[], name: string): T {
  const word = words.find((candidate) => candidate === value);
  if (word === undefined)
    throw new InputError(`${name} ${JSON.stringify(value.slice(0, 40))} is not one of ${words.join(", ")}`);
  return word;
}
