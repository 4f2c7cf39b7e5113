/** A bare QuickJS realm with the web half of the prelude, for tests of the prelude alone. */
import { fileURLToPath } from "node:url";
import releaseSync from "@jitl/quickjs-wasmfile-release-sync";
import { build } from "esbuild";
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSSyncVariant,
  type QuickJSWASMModule,
} from "quickjs-emscripten-core";
import { webNatives } from "../../../runtime/sandbox/web-natives.ts";

/** The package types itself as CommonJS; loaded as a module, its default export is the variant itself. */
const variant = releaseSync as unknown as QuickJSSyncVariant;
const PRELUDE = fileURLToPath(new URL("../../../runtime/sandbox/prelude/web/", import.meta.url));
const ENTRY = `
  import { installWeb } from "./install.ts";
  import { lockdown } from "./lockdown.ts";
  const native = globalThis.native;
  delete globalThis.native;
  const web = installWeb(native, globalThis);
  globalThis.__log = web.log;
  lockdown(globalThis);
  const { stringify } = JSON;
  globalThis.__settle = (value, error) => {
    globalThis.__done = stringify(error ? { __proto__: null, error: error.name + ": " + error.message } : { __proto__: null, value });
  };
  globalThis.__timer = web.timer;
`;

export interface Realm {
  /** Runs a script whose value is awaited and crosses as JSON; throws what it throws, as `name: message`. */
  run(code: string): Promise<unknown>;
  /** What was printed, as `level: text`. */
  readonly logs: string[];
  /** Errors that nobody caught, as `name: message`. */
  readonly uncaught: string[];
  /** Delays asked of `native.setTimer`, in order. */
  readonly delays: number[];
}

/** Bytes. The interpreter's own limit has to be met before that of the thread that runs it. */
const MAX_STACK = 128 * 1024;

let bundled: Promise<string> | undefined;
let loaded: Promise<QuickJSWASMModule> | undefined;

/** The web half of the prelude as one script. */
export function bundle(): Promise<string> {
  bundled ??= build({
    stdin: { contents: ENTRY, resolveDir: PRELUDE, loader: "ts" },
    bundle: true,
    write: false,
    format: "iife",
    target: "es2023",
    tsconfigRaw: {},
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? "");
  return bundled;
}

/** Time runs only as far as the pending timers need: the earliest fires at once. */
export async function createRealm(): Promise<Realm> {
  loaded ??= newQuickJSWASMModuleFromVariant(variant);
  const context = (await loaded).newContext();
  context.runtime.setMaxStackSize(MAX_STACK);
  const logs: string[] = [];
  const uncaught: string[] = [];
  const delays: number[] = [];
  const timers = new Map<number, number>();
  let now = 0;
  lend(context, {
    ...webNatives,
    log: (level, text) => void logs.push(`${level}: ${text}`),
    uncaught: (json) => {
      const { name, message } = JSON.parse(String(json)) as { name: string; message: string };
      uncaught.push(`${name}: ${message}`);
    },
    setTimer: (id, delay) => {
      delays.push(Number(delay));
      timers.set(Number(id), now + Number(delay));
    },
    clearTimer: (id) => void timers.delete(Number(id)),
  });
  context.unwrapResult(context.evalCode(await bundle(), "prelude.js")).dispose();
  const run = (code: string): unknown => {
    evaluate(
      context,
      `__done = undefined; (async () => (${code}))().then(
      (value) => __settle(value),
      (error) => __settle(undefined, error ?? new Error("nothing thrown")))`,
    );
    for (let turns = 0; turns < 20_000; turns++) {
      context.runtime.executePendingJobs();
      const done = evaluate(context, "__done");
      if (typeof done === "string") return settled(done);
      const next = [...timers].sort(([a, at], [b, bt]) => at - bt || a - b)[0];
      if (next === undefined) throw new Error("The script never settles");
      timers.delete(next[0]);
      now = next[1];
      evaluate(context, `__timer(${next[0]})`);
    }
    throw new Error("Too many timers");
  };
  return { run: async (code) => run(code), logs, uncaught, delays };
}

function settled(json: string): unknown {
  const { value, error } = JSON.parse(json) as { value?: unknown; error?: string };
  if (error !== undefined) throw new Error(error);
  return value;
}

function evaluate(context: QuickJSContext, code: string): unknown {
  const handle = context.unwrapResult(context.evalCode(code, "test.js"));
  const value: unknown = context.typeof(handle) === "string" ? context.getString(handle) : undefined;
  handle.dispose();
  return value;
}

type Value = string | number | ArrayBuffer | undefined;

function lend(context: QuickJSContext, functions: Record<string, (...args: Value[]) => Value>): void {
  const object = context.newObject();
  for (const [name, implementation] of Object.entries(functions)) {
    const handle = context.newFunction(name, (...args) =>
      wrap(context, implementation(...args.map((arg) => unwrap(context, arg)))),
    );
    context.setProp(object, name, handle);
    handle.dispose();
  }
  context.setProp(context.global, "native", object);
  object.dispose();
}

function unwrap(context: QuickJSContext, handle: QuickJSHandle): Value {
  const type = context.typeof(handle);
  if (type === "string") return context.getString(handle);
  if (type === "number") return context.getNumber(handle);
  if (type !== "object") return undefined;
  const lifetime = context.getArrayBuffer(handle);
  const copy = Uint8Array.from(lifetime.value).buffer;
  lifetime.dispose();
  return copy;
}

function wrap(context: QuickJSContext, value: Value): QuickJSHandle {
  if (typeof value === "string") return context.newString(value);
  if (typeof value === "number") return context.newNumber(value);
  return value === undefined ? context.undefined : context.newArrayBuffer(value);
}
