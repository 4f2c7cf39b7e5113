/** One call of a function of the plugin, and the promises that it makes. */
import { ACCESS } from "../../../core/debug/site-table.ts";

/** A closure of instrumented code for one run of one scope; see `ACCESS`. */
export type Accessor = (what: number, write?: boolean, value?: unknown) => unknown;

/** Who called a frame. */
export interface Call {
  /** Where the caller stood. */
  readonly site: number | undefined;
  /** The promise for which the caller ran. */
  readonly within: Made | undefined;
}

export interface FrameRecord {
  readonly id: number;
  /** Held weakly: one that has ended knows nothing any more. */
  readonly accessor: Accessor;
  /** Who was on top when the function was called: whom an asynchronous one lets wait, perhaps. */
  readonly caller: FrameRecord | undefined;
  /** How many callers there are. */
  readonly chain: number;
  /** At an `await` or `yield`: it is not on the stack. */
  waits: boolean;
  /** Of one that has waited: who has the promise that it is. */
  call?: Call;
  /** Began before frames were kept: nothing is known of it but where it stands. */
  readonly unknown?: { site: number };
}

/**
 * What is known of a promise. Nothing in it may lead to the promise, as the plugin's functions and frames may: QuickJS never
 * frees an entry of a WeakMap whose value leads to its key.
 */
export interface Made {
  /** Whose code made it. */
  readonly maker: FrameRecord | undefined;
  /** The promise that would take what this code returns. */
  readonly within: Made | undefined;
  /** How many there are within one another. */
  readonly chain: number;
  /** Who asked for its end, until that has come. */
  readonly asked: Asked[];
}

export interface Asked {
  /** Called when it rejects: a function of the plugin, or one of the interpreter that hands that on. */
  readonly handler?: WeakRef<object>;
  /** Rejects when it does, unless the handler prevents that. */
  readonly follower?: Made;
  /** Awaits it. */
  readonly frame?: FrameRecord;
}

export function siteOf(frame: FrameRecord): number {
  return frame.accessor(ACCESS.site) as number;
}
