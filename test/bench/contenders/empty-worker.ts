/** The floor: a `worker_threads` worker that runs nothing. */
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Measures } from "../serve.ts";
import { residentMegabytesEach, timed } from "./timing.ts";

const url = new URL("empty-worker-thread.js", import.meta.url);

export async function create(): Promise<Measures> {
  let echo: Worker | undefined;
  return {
    async "start-cold"() {
      let worker: Worker | undefined;
      const ms = await timed(async () => {
        worker = await startWorker();
      });
      await worker?.terminate();
      return ms;
    },
    async "round-trip"(n) {
      echo ??= await startWorker();
      const worker = echo;
      const ms = await timed(
        () =>
          new Promise<void>((resolve) => {
            const answer = (message: { id: number } | "done") => {
              if (message !== "done") return worker.postMessage({ id: message.id, ok: true, value: { json: "" } });
              worker.off("message", answer);
              resolve();
            };
            worker.on("message", answer);
            worker.postMessage({ loop: n });
          }),
      );
      return (ms / n) * 1000;
    },
    resident: (n) => residentMegabytesEach(n, startWorker, async () => (await startWorker()).terminate()),
  };
}

async function startWorker(): Promise<Worker> {
  const worker = new Worker(url);
  await once(worker, "message");
  return worker;
}
