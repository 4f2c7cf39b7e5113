/** The tests of one file of a plugin: listed, and run one by one in a sandbox of their own. */
import { AiHubError } from "../core/errors.ts";
import { faultOfTestName, MAX_TESTS } from "../core/test-names.ts";
import type { PluginInstance } from "./plugin-instance.ts";

/** Made by `PluginHost.openTests`. A sandbox that a test broke is replaced before the next test. */
export class PluginTests {
  readonly #instance: PluginInstance;

  constructor(instance: PluginInstance) {
    this.#instance = instance;
  }

  /**
   * Builds and loads the file if it is not loaded. @returns the names of its tests, in the order of the file
   *
   * @throws PluginError what the file threw; AiHubError ERR_BUILD; IsolationError when it does not end
   */
  async tests(): Promise<readonly string[]> {
    await this.#instance.start();
    return readNames(this.#instance.activated);
  }

  /**
   * Resolves when the test has passed. Cancelling is as for `PluginInstance.invoke`.
   *
   * @throws PluginError what the test threw; IsolationError when it broke a limit
   */
  async runTest(name: string, signal?: AbortSignal): Promise<void> {
    await this.#instance.invoke(name, undefined, signal);
  }

  /** Ends the sandbox; what runs rejects with ERR_CANCELLED. */
  stop(): Promise<void> {
    return this.#instance.stop();
  }
}

/** The list comes out of the plugin's realm, where a plugin can say anything. */
function readNames(value: unknown): readonly string[] {
  const names: readonly unknown[] = Array.isArray(value) && value.length <= MAX_TESTS ? value : [undefined];
  if (names.every(isName) && new Set(names).size === names.length) return names;
  throw new AiHubError("ERR_PROTOCOL", "The file's list of tests cannot be read: the plugin has disturbed it");
}

function isName(value: unknown): value is string {
  return faultOfTestName(value) === undefined;
}
