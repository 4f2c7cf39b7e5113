/** The host's end of one sandbox worker: spawns it, checks what it says, and ends it. */
import { Worker } from "node:worker_threads";
import { type ErrorData, type Fault, IsolationError } from "../core/errors.ts";
import { type FromWorker, PROTOCOL_VERSION, type ToWorker } from "../core/protocol/messages.ts";
import type { SandboxFiles } from "./sandbox-files.ts";

/** How long past its deadline a guest may run before the watchdog ends its worker, in milliseconds. */
const GRACE_MS = 250;
const WATCH_EVERY_MS = 100;
/** The worker's own JavaScript heap: messages on their way, nothing else. */
const WORKER_HEAP_MB = 256;
/** With less, deep recursion of the guest breaks the worker instead of the guest; see ARCHITECTURE.md, "Facts learned". */
const NATIVE_STACK_MB = 16;

export interface WorkerListener {
  onMessage(message: FromWorker): void;
  /** The sandbox broke or its worker died; it is already gone. Called at most once, never after `dispose`. */
  onFault(error: IsolationError): void;
}

/** A worker that runs one sandbox and is never given to a second plugin. */
export class WorkerHandle {
  readonly memoryMB: number;
  /** Resolves when the sandbox has evaluated its prelude; rejects when it could not. */
  readonly ready: Promise<void>;
  readonly #worker: Worker;
  /** By when the guest must have returned (0 while it does not run), and how many debug messages were sent. */
  readonly #pulse = new BigInt64Array(new SharedArrayBuffer(16));
  readonly #becameReady = Promise.withResolvers<void>();
  #listener: WorkerListener | undefined;
  #watchdog: ReturnType<typeof setInterval> | undefined;
  #ended: Promise<unknown> | undefined;

  /** @param debugged with the agent that a debugger speaks to in it */
  constructor(files: SandboxFiles, memoryMB: number, debugged = false) {
    this.memoryMB = memoryMB;
    this.ready = this.#becameReady.promise;
    this.ready.catch(() => {}); // whoever takes the worker awaits it; a spare one may fail unseen
    this.#worker = new Worker(files.workerUrl, {
      workerData: {
        wasmModule: files.wasmModule,
        memoryMB,
        prelude: files.prelude,
        pulse: this.#pulse,
        ...(debugged && { agent: files.agent }),
      },
      resourceLimits: { stackSizeMb: NATIVE_STACK_MB, maxOldGenerationSizeMb: WORKER_HEAP_MB },
      env: {},
      argv: [],
      execArgv: [],
      stdin: false,
      stdout: true,
      stderr: true,
    });
    this.#worker.unref();
    this.#worker.on("message", (message: FromWorker) => this.#receive(message));
    this.#worker.on("messageerror", () => this.#fail("protocol", "The sandbox sent a message that cannot be read"));
    this.#worker.on("error", (error: NodeJS.ErrnoException) => {
      const fault = error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "memory" : "crash";
      this.#fail(fault, fault === "memory" ? "The plugin ran out of memory" : `The sandbox failed: ${error.message}`);
    });
    this.#worker.on("exit", () => this.#fail("crash", "The sandbox ended unexpectedly"));
  }

  /** From now on the worker keeps the process alive and its deadlines are watched. */
  attach(listener: WorkerListener): void {
    if (!this.alive) throw new IsolationError("crash", "The sandbox ended before the plugin was in it");
    this.#listener = listener;
    this.#worker.ref();
    this.#watchdog = setInterval(() => this.#watch(), WATCH_EVERY_MS);
    this.#watchdog.unref();
  }

  send(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    if (this.#ended) return;
    this.#worker.postMessage(message, transfer);
    if (message.type !== "debug") return;
    Atomics.add(this.#pulse, 1, 1n);
    Atomics.notify(this.#pulse, 1); // a stopped plugin's worker sleeps on it
  }

  get alive(): boolean {
    return this.#ended === undefined;
  }

  /** True while guest code runs. */
  get computing(): boolean {
    return Atomics.load(this.#pulse, 0) !== 0n;
  }

  /** Ends the worker wherever it is. Resolves when its thread is gone. */
  async dispose(): Promise<void> {
    clearInterval(this.#watchdog);
    this.#ended ??= this.#worker.terminate();
    this.#becameReady.reject(new IsolationError("crash", "The sandbox was ended before it was ready"));
    await this.#ended;
  }

  /** What the interrupt handler cannot stop (one long built-in call) is stopped from here. */
  #watch(): void {
    const deadline = Number(Atomics.load(this.#pulse, 0));
    if (deadline !== 0 && performance.timeOrigin + performance.now() > deadline + GRACE_MS) {
      this.#fail("timeout", "The plugin took too long");
    }
  }

  #receive(message: FromWorker): void {
    if (this.#ended) return;
    if (!isMessage(message)) return this.#fail("protocol", "The sandbox sent a malformed message");
    if (message.type === "ready") this.#becameReady.resolve();
    else if (message.type === "fault") this.#fail(message.fault, message.message);
    this.#listener?.onMessage(message);
  }

  #fail(fault: Fault, message: string): void {
    if (this.#ended) return;
    const error = new IsolationError(fault, message, HINTS[fault]);
    this.#becameReady.reject(error);
    void this.dispose();
    this.#listener?.onFault(error);
  }
}

const HINTS: Partial<Record<Fault, string>> = {
  timeout: "raise limits.timeoutMs in plugin.json (or --timeout) if the work truly needs longer",
  memory: "raise limits.memoryMB in plugin.json (or --memory) if the work truly needs more",
};

const TYPES: ReadonlySet<string> = new Set([
  "ready",
  "hostcall",
  "cancel",
  "done",
  "debug",
  "log",
  "uncaught",
  "fault",
]);

function isMessage(message: FromWorker): boolean {
  if (typeof message !== "object" || message === null) return false;
  if (message.v !== PROTOCOL_VERSION || !TYPES.has(message.type)) return false;
  switch (message.type) {
    case "ready":
      return true;
    case "cancel":
      return Number.isSafeInteger(message.id);
    case "hostcall":
      return (
        Number.isSafeInteger(message.id) && typeof message.method === "string" && typeof message.args?.json === "string"
      );
    case "done":
      return message.ok ? typeof message.value?.json === "string" : isErrorData(message.error);
    case "debug":
      return typeof message.json === "string";
    case "log":
      return typeof message.text === "string";
    case "uncaught":
      return isErrorData(message.error);
    case "fault":
      return Object.hasOwn(FAULTS, message.fault) && typeof message.message === "string";
  }
}

const FAULTS: Readonly<Record<Fault, true>> = { timeout: true, memory: true, stack: true, crash: true, protocol: true };

function isErrorData(error: ErrorData): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { name, message, code, stack, hint = "" } = error;
  return [name, message, code, stack, hint].every((text) => typeof text === "string");
}
