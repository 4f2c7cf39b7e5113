/** Entry of a Node worker thread: the only file of the sandbox that knows `worker_threads`. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { FromWorker, ToWorker } from "../core/protocol/messages.ts";
import { Sandbox } from "./sandbox.ts";

/** What the host hands to a fresh worker. */
export interface WorkerBoot {
  readonly wasmModule: WebAssembly.Module;
  readonly memoryMB: number;
  readonly prelude: string;
  readonly pulse: BigInt64Array;
}

/** How long to look out for a reply, in milliseconds. A thread takes about 0.02 to wake. */
const LOOKOUT_MS = 0.05;
/** How long replies may follow one another before timers get their turn, in milliseconds. */
const TURN_MS = 5;

const boot = workerData as WorkerBoot;
const port = parentPort;
if (!port) throw new Error("This file runs in a worker thread");

const sandbox = new Sandbox({
  ...boot,
  send: (message: FromWorker, transfer) => port.postMessage(message, transfer ?? []),
});
port.on("message", (message: ToWorker) => {
  sandbox.receive(message);
  awaitReplies(port);
});

/**
 * Most host calls are answered sooner than a sleeping thread wakes up: so it looks out for the next message a little
 * while before it goes to sleep.
 */
function awaitReplies(port: MessagePort): void {
  const start = performance.now();
  let last = start;
  for (
    let now = start;
    sandbox.awaitsHost && now - last < LOOKOUT_MS && now - start < TURN_MS;
    now = performance.now()
  ) {
    const received = receiveMessageOnPort(port) as { message: ToWorker } | undefined;
    if (!received) continue;
    sandbox.receive(received.message);
    last = now;
  }
}
await sandbox.prepare();
