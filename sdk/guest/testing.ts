/**
 * Tests of a plugin: import from `@aihub/sdk/testing` in a file called `*.test.ts` (or `.js`, `.tsx`). Such a file runs in
 * a sandbox of its own, with the plugin's manifest, permissions and limits, in place of the plugin's entry.
 */
import type { DeclareTest, TestCall } from "../../schemas/guest-api.ts";

export type { TestCall };

/**
 * Declares a test while the file loads. It passes when `body` returns or its promise resolves, and fails when it throws.
 *
 * @param name one line, unique in the file, at most 200 characters
 * @example
 * test("adds", () => equal(1 + 1, 2));
 */
export function test(name: string, body: (call: TestCall) => unknown): void {
  const declare = Reflect.get(globalThis, "aihub:test") as DeclareTest | undefined;
  if (!declare) throw new Error(`The test "${name}" stands outside of a test file: only a test run can run it`);
  declare(name, body);
}

/** @throws {Error} with `message` when `value` is not truthy */
export function assert(value: unknown, message = "The assertion does not hold"): asserts value {
  if (!value) throw new Error(message);
}

/**
 * Compares arrays and plain objects by what is in them, all else as `Object.is` does. Neither may contain itself.
 *
 * @throws {Error} that shows both when they differ
 */
export function equal(actual: unknown, expected: unknown, message?: string): void {
  if (isEqual(actual, expected)) return;
  throw new Error(`${message === undefined ? "" : `${message}: `}expected ${show(expected)}, got ${show(actual)}`);
}

function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isPlain(a) || !isPlain(b) || Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Array.isArray(a) && a.length !== (b as { length?: unknown }).length) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype || prototype === null;
}

function show(value: unknown): string {
  if (typeof value === "number" || typeof value === "function") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "bigint") return `${value}n`;
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 500);
  } catch {
    return String(value); // a BigInt inside, or a circle
  }
}
