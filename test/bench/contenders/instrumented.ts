/** Programs as a debugged plugin runs them, while it has no breakpoints. */
import type { Measures } from "../serve.ts";
import { startThread } from "./bare-quickjs.ts";

export function create(): Promise<Measures> {
  return startThread("probes");
}
