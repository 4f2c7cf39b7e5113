/**
 * quickjs-emscripten as its README uses it, in a worker: no limits, no interrupt handler, no prelude. With `probes` as its
 * data the programs are instrumented for debugging, with nothing armed.
 */
import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import releaseSync from "@jitl/quickjs-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant, type QuickJSHandle, type QuickJSSyncVariant } from "quickjs-emscripten-core";
import { instrument } from "../../../runtime/core/debug/instrument.ts";

const RUNTIME = `const keep = (accessor, value) => value;
export const marks = Object.assign(new Uint8Array(4096), { E() {}, L() {}, W: keep, R: keep });`;

const port = parentPort;
if (!port) throw new Error("This file runs in a worker thread");
const quickjs = await newQuickJSWASMModuleFromVariant(releaseSync as unknown as QuickJSSyncVariant);
const context = quickjs.newContext();
context.runtime.setModuleLoader(() => RUNTIME);
const programs = new Map<string, QuickJSHandle>();
for (const name of ["fib", "text", "bodies"]) {
  const written = await readFile(new URL(`../programs/${name}.js`, import.meta.url), "utf8");
  const source = workerData === "probes" ? instrument(written, { module: name, runtime: "probes" }).code : written;
  const module = context.unwrapResult(context.evalCode(source, `${name}.js`, { type: "module" }));
  programs.set(name, context.getProp(module, "default"));
}
port.on("message", ({ name, n }: { name: string; n: number }) => {
  const program = programs.get(name);
  if (!program) throw new Error(`There is no program ${name}`);
  const result = context.unwrapResult(context.callFunction(program, context.undefined, context.newNumber(n)));
  port.postMessage(context.getNumber(result));
  result.dispose();
});
port.postMessage("ready");
