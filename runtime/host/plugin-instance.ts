/** One plugin and everything that belongs to it: its state, its run, its way to stop. */
import { AiHubError, IsolationError } from "../core/errors.ts";
import { type PluginStatus, transition } from "../core/lifecycle.ts";
import type { Manifest } from "../core/manifest/validate.ts";
import { decisionsOf, openSession, type PluginSource, type Runtime } from "./open-session.ts";
import { PluginPermissions } from "./permissions/plugin-permissions.ts";
import type { PluginSession } from "./plugin-session.ts";

/** What one plugin has used since its last start. */
export interface Usage {
  /** Milliseconds from the start until the guest could be entered. */
  readonly startMs: number;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly peakMemoryBytes: number;
  readonly hostCalls: number;
}

/** How long `deactivate` may take before the worker is ended anyway. */
const DEACTIVATE_MS = 2000;
/** How long a cancelled call may take to settle before its plugin is stopped. */
const CANCEL_GRACE_MS = 1000;
/**
 * A guest that is seen to compute for so many turns of so many milliseconds does not hear what it is told. On a machine
 * with more to do than it has cores for, one on its way out may stand still for tens of milliseconds, and must not lose
 * its `deactivate` by that.
 */
const BUSY_TURNS = 40;
const BUSY_TURN_MS = 5;

export class PluginInstance {
  readonly source: PluginSource;
  readonly #runtime: Runtime;
  readonly #listeners = new Set<(status: PluginStatus) => void>();
  #status: PluginStatus = "stopped";
  #session: PluginSession | undefined;
  #life = new AbortController();
  #stopping: Promise<void> | undefined;
  /** While `deactivate` runs: no longer waits for it. */
  #endHeld: (() => void) | undefined;
  #starting: Promise<void> | undefined;
  #activated: unknown;
  #error: Error | undefined;
  #startedAt = 0;
  #endedAt = 0;
  #startMs = 0;

  constructor(source: PluginSource, runtime: Runtime) {
    this.source = source;
    this.#runtime = runtime;
  }

  get id(): string {
    return this.source.manifest.id;
  }

  get manifest(): Manifest {
    return this.source.manifest;
  }

  get status(): PluginStatus {
    return this.#status;
  }

  /** Why the plugin is in state `error`. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** What `activate` returned, or a bare file's result. */
  get activated(): unknown {
    return this.#activated;
  }

  /** Returns a function that stops listening. */
  onStatus(listener: (status: PluginStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Starts the plugin, or waits for the start under way. @throws what kept it from starting. */
  async start(): Promise<void> {
    if (this.#stopping) await this.#stopping;
    if (this.#status === "running") return;
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    await this.#starting;
  }

  /** @throws AiHubError ERR_NOT_FOUND when the plugin declares no such command or endpoint */
  requireEntry(entry: string): void {
    this.#findEntry(entry);
  }

  /**
   * Calls a declared command or endpoint, and starts the plugin first when it does not run.
   *
   * When `signal` aborts, the guest's own signal aborts; a second later, or at once if the guest computes and so cannot
   * hear it, the plugin is stopped. Either way the call rejects with ERR_CANCELLED.
   */
  async invoke(entry: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
    const { kind, name } = this.#findEntry(entry);
    if (signal?.aborted) throw cancelled(entry);
    await this.start();
    if (signal?.aborted) throw cancelled(entry);
    const session = this.#running();
    let id = 0;
    const result = session.call(kind, name, input, (callId) => {
      id = callId;
    });
    if (!signal) return result;
    const onAbort = () => void this.#cancel(session, id, entry, result);
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      return await result;
    } finally {
      signal.removeEventListener("abort", onAbort);
    }
  }

  /** Hands a panel's message to the guest. Errors of the handler go to the log. */
  deliverPanelMessage(panelId: string, json: string): void {
    if (this.#status !== "running") return;
    this.#running().deliver("panel", panelId, json);
  }

  /**
   * Lets the plugin deactivate (2 seconds at most; not at all while it computes), then ends its worker. One that a debugger
   * holds in `deactivate` is waited for until it is asked once more: then it ends as it stands.
   */
  stop(): Promise<void> {
    if (this.source.inspector?.stopped) this.#endHeld?.();
    this.#stopping ??= this.#stop().finally(() => {
      this.#stopping = undefined;
    });
    return this.#stopping;
  }

  /** What the person decided about this plugin, to be shown and changed. @throws when its folder is gone */
  async permissions(): Promise<PluginPermissions> {
    const { manifest, declared, rules } = this.source;
    const { roots, store, ledger } = await decisionsOf(this.source, this.#runtime);
    const { policy } = this.#runtime;
    const broker = () => (this.#life.signal.aborted ? undefined : this.#session?.broker);
    return new PluginPermissions({ manifest, declared, rules, roots, store, ledger, policy, broker });
  }

  usage(): Usage {
    const session = this.#session;
    const end = this.#endedAt || performance.now();
    return {
      startMs: this.#startMs,
      cpuMs: session?.usage.cpuMs ?? 0,
      wallMs: end - this.#startedAt,
      peakMemoryBytes: session?.usage.memoryBytes ?? 0,
      hostCalls: session?.hostCalls ?? 0,
    };
  }

  async #start(): Promise<void> {
    this.#go("starting");
    this.#error = undefined;
    this.#life = new AbortController();
    this.#startedAt = performance.now();
    this.#endedAt = 0;
    try {
      const session = await openSession(this.source, this.#runtime, {
        signal: this.#life.signal,
        onFault: (error) => this.#fail(error),
      });
      this.#session = session;
      this.#startMs = performance.now() - this.#startedAt;
      if (this.#life.signal.aborted) throw new AiHubError("ERR_CANCELLED", "The plugin was stopped while it started");
      this.#activated = await session.call("activate", "activate", undefined);
      this.#go("running");
    } catch (error) {
      await this.#session?.dispose();
      if (this.#status === "starting") this.#fail(error as Error);
      this.#session?.end(error as Error);
      throw error;
    }
  }

  async #stop(): Promise<void> {
    if (this.#status === "error") this.#go("stopped");
    if (this.#status !== "running" && this.#status !== "starting") return;
    // One that a debugger holds would not hear it, and must not run on either.
    const graceful = this.#status === "running" && !this.source.inspector?.stopped;
    this.#go("stopping");
    const session = this.#session;
    if (graceful && session && !(await isBusy(session))) {
      let isOver = false;
      const done = session.call("deactivate", "deactivate", undefined).catch((e: unknown) => isOver || this.#log(e));
      const ended = new Promise<void>((resolve) => {
        this.#endHeld = resolve;
        done.then(() => resolve());
      }).then(() => {
        isOver = true;
      });
      // A person may look into `deactivate` for as long as they like.
      do await Promise.race([ended, late(DEACTIVATE_MS)]);
      while (!isOver && this.source.inspector?.stopped);
      this.#endHeld = undefined;
      if (!isOver) this.#log(`deactivate did not end within ${DEACTIVATE_MS / 1000} s`);
      isOver = true;
    }
    await this.#endSession(new AiHubError("ERR_CANCELLED", `The plugin ${this.id} was stopped`));
    await this.#starting?.catch(() => {}); // it ends now, and the next start is another one
  }

  async #cancel(session: PluginSession, id: number, entry: string, result: Promise<unknown>): Promise<void> {
    if (!(await isBusy(session))) {
      session.cancel(id);
      const grace = new Promise<"late">((resolve) => setTimeout(resolve, CANCEL_GRACE_MS, "late"));
      const settled = await Promise.race([
        result.then(
          () => "done",
          () => "done",
        ),
        grace,
      ]);
      if (settled === "done") return;
    }
    if (this.#session !== session || this.#status !== "running") return;
    this.#go("stopping");
    await this.#endSession(cancelled(entry));
  }

  /** From `stopping` to `stopped`. Whoever waits for a call hears of it when the worker is gone. */
  async #endSession(reason: Error): Promise<void> {
    this.#life.abort();
    this.#endedAt = performance.now();
    await this.#session?.dispose();
    this.source.inspector?.ended(undefined);
    if (this.status === "stopping") this.#go("stopped");
    this.#session?.end(reason);
  }

  /** The sandbox broke or the start failed: the worker is gone, the state says why, the next start is clean. */
  #fail(error: Error): void {
    this.#error = error;
    this.#life.abort();
    this.#endedAt = performance.now();
    this.source.inspector?.ended(error.message);
    if (error instanceof IsolationError) this.#log(error);
    if (this.#status !== "stopped") this.#go("error");
  }

  #running(): PluginSession {
    if (!this.#session || this.#status !== "running") {
      throw this.#error ?? new AiHubError("ERR_NOT_AVAILABLE", `The plugin ${this.id} is not running`);
    }
    return this.#session;
  }

  #findEntry(entry: string): { kind: "command" | "endpoint" | "test"; name: string } {
    if (this.source.role === "tests") return { kind: "test", name: entry };
    const commands: readonly { id: string }[] = this.manifest.ui?.commands ?? [];
    const endpoints: readonly { path: string }[] = this.manifest.api?.endpoints ?? [];
    if (commands.some(({ id }) => id === entry)) return { kind: "command", name: entry };
    const path = entry.startsWith("/") ? entry : `/${entry}`;
    if (endpoints.some((endpoint) => endpoint.path === path)) return { kind: "endpoint", name: path };
    const known = [...commands.map(({ id }) => id), ...endpoints.map((endpoint) => endpoint.path)].join(", ") || "none";
    throw new AiHubError(
      "ERR_NOT_FOUND",
      `The plugin ${this.id} declares no command or endpoint "${entry}" (it has: ${known})`,
    );
  }

  #log(error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const isFault = error instanceof IsolationError;
    this.#runtime.log.write(this.id, "error", isFault ? error.message : text);
    if (!isFault) this.source.inspector?.log("error", text); // a fault ends the run, and that is told with its reason
  }

  #go(to: PluginStatus): void {
    this.#status = transition(this.#status, to);
    for (const listener of [...this.#listeners]) listener(to);
  }
}

/** Resolves after so many milliseconds; does not keep the process alive. */
function late(ms: number): Promise<void> {
  const timeout = AbortSignal.timeout(ms);
  return new Promise((resolve) => timeout.addEventListener("abort", () => resolve(), { once: true }));
}

/** True when guest code runs for a while: a guest that has only just answered is on its way out. */
async function isBusy(session: PluginSession): Promise<boolean> {
  for (let turn = 0; turn < BUSY_TURNS && session.computing; turn++) {
    await new Promise((resolve) => setTimeout(resolve, BUSY_TURN_MS));
  }
  return session.computing;
}

function cancelled(entry: string): AiHubError {
  return new AiHubError("ERR_CANCELLED", `"${entry}" was cancelled`);
}
