/** Where what instrumented code tells leads to a stop. */
import type { AgentBreakpoint, AgentEvent, AgentMethods, AgentStop } from "../../../core/debug/agent-messages.ts";
import { ACCESS, MARKS } from "../../../core/debug/site-table.ts";
import { uncurry } from "../web/primordials.ts";
import { Breakpoints, type Checks } from "./breakpoints.ts";
import { evaluate } from "./evaluate.ts";
import { describeStop, Exceptions, fateOfThrow, type Passing } from "./exceptions.ts";
import { type Accessor, type FrameRecord, siteOf } from "./frame.ts";
import { type Hooked, makeHooks } from "./hooks.ts";
import type { AgentNative } from "./native.ts";
import { preview } from "./preview.ts";
import { privateDoor } from "./privates.ts";
import type { Promises } from "./promises.ts";
import { forgetReferences } from "./references.ts";
import { Stack } from "./stack.ts";
import { Stepping } from "./stepping.ts";
import { endOfSites } from "./tables.ts";

const fill = uncurry<void>(Uint8Array.prototype.fill);

export class Debugger implements Hooked {
  readonly stack = new Stack();
  readonly breakpoints = new Breakpoints();
  readonly exceptions = new Exceptions();
  readonly stepping = new Stepping(this.stack);
  /** A byte for each site, and what instrumented code calls beside them. */
  readonly marks: Uint8Array;
  readonly #native: AgentNative;
  readonly promises: Promises;
  /** While the plugin is stopped or an expression is evaluated: nothing stops it a second time. */
  busy = false;
  /** What stopped the plugin, until it runs on. */
  thrown: { readonly error: unknown; readonly fate: string } | undefined;
  returned: { readonly value: unknown } | undefined;

  /** @param keepsFrames from the start: the source has `debugger` statements */
  constructor(native: AgentNative, promises: Promises, keepsFrames: boolean) {
    this.#native = native;
    this.promises = promises;
    this.#keepsFrames = keepsFrames;
    const { hooks, seek } = makeHooks(this);
    this.#seek = seek;
    const bytes = new Uint8Array(native.newMarks(endOfSites() + MARKS.first));
    this.marks = Object.assign(bytes, hooks);
    // Nothing in the plugin's hands leads into the agent's realm.
    for (const lent of [bytes, ...Object.values(hooks)]) Object.setPrototypeOf(lent, null);
    this.mark();
  }

  /** Writes down which sites are looked at: those with a breakpoint, or all during a step. */
  mark(): void {
    const { breakpoints, exceptions, stepping } = this;
    this.#keepsFrames ||= stepping.active || breakpoints.any || exceptions.any;
    fill(this.marks, stepping.active ? 1 : 0);
    this.marks[MARKS.frames] = this.#keepsFrames ? 1 : 0;
    this.marks[MARKS.attention] = 0;
    for (const site of breakpoints.sites()) this.marks[site] = 1;
    this.#seek();
  }

  readonly #seek: () => void;

  /**
   * Keeping frames makes calls some times slower, so it begins when there is something to stop for. What has begun before
   * shows no variables. It never ends, since the stack would no longer be true.
   */
  #keepsFrames: boolean;

  /** Runs something of the person's; frames that it enters and does not leave are forgotten. */
  quietly<T>(run: () => T): T {
    const { depth } = this.stack;
    const before = this.busy;
    this.busy = true;
    try {
      return run();
    } finally {
      this.busy = before;
      this.stack.cut(depth);
    }
  }

  /** An error of the agent itself, such as no stack left, is none of the plugin's: it runs on, and is told of once. */
  failed(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = attempt(() => {
      const text = `The debugger has failed, and the plugin runs on: ${preview(error, false)}`;
      this.#native.say(JSON.stringify({ event: "output", category: "stderr", text, site: 0 } satisfies AgentEvent));
    });
  }

  #hasFailed = false;

  /** The frame in which the last step began, or as many of its callers as have not returned since. */
  #stoppedIn: FrameRecord | undefined;

  entered(accessor: Accessor): void {
    this.stack.enter(accessor);
    if (this.busy) return;
    this.stepping.entered();
    if (!this.breakpoints.haveFunctions) return;
    const frame = this.stack.current(accessor);
    const hit = this.quietly(() => this.breakpoints.hit(siteOf(frame), this.#checks(frame)));
    if (hit[0]) this.#stop({ reason: hit[0].reason, breakpoints: idsOf(hit) }, frame);
  }

  left(accessor: Accessor | undefined): void {
    const { stack } = this;
    const frame = accessor ? stack.find(accessor) : stack.top?.unknown && stack.top;
    stack.leave(accessor);
    if (!frame || !this.stepping.active) return;
    if (frame === this.#stoppedIn) {
      this.returned = { value: accessor?.(ACCESS.returned) };
      this.#stoppedIn = stack.top; // when that returns too, its value is the last one
    }
    this.stepping.left(frame);
    if (!this.stepping.active) this.mark();
  }

  reached(site: number, frame: FrameRecord, isStatement: boolean): void {
    if (this.busy) return;
    if (this.marks[MARKS.attention] === 1) {
      this.quietly(() => this.#native.attend());
      this.mark();
    }
    const hit = this.quietly(() => this.breakpoints.hit(site, this.#checks(frame)));
    const [first] = hit;
    if (first) return this.#stop({ reason: first.reason, breakpoints: idsOf(hit) }, frame);
    if (isStatement) return this.#stop({ reason: "debugger", breakpoints: [] }, frame);
    const reason = this.stepping.ended(site);
    if (reason) this.#stop({ reason, breakpoints: [] }, frame);
  }

  threw(error: unknown, frame: FrameRecord, leaves: boolean): void {
    const fate = () => (leaves ? fateOfThrow(this.stack, this.promises.boundary) : "caught");
    this.passes({ error, frame, how: leaves ? "leaves" : "arrives", fate });
  }

  passes(passing: Passing): void {
    if (this.busy) return;
    const { error, frame } = passing;
    const checks = this.#checks(frame, { error });
    const holds = (condition: string) => this.quietly(() => attempt(() => Boolean(checks.evaluate(condition))));
    const fate = this.exceptions.comesBy(passing, holds);
    if (!fate) return;
    this.thrown = { error, fate };
    this.#stop({ reason: "exception", breakpoints: [], description: describeStop(fate, error) }, frame);
  }

  #stop(stop: Omit<AgentStop, "event">, frame: FrameRecord): void {
    const message: AgentStop = { event: "stopped", ...stop };
    const answer = this.quietly(() => this.#native.stop(JSON.stringify(message)));
    this.thrown = undefined;
    this.returned = undefined;
    this.#stoppedIn = frame;
    forgetReferences();
    this.stepping.resume(JSON.parse(answer) as Parameters<AgentMethods["resume"]>[0]);
    this.mark();
  }

  /** Expressions run with a time limit, which only the worker can set. */
  #checks(frame: FrameRecord, extra: Readonly<Record<string, unknown>> = {}): Checks {
    const bounded = (expression: string): unknown => {
      const outcome: { value?: unknown; error?: unknown } = { error: new Error("It took too long") };
      this.pending = () => {
        try {
          outcome.value = evaluate(expression, frame, { ...privateDoor(frame), ...extra });
          delete outcome.error;
        } catch (error) {
          outcome.error = error;
        }
      };
      attempt(() => this.#native.bounded(PENDING));
      if ("error" in outcome) throw outcome.error;
      return outcome.value;
    };
    const site = siteOf(frame);
    const say = (event: AgentEvent) => this.#native.say(JSON.stringify(event));
    return {
      evaluate: bounded,
      show(expression) {
        const value = bounded(expression);
        return typeof value === "string" ? value : preview(value, false);
      },
      log: (text, category) => say({ event: "output", category, text, site }),
    };
  }

  /** What the worker calls back for, with a time limit. */
  pending: (() => void) | undefined;
}

/** A request that runs what is `pending`. */
export const PENDING = "";

function idsOf(breakpoints: readonly AgentBreakpoint[]): number[] {
  return breakpoints.map(({ id }) => id);
}

/** False when it threw. */
function attempt(run: () => unknown): boolean {
  try {
    return run() !== false;
  } catch {
    return false;
  }
}
