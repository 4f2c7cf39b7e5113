/** One plugin's sandbox: takes the host's messages, enters the guest, sends what comes out. Platform-neutral. */
import type { Fault } from "../core/errors.ts";
import {
  type CallKind,
  type FromWorker,
  MAX_QUEUED_CALLS,
  MAX_STACK,
  type Payload,
  type ToWorker,
  type WorkerUsage,
} from "../core/protocol/messages.ts";
import { Budget } from "./budget.ts";
import { DebugAgent } from "./debug-agent.ts";
import { Engine } from "./engine.ts";
import { classifyGuestError, classifyHostThrow, type FaultReport, memoryFault, timeoutFault } from "./faults.ts";
import { cut, readErrorData, readLevel } from "./guest-reports.ts";
import { HostCallQueue } from "./host-call-queue.ts";
import { LogLimiter } from "./log-limiter.ts";
import { ModuleTable } from "./modules.ts";
import type { NativeFunction, NativeValue } from "./native-values.ts";
import { payload, TOO_LARGE, tooLarge } from "./payloads.ts";
import { webNatives } from "./web-natives.ts";

/** What the entry file of a kind of worker hands over. */
export interface SandboxOptions {
  readonly wasmModule: WebAssembly.Module;
  readonly memoryMB: number;
  readonly prelude: string;
  /** Shared with the host's watchdog; see `Budget`. */
  readonly pulse: BigInt64Array;
  readonly send: (message: FromWorker, transfer?: ArrayBuffer[]) => void;
  /** For a plugin that is debugged: the guest's part of the agent, and where its commands come from. */
  readonly debug?: { readonly agent: string; readonly nextCommand: (wait: boolean) => string | undefined };
}

/** The prelude keeps to 10,000 in the guest's realm, where a plugin can change its `Map`; this bound it cannot reach. */
const MAX_TIMERS = 10_000;

type StartMessage = Extract<ToWorker, { type: "start" }>;

export class Sandbox {
  readonly #options: SandboxOptions;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  readonly #logs: LogLimiter;
  readonly #calls: HostCallQueue;
  readonly #agent: DebugAgent | undefined;
  #engine: Engine | undefined;
  #budget: Budget | undefined;
  #nextHostCall = 1;
  #interrupted = false;
  #broken = false;
  #started: StartMessage | undefined;

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.#agent = options.debug && this.#createAgent(options.debug);
    this.#logs = new LogLimiter((level, text, stack) =>
      this.#send({ v: 1, type: "log", level, text, ...(stack !== undefined && { stack }) }),
    );
    this.#calls = new HostCallQueue((call) => {
      this.#send({ v: 1, type: "hostcall", ...call }, call.args.bytes ? [call.args.bytes] : []);
    });
  }

  #createAgent({ nextCommand }: NonNullable<SandboxOptions["debug"]>): DebugAgent {
    const engine = (): Engine => {
      if (!this.#engine) throw new Error("The interpreter is not there yet");
      return this.#engine;
    };
    return new DebugAgent({
      nextCommand,
      send: (json) => this.#send({ v: 1, type: "debug", json }),
      ask: (request) => engine().ask(request),
      marks: () => engine().marks,
      budget: () => this.#budget,
    });
  }

  /** Makes the interpreter and evaluates the prelude; then says `ready`. This is what a warmed worker has behind it. */
  async prepare(): Promise<void> {
    const { debug } = this.#options;
    const agent = this.#agent;
    this.#engine = await Engine.create({
      wasmModule: this.#options.wasmModule,
      memoryMB: this.#options.memoryMB,
      prelude: this.#options.prelude,
      natives: this.#natives(),
      ...(debug && agent && { agent: { source: debug.agent, natives: agent.natives } }),
      interrupt: () => {
        if (this.#engine?.outOfMemory) return true; // it may catch the error and go on
        if (agent?.evaluating) return agent.expired();
        agent?.poll();
        if (this.#budget?.expired()) this.#interrupted = true;
        return this.#interrupted;
      },
    });
    this.#send({ v: 1, type: "ready" });
  }

  /** True while a host call is on its way. */
  get awaitsHost(): boolean {
    return this.#calls.inFlight > 0;
  }

  receive(message: ToWorker): void {
    if (this.#broken) return;
    switch (message.type) {
      case "start":
        return this.#start(message);
      case "call":
        this.#budget?.open(message.id, this.#budgetOf(message.kind));
        return this.#enter("call", message.id, message.kind, message.name, message.input.json);
      case "cancel":
        return this.#enter("cancel", message.id);
      case "debug":
        return this.#run((engine) => {
          this.#agent?.receive(message.json);
          engine.drain();
        });
      case "reply": {
        this.#budget?.hostCallReplied();
        this.#calls.replied(message.id);
        if (message.ok) return this.#enter("reply", message.id, 1, message.value.json, message.value.bytes);
        return this.#enter("reply", message.id, 0, JSON.stringify(message.error), undefined);
      }
    }
  }

  #start(message: StartMessage): void {
    this.#started = message;
    this.#calls.limit = message.limits.maxConcurrentCalls;
    this.#budget = new Budget({
      callMs: message.limits.callMs,
      onExpired: () => this.#break(timeoutFault()),
      pulse: this.#options.pulse,
    });
    this.#engine?.useModules(new ModuleTable(message.modules));
    const { plugin, entry, namespaces, stackOf, configJson, role } = message;
    const manifest = JSON.parse(plugin.manifestJson) as unknown;
    const info = { plugin: { id: plugin.id, version: plugin.version, manifest }, entry, namespaces, stackOf, role };
    this.#enter("start", JSON.stringify({ ...info, config: JSON.parse(configJson) as unknown }));
  }

  #budgetOf(kind: CallKind): number {
    const limits = this.#started?.limits;
    if (!limits) return 0;
    return kind === "activate" ? limits.activateMs : limits.callMs;
  }

  #enter(entrance: string, ...args: readonly NativeValue[]): void {
    this.#run((engine) => engine.enter(entrance, ...args));
  }

  /** Every way into the guest leads through here: with a deadline before, and a check of the instance after. */
  #run(guest: (engine: Engine) => void): void {
    const engine = this.#engine;
    if (!engine || !this.#budget || this.#broken) return;
    try {
      this.#budget.run(() => {
        guest(engine);
        // What came for the debugger too late for the guest's last statement.
        while (this.#agent?.attend()) engine.drain();
      });
    } catch (error) {
      if (!this.#interrupted && !engine.outOfMemory) return this.#break(classifyHostThrow(error));
    }
    if (engine.outOfMemory) this.#break(memoryFault());
    else if (this.#interrupted) this.#break(timeoutFault());
  }

  /** Says what broke. The host ends this worker; until then nothing enters the guest any more. */
  #break({ fault, message }: FaultReport): void {
    if (this.#broken) return;
    this.#broken = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#logs.flush();
    this.#send({ v: 1, type: "fault", fault: fault satisfies Fault, message, usage: this.#usage() });
  }

  #usage(): WorkerUsage {
    return { cpuMs: this.#budget?.cpuMs ?? 0, memoryBytes: this.#engine?.memoryBytes ?? 0 };
  }

  #send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
    this.#options.send(message, transfer);
  }

  #natives(): Record<string, NativeFunction> {
    return {
      ...webNatives,
      setTimer: (id, delayMs) => {
        if (this.#timers.size >= MAX_TIMERS) throw new Error(`At most ${MAX_TIMERS} timers can be pending`);
        const fire = () => {
          this.#timers.delete(Number(id));
          this.#enter("timer", id);
        };
        this.#timers.set(Number(id), setTimeout(fire, Number(delayMs)));
      },
      clearTimer: (id) => {
        clearTimeout(this.#timers.get(Number(id)));
        this.#timers.delete(Number(id));
      },
      log: (level, text) => this.#logs.write(readLevel(level), cut(text)),
      ...(this.#agent && {
        logFrom: (level, text, stack) => this.#logs.write(readLevel(level), cut(text), cut(stack).slice(0, MAX_STACK)),
      }),
      hostcall: (method, json, bytes, stack) => {
        const args = payload(json, bytes);
        if (tooLarge(args)) throw new Error("The arguments of a host call are larger than may cross to the host");
        this.#budget?.hostCallSent();
        const id = this.#nextHostCall++;
        const told = typeof stack === "string" ? { stack: stack.slice(0, MAX_STACK) } : {};
        if (this.#calls.push({ id, method: String(method), args, ...told })) return id;
        this.#budget?.hostCallReplied();
        throw new Error(`More than ${MAX_QUEUED_CALLS} host calls are waiting`);
      },
      cancel: (id) => {
        const call = Number(id);
        const state = this.#calls.cancel(call);
        if (state === "forgotten") this.#budget?.hostCallReplied();
        else if (state === "sent") this.#send({ v: 1, type: "cancel", id: call });
      },
      done: (id, ok, json, bytes) => this.#done(Number(id), ok === 1, payload(json, bytes)),
      uncaught: (json) => {
        const error = readErrorData(json);
        const chars = error.message.length + error.stack.length;
        if (this.#logs.admit(chars)) this.#send({ v: 1, type: "uncaught", error });
      },
    };
  }

  #done(id: number, ok: boolean, value: Payload): void {
    // A plugin that replaced `Promise.prototype.then` holds the function behind this: it may end each call once.
    if (!this.#budget?.close(id)) return;
    this.#logs.flush();
    // An interrupted module rejects like any other: what counts is why it was interrupted, and `#enter` says that.
    if (this.#interrupted || this.#engine?.outOfMemory) return;
    if (ok && !tooLarge(value)) {
      this.#send({ v: 1, type: "done", id, usage: this.#usage(), ok, value }, value.bytes ? [value.bytes] : []);
      return;
    }
    const error = readErrorData(ok ? TOO_LARGE : value.json);
    const fault = classifyGuestError(error);
    if (fault) this.#break(fault);
    else this.#send({ v: 1, type: "done", id, usage: this.#usage(), ok: false, error });
  }
}
