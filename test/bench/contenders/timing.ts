/** What the contenders measure with. Plain JavaScript APIs, so that Deno can use it too. */
import process from "node:process";

const KEPT_IDLE_MS = 500;

/** Milliseconds that `run` takes. */
export async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Megabytes of resident memory for each of `n` things, above a process that has had one and let it go. */
export async function residentMegabytesEach(
  n: number,
  startOne: () => Promise<unknown>,
  warmUp: () => Promise<unknown>,
): Promise<number> {
  await warmUp();
  await idle();
  const before = process.memoryUsage.rss();
  for (let i = 0; i < n; i++) await startOne();
  await idle();
  return (process.memoryUsage.rss() - before) / n / 2 ** 20;
}

function idle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, KEPT_IDLE_MS));
}
