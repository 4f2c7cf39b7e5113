/** Runs instrumented programs in the real engine, with a small debug runtime. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Instrumented, instrument } from "../../../runtime/core/debug/instrument.ts";
import { ACCESS, MARKS, type SiteTable } from "../../../runtime/core/debug/site-table.ts";
import { Engine } from "../../../runtime/sandbox/engine.ts";
import { ModuleTable } from "../../../runtime/sandbox/modules.ts";
import type { NativeFunction } from "../../../runtime/sandbox/native-values.ts";

const require = createRequire(import.meta.url);
const wasm = require.resolve("@jitl/quickjs-wasmfile-release-sync/wasm");

export const RUNTIME = "aihub:debug";

/** The text of a part of the agent, which declares `name` with its exports. */
async function bundled(name: string, file: string): Promise<string> {
  const entryPoints = [fileURLToPath(new URL(file, import.meta.url))];
  const { outputFiles } = await build({ entryPoints, bundle: true, write: false, format: "iife", globalName: name });
  return outputFiles[0]?.text ?? "";
}

/**
 * What the debug agent's guest half does, without stopping: it keeps the frames and calls `observe` (of the module below)
 * at each armed site. `trouble` holds broken promises of the instrumentation.
 */
const RUNTIME_SOURCE = `
const frames = [], trouble = [];
const { parent, scope, site, inner } = ${JSON.stringify(ACCESS)};
const { delegate } = globalThis.__delegation;
const debug = globalThis.__debug = { frames, trouble, tables: [], watching: false, observe() {} };
const promises = globalThis.__promises;
promises.watch({ stack: { depth: 0, top: undefined }, wanted: () => debug.watching, rejected() {} });
const { lastIndexOf } = Array.prototype, { apply, defineProperty } = Reflect;
const complain = (text) => void (trouble[trouble.length] = text);
const raise = (accessor) => {
  if (!accessor || frames[frames.length - 1] === accessor) return;
  const at = apply(lastIndexOf, frames, [accessor]);
  if (at < 0) frames[frames.length] = accessor;
  else {
    complain("stale frames above " + accessor(site));
    frames.length = at + 1;
  }
};
// The guest may change its built-ins: nothing of them is used here.
export const marks = Object.assign(new Uint8Array(1 << 20), {
  E(accessor, id) {
    frames[frames.length] = accessor;
    if (marks[id]) debug.observe("enter", id, accessor);
  },
  B(id, accessor) { raise(accessor); debug.observe("stop", id, accessor); },
  D(id, accessor) { if (marks[0]) raise(accessor); debug.observe("debugger", id, accessor); },
  L(id, accessor) {
    raise(accessor);
    if (marks[id]) debug.observe("exit", id, accessor);
    frames.length--;
  },
  X(error, accessor, leaves) { raise(accessor); debug.observe(leaves ? "leave" : "catch", accessor?.(site), accessor, error); },
  W(accessor, value) { if (accessor && frames[frames.length - 1] === accessor) frames.length--; return value; },
  R(accessor, value) { if (marks[0]) raise(accessor); return value; },
  Y(accessor, async, iterable) {
    if (!marks[0]) return marks.W(accessor, iterable);
    return delegate(iterable, { begins: () => raise(accessor), waits: () => marks.W(accessor), async: async === 1 });
  },
  P: (type, executor) => promises.executor(type, executor),
  Q(promise) { promises.made(promise); return promise; },
  N(target, name) { defineProperty(target, "name", { value: name, configurable: true }); return target; },
});
debug.complain = complain;
debug.marks = marks;
/** The accessors of a frame's scopes, innermost first, beginning with the scope of the site. */
debug.scopesOf = (id, accessor) => {
  const table = debug.tables.find((one) => id >= one.firstSite && id < one.firstSite + one.sites.length);
  const wanted = table.sites[id - table.firstSite].scope;
  let at = accessor(inner) ?? accessor;
  while (at && at(scope) !== wanted) at = at(parent);
  const chain = [];
  for (; at; at = at(parent)) chain[chain.length] = { info: table.scopes[at(scope)], read: at };
  return chain;
};
`;

/** What the agent has in its own realm. */
const AGENT = `(native, plugin) => {
  ${await bundled("promises", "../../../runtime/sandbox/prelude/debug/promises.ts")}
  plugin.__promises = new promises.Promises();
  ${await bundled("delegation", "../../../runtime/sandbox/prelude/debug/delegation.ts")}
  plugin.__delegation = delegation;
  return {};
}`;

/** The part of the prelude that matters here: no code from strings, and a way in. */
const PRELUDE = `(native) => {
  const { done, log } = native;
  for (const name of ["eval", "Function"]) delete globalThis[name];
  for (const sample of [() => {}, function* () {}, async () => {}, async function* () {}]) {
    Object.defineProperty(Object.getPrototypeOf(sample), "constructor", { value: undefined, writable: false });
  }
  globalThis.console = { log: (...values) => log(values.map(String).join(" ")) };
  const { stringify } = JSON;
  const start = async (entry) => {
    const { default: result } = await import(entry);
    return typeof result === "function" ? await result() : await result;
  };
  return {
    start(entry) {
      start(entry).then(
        (value) => done(1, stringify(value)),
        (error) => done(0, stringify({ name: error?.name, message: String(error?.message ?? error), stack: error?.stack })),
      );
    },
  };
}`;

/** The entry's default export, or what that returns, as it comes out of JSON. */
export interface Guest {
  readonly value: unknown;
  readonly error: { readonly name: string; readonly message: string; readonly stack: string } | undefined;
  readonly logs: readonly string[];
}

export interface GuestOptions {
  readonly modules: Readonly<Record<string, string>>;
  readonly entry: string;
  readonly memoryMB?: number;
}

/** A guard against programs that never end. */
const MAX_MS = 200_000;

let compiled: Promise<WebAssembly.Module> | undefined;

/** Starts an engine, imports the entry and runs it until nothing is left to do. */
export async function runGuest({ modules, entry, memoryMB = 128 }: GuestOptions): Promise<Guest> {
  compiled ??= readFile(wasm).then((bytes) => WebAssembly.compile(bytes));
  const wasmModule = await compiled;
  const logs: string[] = [];
  let result: Guest | undefined;
  const natives: Record<string, NativeFunction> = {
    log: (text) => void logs.push(String(text)),
    done: (ok, json) => {
      const value: unknown = json === undefined ? undefined : JSON.parse(String(json));
      result =
        ok === 1 ? { value, error: undefined, logs } : { value: undefined, error: value as Guest["error"], logs };
    },
  };
  const deadline = performance.now() + MAX_MS;
  const interrupt = () => performance.now() > deadline;
  const agent = { source: AGENT, natives: {} };
  const engine = await Engine.create({ wasmModule, memoryMB, prelude: PRELUDE, natives, agent, interrupt });
  engine.useModules(new ModuleTable({ ...modules, [RUNTIME]: RUNTIME_SOURCE }));
  engine.enter("start", entry);
  if (!result) throw new Error("The guest never ended");
  return result;
}

/** Instruments modules with numbers of sites that do not overlap. */
export function instrumentAll(
  modules: Readonly<Record<string, string>>,
  maps: Readonly<Record<string, string>> = {},
): { modules: Record<string, string>; tables: SiteTable[]; results: Instrumented[] } {
  let firstSite: number = MARKS.first;
  const results = Object.entries(modules).map(([module, code]) => {
    const result = instrument(code, { module, map: maps[module], runtime: RUNTIME, firstSite });
    firstSite += result.table.sites.length;
    return result;
  });
  return {
    modules: Object.fromEntries(results.map(({ table, code }) => [table.module, code])),
    tables: results.map(({ table }) => table),
    results,
  };
}
