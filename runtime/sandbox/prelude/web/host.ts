/** The prelude's own reference to the worker's functions; guest code can never see it. */
import type { Native } from "../native.ts";

export let native: Native;

/** Called once, before anything else of the web half runs. */
export function connect(to: Native): void {
  native = to;
}
