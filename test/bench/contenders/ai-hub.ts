/** AI Hub as a host uses it: real plugin folders, built before, started and called through `PluginHost`. */
import { existsSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { PluginInspector } from "../../../runtime/host/debug/plugin-inspector.ts";
import type { PluginInstance } from "../../../runtime/host/plugin-instance.ts";
import { ALL, createTestHost, manifest, type TestHost } from "../../support/host.ts";
import type { Measures } from "../serve.ts";
import { debuggerMeasures } from "./debugger.ts";
import { languageServer } from "./language-server.ts";
import { permissionCalls } from "./permission-calls.ts";
import { residentMegabytesEach, timed } from "./timing.ts";

const COMMANDS = ["calls", "fib", "text", "bodies", "sleep", "spin", "flood"];
/** Finer than the 10 ms default; the figure includes it. */
const RESOLUTION_MS = 1;

const MAIN = `
import bodies from "./programs/bodies.js";
import fib from "./programs/fib.js";
import text from "./programs/text.js";

async function calls({ n, width }) {
  let next = 0;
  const lane = async () => {
    while (next < n) await aiHub.events.emit("tick", next++);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

function spin(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function flood(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    for (let i = 0; i < 1000; i++) aiHub.events.emit("tick", i).catch(() => {});
    await sleep(0);
  }
}

export const commands = { calls, sleep, spin, flood, fib, text, bodies };
`;
/** A line that the computing programs do not come to. */
const ELSEWHERE = MAIN.split("\n").findIndex((line) => line.startsWith("function spin")) + 2;

/** Its folder goes with this process. */
async function openHost(poolSize: number): Promise<TestHost> {
  const test = await createTestHost({ poolSize });
  process.once("exit", () => rmSync(test.dir, { recursive: true, force: true }));
  return test;
}

export async function create(): Promise<Measures> {
  const cold = await openHost(0);
  let pooled: TestHost | undefined;
  let worker: PluginInstance | undefined;
  const busy = async () => {
    worker ??= await startBusy(cold);
    return worker;
  };
  const calls = async (n: number, width: number) => {
    const instance = await busy();
    return timed(() => instance.invoke("calls", { n, width }));
  };
  const runsPerSecond =
    (name: string, who = busy) =>
    async (n: number) => {
      const instance = await who();
      return n / ((await timed(() => instance.invoke(name, n))) / 1000);
    };
  let armed: PluginInstance | undefined;
  const debugged = async () => {
    armed ??= await startBusy(cold, new PluginInspector());
    return armed;
  };
  return {
    "start-cold": () => start(cold),
    async "start-warm"() {
      pooled ??= await openHost(2);
      await pooled.host.warm();
      return start(pooled);
    },
    "round-trip": async (n) => ((await calls(n, 1)) / n) * 1000,
    "calls-64": async (n) => n / ((await calls(n, 64)) / 1000),
    "cpu-fib": runsPerSecond("fib"),
    "cpu-text": runsPerSecond("text"),
    "cpu-bodies": runsPerSecond("bodies"),
    "armed-fib": runsPerSecond("fib", debugged),
    "armed-text": runsPerSecond("text", debugged),
    "armed-bodies": runsPerSecond("bodies", debugged),
    resident: (n) =>
      residentMegabytesEach(
        n,
        async () => (await openIdle(cold)).start(),
        () => start(cold),
      ),
    "blocked-idle": async (ms) => longestDelay(await busy(), "sleep", ms),
    "blocked-spin": async (ms) => longestDelay(await busy(), "spin", ms),
    "blocked-flood": async (ms) => longestDelay(await busy(), "flood", ms),
    ...permissionCalls(),
    ...languageServer(),
    ...debuggerMeasures(),
  };
}

/** Milliseconds until a plugin that was built before runs. */
async function start(test: TestHost): Promise<number> {
  const instance = await openIdle(test);
  const ms = await timed(() => instance.start());
  await instance.stop();
  return ms;
}

/** A plugin that does nothing, built. */
async function openIdle(test: TestHost): Promise<PluginInstance> {
  const dir = join(test.dir, "idle");
  if (!existsSync(dir)) {
    await test.write("idle", {
      "plugin.json": manifest({ name: "Idle" }),
      "main.js": "export function activate() {}",
    });
  }
  const instance = await test.host.openFolder(dir, { rules: ALL });
  await instance.source.build();
  return instance;
}

/** @param inspector debugs it, with a breakpoint that is not reached. */
async function startBusy(test: TestHost, inspector?: PluginInspector): Promise<PluginInstance> {
  const program = (name: string) => readFile(new URL(`../programs/${name}.js`, import.meta.url), "utf8");
  const dir = await test.write("busy", {
    "plugin.json": manifest({
      name: "Busy",
      ui: { commands: COMMANDS.map((id) => ({ id, title: id })) },
      api: { events: ["tick"] },
    }),
    "main.js": MAIN,
    "programs/bodies.js": await program("bodies"),
    "programs/fib.js": await program("fib"),
    "programs/text.js": await program("text"),
  });
  const instance = await test.host.openFolder(dir, { rules: ALL, ...(inspector && { inspector }) });
  await instance.start();
  const [breakpoint] = (await inspector?.setBreakpoints(join(dir, "main.js"), [{ line: ELSEWHERE }])) ?? [];
  if (breakpoint?.verified === false) throw new Error("The breakpoint is not in the plugin");
  return instance;
}

/** The longest that this thread's event loop was late meanwhile, in milliseconds. */
async function longestDelay(instance: PluginInstance, command: string, ms: number): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  await instance.invoke(command, ms);
  delay.disable();
  return delay.max / 1e6;
}
