/**
 * The plugin's frames, as the instrumented code tells them: it enters (E) and leaves (L) functions, waits (W) at an
 * `await` or `yield` and resumes (R). A frame that waits is not on the stack, and comes back as the same one.
 */
import { ACCESS } from "../../../core/debug/site-table.ts";
import type { Accessor, FrameRecord } from "./frame.ts";
import { functionOf } from "./tables.ts";

/** Callers are kept alive by the frames they called: a chain of asynchronous calls must not grow for ever. */
const MAX_CHAIN = 50;

export class Stack {
  /** The innermost last. */
  readonly frames: FrameRecord[] = [];
  readonly #waiting = new WeakMap<Accessor, FrameRecord>();
  #next = 1;

  get top(): FrameRecord | undefined {
    return this.frames.at(-1);
  }

  enter(accessor: Accessor): FrameRecord {
    const { top } = this;
    const caller = top && top.chain < MAX_CHAIN ? top : undefined;
    const frame: FrameRecord = {
      id: this.#next++,
      accessor,
      caller,
      chain: caller ? caller.chain + 1 : 0,
      state: "running",
    };
    this.frames.push(frame);
    return frame;
  }

  leave(accessor: Accessor | undefined): FrameRecord | undefined {
    const frame = accessor ? this.#find(accessor) : this.top?.unknown && this.top;
    if (!frame) return undefined;
    this.#pop(frame);
    frame.state = "left";
    return frame;
  }

  wait(accessor: Accessor): FrameRecord {
    const frame = this.current(accessor);
    this.#pop(frame);
    frame.state = "waiting";
    this.#waiting.set(accessor, frame);
    return frame;
  }

  /** The same for code that has no accessor, since frames were not kept when it began. */
  unknown(site: number): FrameRecord {
    const { top } = this;
    if (top?.unknown && functionOf(top.unknown.site) === functionOf(site)) {
      top.unknown.site = site;
      return top;
    }
    const at = { site };
    const accessor: Accessor = (what) => (what === ACCESS.site ? at.site : undefined);
    const frame: FrameRecord = {
      id: this.#next++,
      accessor,
      caller: undefined,
      chain: 0,
      state: "running",
      unknown: at,
    };
    this.frames.push(frame);
    return frame;
  }

  /**
   * The frame of code that runs right now. An exception may have brought it back without a word, and one that was
   * entered before frames were kept is new.
   */
  current(accessor: Accessor): FrameRecord {
    const { top } = this;
    if (top?.accessor === accessor) return top;
    const frame = this.#find(accessor);
    if (!frame) return this.enter(accessor);
    const at = this.frames.indexOf(frame);
    if (at >= 0)
      this.frames.length = at + 1; // what lay above was interrupted
    else this.frames.push(frame);
    this.#waiting.delete(accessor);
    frame.state = "running";
    return frame;
  }

  #find(accessor: Accessor): FrameRecord | undefined {
    return this.frames.findLast((frame) => frame.accessor === accessor) ?? this.#waiting.get(accessor);
  }

  #pop(frame: FrameRecord): void {
    const at = this.frames.lastIndexOf(frame);
    if (at >= 0) this.frames.length = at;
    this.#waiting.delete(frame.accessor);
  }
}

/** Callers of the outermost frame on the stack that wait for it, the nearest first. */
export function waitingCallers(outermost: FrameRecord | undefined): FrameRecord[] {
  const callers: FrameRecord[] = [];
  for (let caller = outermost?.caller; caller; caller = caller.caller)
    if (caller.state === "waiting") callers.push(caller);
  return callers;
}
