/** `aihub dap` as editors start it, and a person who steps. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { DebugClient } from "@vscode/debugadapter-testsupport";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Measures } from "../serve.ts";

const AIHUB = fileURLToPath(new URL("../../../sdk/cli/bin/aihub.js", import.meta.url));

/** Ten statements to step over, two of them calls. */
const PROGRAM = `function half(x) {
  const result = x / 2;
  return result;
}
export default () => {
  let sum = 0;
  for (let i = 0; i < 1e9; i++) {
    const item = { price: half(i), count: i % 7 };
    sum += item.price * item.count;
    sum = half(sum) % 1000;
  }
  return sum;
};
`;

export function debuggerMeasures(): Measures {
  return { "step-p50": (n) => step(n, 0.5), "step-p95": (n) => step(n, 0.95) };
}

/** Milliseconds from `next` to `stopped`, as the client sees them: what this share of `n` steps stays below. */
async function step(n: number, share: number): Promise<number> {
  const dir = await mkdtemp(path.join(tmpdir(), "aihub-bench-"));
  const adapter = spawn(process.execPath, [AIHUB, "dap", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const program = path.join(dir, "steps.js");
    await writeFile(program, PROGRAM);
    const client = new DebugClient("node", "", "aihub");
    await client.start(await portOf(adapter));
    const stopped = () => new Promise<void>((resolve) => client.once("stopped", () => resolve()));
    const entry = stopped();
    await client.initializeRequest();
    await client.launchRequest({ program, stopOnEntry: true } as DebugProtocol.LaunchRequestArguments);
    await client.configurationDoneRequest();
    await entry;
    const atBreakpoint = stopped();
    await client.setBreakpointsRequest({ source: { path: program }, breakpoints: [{ line: 8 }] });
    await client.continueRequest({ threadId: 1 });
    await atBreakpoint;
    await client.setBreakpointsRequest({ source: { path: program }, breakpoints: [] });
    const times: number[] = [];
    for (let index = 0; index < n; index++) {
      const next = stopped();
      const before = performance.now();
      await Promise.all([client.nextRequest({ threadId: 1 }), next]);
      times.push(performance.now() - before);
    }
    await client.disconnectRequest();
    times.sort((a, b) => a - b);
    return times[Math.min(n - 1, Math.floor(n * share))] ?? Number.NaN;
  } finally {
    adapter.kill();
    await once(adapter, "exit");
    await rm(dir, { recursive: true, force: true });
  }
}

async function portOf(adapter: ChildProcess): Promise<number> {
  const [line] = (await once(adapter.stdout ?? adapter, "data")) as [Buffer];
  return Number(/:(\d+)\s*$/.exec(line.toString())?.[1]);
}
