/** The same interpreter without AI Hub around it: what the sandbox costs the guest's computing. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Measures } from "../serve.ts";
import { timed } from "./timing.ts";

export function create(): Promise<Measures> {
  return startThread();
}

/** @param data what the thread is told. */
export async function startThread(data?: "probes"): Promise<Measures> {
  // The stack of AI Hub's workers, so that both interpreters live in the same kind of thread.
  const worker = new Worker(new URL("bare-quickjs-thread.ts", import.meta.url), {
    resourceLimits: { stackSizeMb: 16 },
    workerData: data,
  });
  await once(worker, "message");
  const runsPerSecond = (name: string) => async (n: number) => {
    const ms = await timed(async () => {
      worker.postMessage({ name, n });
      await once(worker, "message");
    });
    return n / (ms / 1000);
  };
  return { "cpu-fib": runsPerSecond("fib"), "cpu-text": runsPerSecond("text"), "cpu-bodies": runsPerSecond("bodies") };
}
