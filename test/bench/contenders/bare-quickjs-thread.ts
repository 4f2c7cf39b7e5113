/** quickjs-emscripten as its README uses it, in a worker: no limits, no interrupt handler, no prelude. */
import { readFile } from "node:fs/promises";
import { parentPort } from "node:worker_threads";
import releaseSync from "@jitl/quickjs-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant, type QuickJSHandle, type QuickJSSyncVariant } from "quickjs-emscripten-core";

const port = parentPort;
if (!port) throw new Error("This file runs in a worker thread");
const quickjs = await newQuickJSWASMModuleFromVariant(releaseSync as unknown as QuickJSSyncVariant);
const context = quickjs.newContext();
const programs = new Map<string, QuickJSHandle>();
for (const name of ["fib", "text", "bodies"]) {
  const source = await readFile(new URL(`../programs/${name}.js`, import.meta.url), "utf8");
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
