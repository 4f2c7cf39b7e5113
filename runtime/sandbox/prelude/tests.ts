/** The tests of a test file: declared while it loads, run one by one when the host asks. */
import type { CallSignal, DeclareTest } from "../../../schemas/guest-api.ts";
import { faultOfTestName, MAX_TESTS } from "../../core/test-names.ts";

/** Where `@aihub/sdk/testing` finds the way in; only while a test file loads or runs. */
const DOOR = "aihub:test";

type TestBody = Parameters<DeclareTest>[1];

export interface Tests {
  /** Evaluates the file. @returns the names of its tests, in the order they were declared */
  load(entry: string): Promise<readonly string[]>;
  /** Resolves when the test has passed. @throws what the test threw */
  run(name: string, signal: CallSignal): Promise<void>;
}

export function createTests(global: object): Tests {
  const bodies = new Map<string, TestBody>();
  let loaded = false;
  const declare: DeclareTest = (name, body) => {
    const fault = faultOfTestName(name);
    if (fault !== undefined) throw new TypeError(fault);
    if (typeof body !== "function") throw new TypeError(`The test "${name}" needs a function to run`);
    if (loaded) throw new Error(`The test "${name}" is declared too late: tests are declared while their file loads`);
    if (bodies.has(name)) throw new Error(`Two tests of this file are called "${name}"`);
    if (bodies.size >= MAX_TESTS) throw new Error(`A file has at most ${MAX_TESTS} tests`);
    bodies.set(name, body);
  };
  Object.defineProperty(global, DOOR, { value: declare });
  return {
    async load(entry) {
      await import(entry);
      loaded = true;
      return [...bodies.keys()];
    },
    async run(name, signal) {
      const body = bodies.get(name);
      if (!body) {
        throw Object.assign(new Error(`The file declares no test "${name}"`), { code: "ERR_NOT_FOUND" });
      }
      await body({ signal });
    },
  };
}
