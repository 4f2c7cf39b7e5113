/**
 * The plugin's frames, as the instrumented code tells them: it enters (E) and leaves (L) functions, waits (W) at an
 * `await` or `yield` and resumes (R). A frame that waits is not on the stack, and comes back as the same one.
 *
 * While frames are kept every call of the plugin passes here. So a frame on the stack is its accessor and nothing more;
 * a record is made of it when it first waits, or when somebody asks.
 */
import { ACCESS } from "../../../core/debug/site-table.ts";
import { uncurry } from "../web/primordials.ts";
import type { Accessor, FrameRecord } from "./frame.ts";
import { functionOf } from "./tables.ts";

/** Callers are kept alive by the frames they called: a chain of asynchronous calls must not grow for ever. */
const MAX_CHAIN = 50;

const getWeakly = uncurry<FrameRecord | undefined>(WeakMap.prototype.get);
const setWeakly = uncurry<void>(WeakMap.prototype.set);

const ended: Accessor = () => undefined;

export class Stack {
  /**
   * Of the frames on the stack: the innermost is at `depth - 1`, above it there is nothing. It has no prototype, where a
   * plugin could put setters. The two are no private fields because those are slow, and every call touches them.
   */
  readonly accessors = Object.setPrototypeOf([], null) as Record<number, Accessor | undefined>;
  depth = 0;
  readonly #records = new WeakMap<Accessor, FrameRecord>();
  #next = 1;

  get top(): FrameRecord | undefined {
    return this.#recordAt(this.depth - 1);
  }

  /** Who called the innermost. */
  get below(): FrameRecord | undefined {
    return this.#recordAt(this.depth - 2);
  }

  /** The innermost last. */
  get frames(): readonly FrameRecord[] {
    const frames: FrameRecord[] = [];
    for (let index = 0; index < this.depth; index++) {
      const frame = this.#recordAt(index);
      if (frame) frames.push(frame);
    }
    return frames;
  }

  enter(accessor: Accessor): void {
    this.accessors[this.depth++] = accessor;
  }

  leave(accessor: Accessor | undefined): void {
    const top = this.depth - 1;
    if (accessor !== undefined && this.accessors[top] === accessor) {
      this.accessors[top] = undefined;
      this.depth = top;
      return;
    }
    const frame = accessor ? this.find(accessor) : this.top?.unknown && this.top;
    if (!frame) return;
    frame.waits = false;
    const at = this.#indexOf(frame.accessor);
    if (at >= 0) this.cut(at);
  }

  wait(accessor: Accessor): FrameRecord {
    const frame = this.current(accessor);
    this.leave(accessor);
    frame.waits = true;
    return frame;
  }

  /** Forgets the frames above a depth: they were left without a word. */
  cut(depth: number): void {
    while (this.depth > depth) this.accessors[--this.depth] = undefined;
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
    this.enter(accessor);
    return this.#record({ accessor, caller: undefined, unknown: at });
  }

  /** The frame of code that runs right now. */
  current(accessor: Accessor): FrameRecord {
    this.resume(accessor);
    return this.top ?? this.#record({ accessor, caller: undefined });
  }

  /**
   * Puts on top what runs right now. An exception may have brought it back without a word, and one that was entered
   * before frames were kept is new.
   */
  resume(accessor: Accessor): void {
    if (this.accessors[this.depth - 1] === accessor) return;
    const at = this.#indexOf(accessor);
    if (at >= 0) return this.cut(at + 1); // what lay above was interrupted
    this.enter(accessor);
    const frame = getWeakly(this.#records, accessor);
    if (frame) frame.waits = false;
  }

  /** The frame on the stack or that waits. */
  find(accessor: Accessor): FrameRecord | undefined {
    return getWeakly(this.#records, accessor) ?? this.#recordAt(this.#indexOf(accessor));
  }

  #indexOf(accessor: Accessor): number {
    let index = this.depth - 1;
    while (index >= 0 && this.accessors[index] !== accessor) index--;
    return index;
  }

  /** @param reach how many callers are made along with it */
  #recordAt(index: number, reach = MAX_CHAIN): FrameRecord | undefined {
    const accessor = this.accessors[index];
    if (!accessor) return undefined;
    const known = getWeakly(this.#records, accessor);
    if (known) return known;
    const caller = reach > 0 ? this.#recordAt(index - 1, reach - 1) : undefined;
    return this.#record({ accessor, caller: caller && caller.chain < MAX_CHAIN ? caller : undefined });
  }

  #record({ accessor, caller, unknown }: Pick<FrameRecord, "accessor" | "caller" | "unknown">): FrameRecord {
    // QuickJS never frees an entry of a WeakMap whose value leads to its key.
    const held = new WeakRef(accessor);
    const record: FrameRecord = {
      id: this.#next++,
      get accessor() {
        return held.deref() ?? ended;
      },
      caller,
      chain: caller ? caller.chain + 1 : 0,
      waits: false,
      ...(unknown && { unknown }),
    };
    setWeakly(this.#records, accessor, record);
    return record;
  }
}

/** Callers of the outermost frame on the stack that wait for it, the nearest first. */
export function waitingCallers(outermost: FrameRecord | undefined): FrameRecord[] {
  const callers: FrameRecord[] = [];
  for (let caller = outermost?.caller; caller; caller = caller.caller) if (caller.waits) callers.push(caller);
  return callers;
}
