/**
 * The worker's part of the debug agent: it holds the plugin where the guest's part (prelude/debug) says so, and hands
 * that what the inspector asks for. While the plugin is stopped its worker sleeps, so that nothing of it runs: no timer,
 * no reply, no other call. See ARCHITECTURE.md, "Debugging".
 */
import type { AgentEvent, AgentMethods, AgentReply, AgentRequest } from "../core/debug/agent-messages.ts";
import { MARKS } from "../core/debug/site-table.ts";
import { MAX_JSON } from "../core/protocol/messages.ts";
import type { Budget } from "./budget.ts";
import type { NativeFunction } from "./native-values.ts";

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
const CANCELLED = "cancelled";
const RUN_ON: Parameters<AgentMethods["resume"]>[0] = { how: "continue", skipForeign: false };

export class DebugAgent {
  readonly #options: DebugAgentOptions;
  /** What has come and was not answered yet, in order. */
  readonly #waiting: AgentRequest[] = [];
  #deadline = 0;
  /** The request that is being answered, and whether it was cancelled meanwhile. */
  #current = { id: 0, cancelled: false };

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
    attend: () => void this.attend(),
  };

  /** Answers what has come. @returns whether anything had */
  attend(): boolean {
    const any = this.#waiting.length > 0;
    for (let request = this.#waiting.shift(); request; request = this.#waiting.shift()) this.#answer(request);
    return any;
  }

  /** True while an expression of the person is evaluated: its own limit holds, not the plugin's. */
  get evaluating(): boolean {
    return this.#deadline !== 0;
  }

  /** For the interrupt handler: true when what is being evaluated has used up its time or was cancelled. */
  expired(): boolean {
    if (this.#deadline === 0) return false;
    this.#take();
    return this.#current.cancelled || performance.now() > this.#deadline;
  }

  /** A command that came while the guest did not run. */
  receive(json: string): void {
    this.#keep(json);
    this.attend();
  }

  /**
   * For the interrupt handler, where the guest must not be entered: takes what has come and raises every mark, so that
   * the guest's next statement attends to it.
   */
  poll(): void {
    this.#take();
    if (this.#waiting.length === 0) return;
    const marks = this.#options.marks();
    if (marks[MARKS.attention] === 0) marks.fill(1);
  }

  #take(): void {
    const { nextCommand } = this.#options;
    for (let json = nextCommand(false); json; json = nextCommand(false)) this.#keep(json);
  }

  #keep(json: string): void {
    const request = JSON.parse(json) as AgentRequest;
    if (request.method === "cancel") this.#cancel(request.params as Parameters<AgentMethods["cancel"]>[0]);
    else this.#waiting.push(request);
  }

  #cancel({ request: id }: Parameters<AgentMethods["cancel"]>[0]): void {
    if (this.#current.id === id) this.#current.cancelled = true;
    const at = this.#waiting.findIndex((waiting) => waiting.id === id);
    if (at < 0) return; // it is answered already
    this.#waiting.splice(at, 1);
    this.#reply({ id, ok: false, error: CANCELLED });
  }

  #stop(json: string): string {
    const { nextCommand, budget } = this.#options;
    this.attend();
    // Of a stop that nobody hears of nobody could end the wait.
    if (!this.#send(json)) return JSON.stringify(RUN_ON);
    const hold = (): string => {
      for (;;) {
        const request = this.#waiting.shift();
        if (!request) this.#keep(nextCommand(true) ?? "");
        else if (request.method !== "resume") this.#answer(request);
        else {
          this.#reply({ id: request.id, ok: true, value: null });
          return JSON.stringify(request.params);
        }
      }
    };
    return budget()?.suspend(hold) ?? hold();
  }

  #answer(request: AgentRequest): void {
    const { id, method } = request;
    if (method === "resume") return this.#reply({ id, ok: false, error: "The plugin is not stopped" });
    const outer = this.#current;
    const current = { id, cancelled: false };
    this.#current = current;
    try {
      const reply = this.#bounded(JSON.stringify(request));
      if (!this.#send(reply)) this.#reply({ id, ok: false, error: "This is too much to be shown" });
    } catch {
      const late = `This took longer than ${EVALUATION_MS / 1000} s, or its memory ended`;
      this.#reply({ id, ok: false, error: current.cancelled ? CANCELLED : late });
    } finally {
      this.#current = outer;
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
