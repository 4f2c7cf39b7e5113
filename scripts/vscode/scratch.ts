/** Temporary folders and processes that do not outlive this one, also when it is interrupted. */
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";

/** A new folder whose name begins with `prefix`; removed when this process exits. */
export async function scratchFolder(prefix: string): Promise<string> {
  const folder = await mkdtemp(prefix);
  // Retries: on Windows a file may stay busy a moment after its program has ended.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Without a handler a signal ends Node without its "exit" event, on which the cleaning hangs. */
export function exitOnSignals(): void {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => process.exit(codes[signal]));
}
