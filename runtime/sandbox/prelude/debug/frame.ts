/** One call of a function of the plugin. */
import { ACCESS } from "../../../core/debug/site-table.ts";

/** A closure of instrumented code for one run of one scope; see `ACCESS`. */
export type Accessor = (what: number, write?: boolean, value?: unknown) => unknown;

export interface FrameRecord {
  readonly id: number;
  readonly accessor: Accessor;
  /** Who was on top when the function was called: whom an asynchronous one lets wait, perhaps. */
  readonly caller: FrameRecord | undefined;
  /** How many callers there are. */
  readonly chain: number;
  /** At an `await` or `yield`: it is not on the stack. */
  waits: boolean;
  /** Began before frames were kept: nothing is known of it but where it stands. */
  readonly unknown?: { site: number };
}

export function siteOf(frame: FrameRecord): number {
  return frame.accessor(ACCESS.site) as number;
}
