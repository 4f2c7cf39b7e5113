/** Errors that nobody caught, on their way out of the sandbox. */
import { encodeError } from "../bridge.ts";
import { native } from "./host.ts";

/** Hands an error to the host: an exception in a timer, an event listener or a microtask, or `reportError`. */
export function report(thrown: unknown): void {
  native.uncaught(encodeError(thrown));
}
