/** Entry of a Node worker thread: the only file of the sandbox that knows `worker_threads`. */
import { parentPort, workerData } from "node:worker_threads";
import type { FromWorker, ToWorker } from "../core/protocol/messages.ts";
import { Sandbox } from "./sandbox.ts";

/** What the host hands to a fresh worker. */
export interface WorkerBoot {
  readonly wasmModule: WebAssembly.Module;
  readonly memoryMB: number;
  readonly prelude: string;
  readonly pulse: BigInt64Array;
}

const boot = workerData as WorkerBoot;
const port = parentPort;
if (!port) throw new Error("This file runs in a worker thread");

const sandbox = new Sandbox({
  ...boot,
  send: (message: FromWorker, transfer) => port.postMessage(message, transfer ?? []),
});
port.on("message", (message: ToWorker) => sandbox.receive(message));
await sandbox.prepare();
