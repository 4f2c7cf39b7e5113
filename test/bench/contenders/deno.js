// The reference: a Deno worker without any permission. Runs inside Deno.
import { residentMegabytesEach, timed } from "./timing.ts";

const url = new URL("deno-worker.js", import.meta.url).href;

function startWorker() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(url, { type: "module", deno: { permissions: "none" } });
    worker.onmessage = () => resolve(worker);
    worker.onerror = reject;
  });
}

export async function create() {
  let echo;
  const calls = async (loop, width) => {
    echo ??= await startWorker();
    return timed(
      () =>
        new Promise((resolve) => {
          echo.onmessage = ({ data }) => {
            if (data === "done") return resolve();
            echo.postMessage({ id: data.id, ok: true, value: { json: "" } });
          };
          echo.postMessage({ loop, width });
        }),
    );
  };
  return {
    async "start-cold"() {
      let worker;
      const ms = await timed(async () => {
        worker = await startWorker();
      });
      worker.terminate();
      return ms;
    },
    "round-trip": async (n) => ((await calls(n, 1)) / n) * 1000,
    "calls-64": async (n) => n / ((await calls(n, 64)) / 1000),
    resident: (n) => residentMegabytesEach(n, startWorker, async () => (await startWorker()).terminate()),
  };
}
