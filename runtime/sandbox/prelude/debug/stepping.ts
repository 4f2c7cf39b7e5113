/**
 * Where a step ends. A step over or out belongs to one frame: while that waits at an `await`, whatever else runs does not
 * end the step; when it leaves, its caller takes its place, also one that awaits it.
 */
import type { AgentMethods, CallTarget } from "../../../core/debug/agent-messages.ts";
import { cameBy } from "./call-target.ts";
import type { FrameRecord } from "./frame.ts";
import { siteOf } from "./frame.ts";
import type { Stack } from "./stack.ts";
import { waitingCallers } from "./stack.ts";
import { functionOf, isForeign } from "./tables.ts";

type Step =
  | { readonly kind: "in"; readonly reason: "step" | "pause" | "entry" }
  /** Until the frame is on top again. */
  | { readonly kind: "frame"; frame: FrameRecord }
  /** The same, or until something runs in what the frame's call has entered: in `inside`, as long as that is there. */
  | {
      readonly kind: "call";
      readonly frame: FrameRecord;
      readonly target: CallTarget;
      inside?: FrameRecord | undefined;
    };

export class Stepping {
  readonly #stack: Stack;
  #step: Step | undefined;
  #skipForeign = false;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  /** True while each statement has to be looked at. */
  get active(): boolean {
    return this.#step !== undefined;
  }

  pause(reason: "pause" | "entry"): void {
    this.#step = { kind: "in", reason };
  }

  resume({ how, skipForeign, target }: Parameters<AgentMethods["resume"]>[0]): void {
    this.#skipForeign = skipForeign;
    const { top } = this.#stack;
    if (how === "continue" || !top) this.#step = undefined;
    else if (how === "in" && target) this.#step = { kind: "call", frame: top, target };
    else if (how === "in") this.#step = { kind: "in", reason: "step" };
    else if (how === "over") this.#step = { kind: "frame", frame: top };
    else this.#toCallerOf(top);
  }

  /** Why the plugin stops at this statement, of the frame on top; undefined when the step goes on. */
  ended(site: number): "step" | "pause" | "entry" | undefined {
    const step = this.#step;
    if (!step) return undefined;
    if (this.#skipForeign && isForeign(site)) return undefined;
    if (step.kind === "in") return step.reason;
    if (step.kind === "call" && step.inside) return "step";
    return step.frame === this.#stack.top ? "step" : undefined;
  }

  /** The frame on top was entered. */
  entered(): void {
    const step = this.#step;
    if (step?.kind !== "call" || step.inside || this.#stack.below !== step.frame) return;
    const { top } = this.#stack;
    if (top && cameBy(step.target, functionOf(siteOf(top))?.accessor === true)) step.inside = top;
  }

  /** A frame has left. Its caller is on top now, when it has one. */
  left(frame: FrameRecord): void {
    const step = this.#step;
    if (!step || step.kind === "in") return;
    if (step.kind === "call" && step.inside === frame) step.inside = undefined;
    if (step.frame === frame) this.#toCaller(frame);
  }

  /** A generator that yields goes back to whoever asked it. */
  yielded(frame: FrameRecord): void {
    if (this.#step?.kind === "call" && this.#step.inside === frame) this.#step.inside = undefined;
    if (functionOf(siteOf(frame))?.generator !== true || functionOf(siteOf(frame))?.async === true) return;
    this.left(frame);
  }

  #toCallerOf(top: FrameRecord): void {
    const { below } = this.#stack;
    if (below) this.#step = { kind: "frame", frame: below };
    else this.#toAwaiting(top);
  }

  #toCaller(frame: FrameRecord): void {
    const { top } = this.#stack;
    if (top) this.#step = { kind: "frame", frame: top };
    else this.#toAwaiting(frame);
  }

  /** Without a caller in the plugin the step is over and the plugin runs on. */
  #toAwaiting(frame: FrameRecord): void {
    const [caller] = waitingCallers(frame);
    this.#step = caller && { kind: "frame", frame: caller };
  }
}
