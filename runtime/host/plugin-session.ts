/** One run of a plugin: a worker that belongs to it alone, the calls into it and the host calls out of it. */
import { AiHubError, type ErrorData, type IsolationError, PluginError } from "../core/errors.ts";
import {
  type CallKind,
  type FromWorker,
  MAX_CALLS_IN_FLIGHT,
  MAX_JSON,
  MAX_STACK,
  type ToWorker,
  type WorkerUsage,
} from "../core/protocol/messages.ts";
import type { StackMapper } from "./build/stack-map.ts";
import { type GuestFrame, serveFrom } from "./guest-stack.ts";
import type { Broker } from "./permissions/broker.ts";
import type { PluginContext } from "./plugin-context.ts";
import { readJson } from "./read-json.ts";
import type { Dispatcher } from "./rpc/dispatch.ts";
import type { WorkerHandle } from "./worker-handle.ts";

export interface SessionOptions {
  readonly worker: WorkerHandle;
  readonly context: PluginContext;
  readonly dispatcher: Dispatcher;
  readonly signal: AbortSignal;
  readonly stacks: StackMapper;
  /** `from` is known of a plugin that is debugged: where it logs. */
  readonly onLog: (level: "debug" | "info" | "warn" | "error", text: string, from?: GuestFrame) => void;
  readonly onFault: (error: IsolationError) => void;
  /** What the debug agent says, as JSON. */
  readonly onDebug?: (json: string) => void;
}

/** Events, panel messages and settings that may wait for a plugin, and characters of them: then they are dropped. */
const MAX_DELIVERIES = 1000;
const MAX_DELIVERY_CHARS = 2 * MAX_JSON;

interface OpenCall {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class PluginSession {
  readonly #options: SessionOptions;
  readonly #calls = new Map<number, OpenCall>();
  /** Host calls under way that the guest may cancel. */
  readonly #cancellable = new Map<number, AbortController>();
  #nextId = 1;
  #inFlight = 0;
  #deliveries = 0;
  #deliveryChars = 0;
  #dropping = false;
  #hostCalls = 0;
  #usage: WorkerUsage = { cpuMs: 0, memoryBytes: 0 };
  #ended: Error | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    options.worker.attach({
      onMessage: (message) => this.#receive(message),
      onFault: (error) => {
        this.end(error);
        options.onFault(error);
      },
    });
  }

  get broker(): Broker {
    return this.#options.context.broker;
  }

  get hostCalls(): number {
    return this.#hostCalls;
  }

  get usage(): WorkerUsage {
    return this.#usage;
  }

  /** True while guest code runs: it does not hear what it is sent. */
  get computing(): boolean {
    return this.#options.worker.computing;
  }

  start(message: Extract<ToWorker, { type: "start" }>): void {
    this.#options.worker.send(message);
  }

  /**
   * Calls the guest. `onId` tells the number by which `cancel` knows the call.
   * @throws PluginError when the guest threw, IsolationError when the sandbox broke meanwhile.
   */
  call(kind: CallKind, name: string, input: unknown, onId?: (id: number) => void): Promise<unknown> {
    return this.callJson(kind, name, input === undefined ? "" : JSON.stringify(input), onId);
  }

  /** The same with an input that is JSON already. */
  callJson(kind: CallKind, name: string, json: string, onId?: (id: number) => void): Promise<unknown> {
    if (this.#ended) return Promise.reject(this.#ended);
    if (json.length > MAX_JSON) {
      return Promise.reject(
        new AiHubError("ERR_QUOTA", `The input for "${name}" is larger than may cross to the plugin`),
      );
    }
    const id = this.#nextId++;
    onId?.(id);
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      this.#options.worker.send({ v: 1, type: "call", id, kind, name, input: { json } });
    });
  }

  /**
   * Hands over what nobody waits for. It fails into the log; when the plugin is too busy to take more, it is dropped and
   * the log says so once.
   */
  deliver(
    kind: Extract<CallKind, "event" | "panel" | "config" | "watch" | "permission">,
    name: string,
    json: string,
  ): void {
    if (this.#ended) return;
    if (json.length > MAX_JSON) {
      const text = `A message of ${json.length} characters for "${name}" is larger than may cross to the plugin`;
      return this.#options.onLog("error", text);
    }
    const tooMany = this.#deliveries >= MAX_DELIVERIES;
    const tooMuch = this.#deliveries > 0 && this.#deliveryChars + json.length > MAX_DELIVERY_CHARS;
    if (tooMany || tooMuch) {
      if (!this.#dropping) this.#options.onLog("warn", "The plugin is too busy for its messages: some were dropped");
      this.#dropping = true;
      return;
    }
    this.#deliveries++;
    this.#deliveryChars += json.length;
    const settled = (): void => {
      this.#deliveries--;
      this.#deliveryChars -= json.length;
      if (this.#deliveries === 0) this.#dropping = false;
    };
    this.callJson(kind, name, json).then(settled, (error: Error) => {
      settled();
      if (!this.#ended) this.#options.onLog("error", error.stack ?? error.message);
    });
  }

  cancel(id: number): void {
    this.#options.worker.send({ v: 1, type: "cancel", id });
  }

  /** Ends the worker wherever it is and closes the plugin's files. Open calls stay open until `end`. */
  async dispose(): Promise<void> {
    await Promise.all([this.#options.worker.dispose(), this.#options.context.files.dispose()]);
  }

  /** Rejects open calls and all later ones with `reason`. */
  end(reason: Error): void {
    this.#ended ??= reason;
    for (const call of this.#calls.values()) call.reject(reason);
    this.#calls.clear();
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case "hostcall":
        return void this.#hostCall(message);
      case "cancel":
        return this.#cancellable.get(message.id)?.abort();
      case "done":
        return this.#done(message);
      case "log":
        return this.#options.onLog(
          message.level,
          this.#options.stacks.mapText(message.text),
          this.#callerIn(message.stack),
        );
      case "uncaught":
        return this.#options.onLog("error", `Uncaught ${this.#describe(message.error)}`);
      case "fault":
        this.#usage = message.usage;
        return;
      case "debug":
        return this.#options.onDebug?.(message.json);
      case "ready":
        return;
    }
  }

  async #hostCall({ id, method, args, stack }: Extract<FromWorker, { type: "hostcall" }>): Promise<void> {
    const { worker, dispatcher, context, signal } = this.#options;
    this.#hostCalls++;
    if (++this.#inFlight > MAX_CALLS_IN_FLIGHT) return; // the worker's own queue forbids it: a broken sandbox gets no answer
    const own = dispatcher.isCancellable(method) ? new AbortController() : undefined;
    if (own) this.#cancellable.set(id, own);
    const either = own ? AbortSignal.any([signal, own.signal]) : signal;
    const serve = () => dispatcher.dispatch(id, method, args, context, either);
    const reply = await (typeof stack === "string" ? serveFrom(this.#framesOf(stack), serve) : serve());
    if (own) this.#cancellable.delete(id);
    this.#inFlight--;
    if (!this.#ended) worker.send(reply, reply.ok && reply.value.bytes ? [reply.value.bytes] : []);
  }

  #callerIn(stack: unknown): GuestFrame | undefined {
    return typeof stack === "string" ? this.#options.stacks.framesOf(stack)[0] : undefined;
  }

  /** Looked up when somebody wants to know, once. */
  #framesOf(stack: string): () => readonly GuestFrame[] {
    let frames: readonly GuestFrame[] | undefined;
    return () => (frames ??= this.#options.stacks.framesOf(stack.slice(0, MAX_STACK)));
  }

  #done(message: Extract<FromWorker, { type: "done" }>): void {
    this.#usage = message.usage;
    const call = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    if (!call) return;
    if (!message.ok) return call.reject(this.#toPluginError(message.error));
    try {
      call.resolve(message.value.json === "" ? undefined : readJson(message.value.json));
    } catch (error) {
      if (error instanceof AiHubError) return call.reject(error);
      call.reject(new AiHubError("ERR_PROTOCOL", "The plugin returned something that is not JSON"));
    }
  }

  #toPluginError(data: ErrorData): PluginError {
    return new PluginError({ ...data, stack: this.#withHead(data) });
  }

  #describe(error: ErrorData): string {
    return this.#withHead(error);
  }

  /** QuickJS stacks are frames only; people expect the message above them. */
  #withHead(error: ErrorData): string {
    const frames = this.#options.stacks.mapStack(error.stack);
    return [`${error.name}: ${error.message}`, frames].filter(Boolean).join("\n").trimEnd();
  }
}
