// A V8 isolate: no interpreter of its own, so it starts fast, but it shares V8's attack surface with the host.
import ivm from "isolated-vm";
import { residentMegabytesEach, timed } from "./timing.ts";

async function startIsolate() {
  const isolate = new ivm.Isolate({ memoryLimit: 128 });
  const context = await isolate.createContext();
  const script = await isolate.compileScript("1 + 1");
  await script.run(context);
  return { isolate, context };
}

const LOOP = `(async (loop, width) => {
  let next = 0;
  const options = { arguments: { copy: true }, result: { promise: true, copy: true } };
  const lane = async () => {
    while (next < loop) {
      const id = next++;
      await host.apply(undefined, [{ id, method: "events.emit", args: { json: '{"event":"tick","data":' + id + "}" } }], options);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
})`;

export async function create() {
  let loop;
  const calls = async (n, width) => {
    if (!loop) {
      const { isolate, context } = await startIsolate();
      const host = new ivm.Reference(async ({ id }) => ({ id, ok: true, value: { json: "" } }));
      await context.global.set("host", host);
      const script = await isolate.compileScript(LOOP);
      loop = await script.run(context, { reference: true });
    }
    return timed(() => loop.apply(undefined, [n, width], { result: { promise: true, copy: true } }));
  };
  return {
    async "start-cold"() {
      let started;
      const ms = await timed(async () => {
        started = await startIsolate();
      });
      started.isolate.dispose();
      return ms;
    },
    "round-trip": async (n) => ((await calls(n, 1)) / n) * 1000,
    "calls-64": async (n) => n / ((await calls(n, 64)) / 1000),
    resident: (n) => {
      const kept = [];
      const startOne = async () => kept.push(await startIsolate());
      return residentMegabytesEach(n, startOne, async () => (await startIsolate()).isolate.dispose());
    },
  };
}
