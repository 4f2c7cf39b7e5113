/** Ctrl-C and its relatives: the first asks for a clean stop, the second ends the process. */
import { constants } from "node:os";
import process from "node:process";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** An older Node that handed over to us passes on the signal that the terminal has sent us already. */
const SAME_MS = 200;

export interface Interrupt {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** 128 + the signal's number once there was one. */
  exitCode(): number | undefined;
  dispose(): void;
}

export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  let code: number | undefined;
  let first = 0;
  const listener = (name: NodeJS.Signals): void => {
    if (code === undefined) {
      first = performance.now();
      code = 128 + constants.signals[name];
      controller.abort();
    } else if (performance.now() - first > SAME_MS) process.exit(code);
  };
  for (const name of SIGNALS) process.on(name, listener);
  return {
    signal: controller.signal,
    exitCode: () => code,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, listener);
    },
  };
}
