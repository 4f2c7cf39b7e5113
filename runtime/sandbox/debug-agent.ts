/**
 * The worker's part of the debug agent: it holds the plugin where the guest's part (prelude/debug) says so, and hands
 * that what the inspector asks for. While the plugin is stopped its worker sleeps, so that nothing of it runs: no timer,
 * no reply, no other call. See ARCHITECTURE.md, "Debugging".
 */
import type { AgentEvent, AgentMethods, AgentReply, AgentRequest } from "../core/debug/agent-messages.ts";
import { MAX_JSON } from "../core/protocol/messages.ts";
import type { Budget } from "./budget.ts";
import type { NativeFunction } from "./engine.ts";

export interface DebugAgentOptions {
  /** The next command of the inspector; with `wait`, sleeps until there is one. */
  readonly nextCommand: (wait: boolean) => string | undefined;
  readonly send: (json: string) => void;
  /** Asks the guest's part; throws when it was interrupted. */
  readonly ask: (request: string) => string;
  /** The marks in the guest's memory. */
  readonly marks: () => Uint8Array;
  readonly budget: () => Budget | undefined;
}

/** How long an expression of the person may take, in milliseconds. */
const EVALUATION_MS = 1000;
/** Of the marks: the guest's part has to look whether something has come. See prelude/debug/marks.ts. */
const ATTENTION = 1;
const RUN_ON: Parameters<AgentMethods["resume"]>[0] = { how: "continue", skipForeign: false };

export class DebugAgent {
  readonly #options: DebugAgentOptions;
  readonly #waiting: AgentRequest[] = [];
  #deadline = 0;

  constructor(options: DebugAgentOptions) {
    this.#options = options;
  }

  /** What the guest's part calls. */
  readonly natives: Readonly<Record<string, NativeFunction>> = {
    /** Holds the plugin; returns the `resume` that ends it. */
    stop: (json) => this.#stop(String(json)),
    say: (json) => void this.#send(String(json)),
    /** Calls the guest's part back with a time limit. */
    bounded: (json) => this.#bounded(String(json)),
    /** Does what came while the guest ran. */
    attend: () => {
      for (let request = this.#waiting.shift(); request; request = this.#waiting.shift()) this.#answer(request);
    },
  };

  /** True while an expression of the person is evaluated: its own limit holds, not the plugin's. */
  get evaluating(): boolean {
    return this.#deadline !== 0;
  }

  /** For the interrupt handler: true when what is being evaluated has used up its time. */
  expired(): boolean {
    return this.#deadline !== 0 && performance.now() > this.#deadline;
  }

  /** A command that came while the guest did not run. */
  receive(json: string): void {
    this.#answer(JSON.parse(json) as AgentRequest);
  }

  /**
   * For the interrupt handler, where the guest must not be entered: takes what has come and raises every mark, so that
   * the guest's next statement attends to it.
   */
  poll(): void {
    for (let json = this.#options.nextCommand(false); json; json = this.#options.nextCommand(false)) {
      this.#waiting.push(JSON.parse(json) as AgentRequest);
    }
    if (this.#waiting.length === 0) return;
    const marks = this.#options.marks();
    if (marks[ATTENTION] === 0) marks.fill(1);
  }

  #stop(json: string): string {
    const { nextCommand, budget } = this.#options;
    this.natives.attend?.();
    // Of a stop that nobody hears of nobody could end the wait.
    if (!this.#send(json)) return JSON.stringify(RUN_ON);
    const hold = (): string => {
      for (;;) {
        const request = JSON.parse(nextCommand(true) ?? "") as AgentRequest;
        if (request.method !== "resume") {
          this.#answer(request);
          continue;
        }
        this.#reply({ id: request.id, ok: true, value: null });
        return JSON.stringify(request.params);
      }
    };
    return budget()?.suspend(hold) ?? hold();
  }

  #answer(request: AgentRequest): void {
    const { id, method } = request;
    if (method === "resume") return this.#reply({ id, ok: false, error: "The plugin is not stopped" });
    try {
      const reply = this.#bounded(JSON.stringify(request));
      if (reply.length <= MAX_JSON) this.#send(reply);
      else this.#reply({ id, ok: false, error: "This is too much to be shown" });
    } catch {
      this.#reply({ id, ok: false, error: `This took longer than ${EVALUATION_MS / 1000} s, or its memory ended` });
    }
  }

  /** @throws when it was interrupted, which the guest itself cannot catch */
  #bounded(request: string): string {
    const outer = this.#deadline;
    this.#deadline = outer || performance.now() + EVALUATION_MS;
    try {
      return this.#options.ask(request);
    } finally {
      this.#deadline = outer;
    }
  }

  #reply(reply: AgentReply | AgentEvent): void {
    this.#send(JSON.stringify(reply));
  }

  /** False when it is too much to be sent. */
  #send(json: string): boolean {
    const fits = json.length <= MAX_JSON;
    if (fits) this.#options.send(json);
    return fits;
  }
}
