// @sebastianwessel/quickjs: QuickJS in the host's own thread, all sandboxes in one WebAssembly memory.
import variant from "@jitl/quickjs-wasmfile-release-sync";
import { loadQuickJs } from "@sebastianwessel/quickjs";
import { residentMegabytesEach, timed } from "./timing.ts";

const LOOP = `
  let next = 0;
  const lane = async () => {
    while (next < env.loop) {
      const id = next++;
      await env.call({ id, method: "events.emit", args: { json: '{"event":"tick","data":' + id + "}" } });
    }
  };
  await Promise.all(Array.from({ length: env.width }, lane));
  export default next;`;

export async function create() {
  const { runSandboxed } = await loadQuickJs(variant);
  const calls = (loop, width) => {
    const call = async ({ id }) => ({ id, ok: true, value: { json: "" } });
    return runSandboxed(
      ({ evalCode }) =>
        timed(async () => {
          const result = await evalCode(LOOP);
          if (!result.ok || result.data !== loop) throw new Error(`The sandbox ended early: ${JSON.stringify(result)}`);
        }),
      { env: { loop, width, call } },
    );
  };
  /** Resolves once the sandbox has run its first code; it lives until `ended`. */
  const start = (ended) =>
    new Promise((resolve, reject) => {
      runSandboxed(async ({ evalCode }) => {
        await evalCode("export default 1 + 1");
        resolve();
        await ended;
      }).catch(reject);
    });
  return {
    "start-cold": () => timed(() => start(Promise.resolve())),
    "round-trip": async (n) => ((await calls(n, 1)) / n) * 1000,
    "calls-64": async (n) => n / ((await calls(n, 64)) / 1000),
    resident: (n) =>
      residentMegabytesEach(
        n,
        () => start(new Promise(() => {})),
        () => start(Promise.resolve()),
      ),
  };
}
