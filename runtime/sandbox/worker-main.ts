/** Entry of a Node worker thread: the only file of the sandbox that knows `worker_threads`. */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { FromWorker, ToWorker } from "../core/protocol/messages.ts";
import { Sandbox } from "./sandbox.ts";

/** What the host hands to a fresh worker. */
export interface WorkerBoot {
  readonly wasmModule: WebAssembly.Module;
  readonly memoryMB: number;
  readonly prelude: string;
  readonly pulse: BigInt64Array;
  /** The guest's part of the debug agent, for a plugin that is debugged. */
  readonly agent?: string;
}

/** How long to look out for a reply, in milliseconds. A thread takes about 0.02 to wake. */
const LOOKOUT_MS = 0.05;
/** How long replies may follow one another before timers get their turn, in milliseconds. */
const TURN_MS = 5;

const boot = workerData as WorkerBoot;
const port = parentPort;
if (!port) throw new Error("This file runs in a worker thread");

/** What came for the plugin while a debugger had stopped it. */
const kept: ToWorker[] = [];

const sandbox = new Sandbox({
  ...boot,
  ...(boot.agent !== undefined && { debug: { agent: boot.agent, nextCommand } }),
  send: (message: FromWorker, transfer) => port.postMessage(message, transfer ?? []),
});
port.on("message", (message: ToWorker) => {
  receiveKept();
  sandbox.receive(message);
  awaitReplies();
});

function receiveKept(): void {
  for (let message = kept.shift(); message; message = kept.shift()) sandbox.receive(message);
}

/**
 * The next command for the debug agent, even while the guest runs; everything else keeps its place in the row. With
 * `wait`, sleeps until there is one.
 */
function nextCommand(wait: boolean): string | undefined {
  for (;;) {
    const before = Atomics.load(boot.pulse, 1);
    for (let message = read(); message; message = read()) {
      if (message.type === "debug") return message.json;
      if (kept.push(message) === 1) setImmediate(receiveKept);
    }
    if (!wait) return undefined;
    Atomics.wait(boot.pulse, 1, before);
  }
}

function read(): ToWorker | undefined {
  return port ? (receiveMessageOnPort(port) as { message: ToWorker } | undefined)?.message : undefined;
}

/**
 * Most host calls are answered sooner than a sleeping thread wakes up: so it looks out for the next message a little
 * while before it goes to sleep.
 */
function awaitReplies(): void {
  const start = performance.now();
  let last = start;
  for (
    let now = start;
    sandbox.awaitsHost && now - last < LOOKOUT_MS && now - start < TURN_MS;
    now = performance.now()
  ) {
    const message = kept.shift() ?? read();
    if (!message) continue;
    sandbox.receive(message);
    last = now;
  }
}
await sandbox.prepare();
