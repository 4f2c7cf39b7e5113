/** Test runs that wait for a debug session to run them. A session's configuration names one by a secret that ends with it. */
import { randomUUID } from "node:crypto";
import { AiHubError } from "../../runtime/core/errors.ts";
import type { DebugTarget } from "../../runtime/host/dap/debug-targets.ts";
import type { PluginInspector } from "../../runtime/host/debug/plugin-inspector.ts";

/** Makes the run ready under a debugger; again when the session is restarted. */
type OpenRun = (inspector: PluginInspector) => DebugTarget;

export class DebuggedTests {
  readonly #runs = new Map<string, OpenRun>();

  /** @returns what a debug configuration has as its `testRun` until it is removed */
  add(open: OpenRun): string {
    const id = randomUUID();
    this.#runs.set(id, open);
    return id;
  }

  remove(id: string): void {
    this.#runs.delete(id);
  }

  /** @throws AiHubError ERR_NOT_FOUND for a run that is over, or never was */
  open(id: unknown, inspector: PluginInspector): DebugTarget {
    const open = typeof id === "string" ? this.#runs.get(id) : undefined;
    if (!open) throw new AiHubError("ERR_NOT_FOUND", "This test run is over: start it from the Test Explorer");
    return open(inspector);
  }
}
