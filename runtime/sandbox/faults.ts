/** Tells isolation failures apart by what QuickJS, emscripten and V8 throw. */
import type { ErrorData, Fault } from "../core/errors.ts";

export interface FaultReport {
  readonly fault: Fault;
  readonly message: string;
}

/** Classifies what was thrown *out of* the WebAssembly module: after that the instance is dead, whatever it was. */
export function classifyHostThrow(error: unknown): FaultReport {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (/call stack/i.test(text)) return { fault: "stack", message: "The plugin overflowed the native stack" };
  if (/out of memory|OOM|allocation failed/i.test(text)) return memoryFault();
  return { fault: "crash", message: `The plugin crashed its interpreter (${text.slice(0, 200)})` };
}

export function memoryFault(): FaultReport {
  return { fault: "memory", message: "The plugin ran out of memory" };
}

export function timeoutFault(): FaultReport {
  return { fault: "timeout", message: "The plugin took too long" };
}

/** An error that ended a call: a stack overflow that nobody caught is a fault too. */
export function classifyGuestError({ message }: ErrorData): FaultReport | undefined {
  if (message === "stack overflow" || message === "Maximum call stack size exceeded") {
    return { fault: "stack", message: "The plugin overflowed its stack (endless recursion?)" };
  }
  if (message === "out of memory") return memoryFault();
  return undefined;
}
