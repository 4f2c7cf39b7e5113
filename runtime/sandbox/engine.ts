/**
 * One QuickJS instance in its own WebAssembly memory. The engine knows nothing of workers or messages: it enters the
 * guest through the prelude's entrances and lends it natives.
 *
 * Nothing of the guest is ever walked from here (no `dump`, no property reads on guest objects): natives take strings,
 * numbers and byte buffers, checked by `typeof` first. See ARCHITECTURE.md, "Facts learned".
 */
import releaseSync from "@jitl/quickjs-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
} from "quickjs-emscripten-core";
import { newMarks, promiseState } from "./agent-natives.ts";
import type { ModuleTable } from "./modules.ts";
import { fromGuest, type NativeFunction, type NativeValue, toGuest } from "./native-values.ts";

/** The package types itself as CommonJS; loaded as a module, its default export is the variant itself. */
const variant = releaseSync as unknown as QuickJSSyncVariant;

export interface EngineOptions {
  readonly wasmModule: WebAssembly.Module;
  readonly memoryMB: number;
  readonly prelude: string;
  readonly natives: Readonly<Record<string, NativeFunction>>;
  /** What a debugger has inside the guest, evaluated before all else in a realm of its own; see prelude/debug. */
  readonly agent?: { readonly source: string; readonly natives: Readonly<Record<string, NativeFunction>> };
  /** Asked every few thousand bytecode steps; true stops the guest where it stands. */
  readonly interrupt: () => boolean;
}

const PAGE = 65_536;
/** What the module was linked with: a smaller initial memory does not instantiate. */
const INITIAL_PAGES = 256;
/**
 * A deeper QuickJS stack overflows the worker's native stack first (host RangeError, then an abort on dispose), even
 * with `stackSizeMb: 16`; see ARCHITECTURE.md, "Facts learned".
 */
const STACK_BYTES = 256 * 1024;
const JOBS_PER_BATCH = 1000;

/** The debug agent's realm. It shares the heap with the plugin's and none of the built-ins. */
interface Agent {
  readonly realm: QuickJSContext;
  readonly entrances: QuickJSHandle;
}

export class Engine {
  readonly #memory: WebAssembly.Memory;
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #entrances: QuickJSHandle;
  readonly #agent: Agent | undefined;
  /** Where the debugger's marks lie in the memory. */
  #marks = { address: 0, length: 0 };
  /** The entrances that were used before, by name. */
  readonly #methods = new Map<string, QuickJSHandle>();
  readonly #interrupt: () => boolean;
  #outOfMemory = false;

  static async create(options: EngineOptions): Promise<Engine> {
    const memory = new WebAssembly.Memory({
      initial: INITIAL_PAGES,
      maximum: Math.max(INITIAL_PAGES, Math.floor((options.memoryMB * 1024 * 1024) / PAGE)),
    });
    const quickjs = await newQuickJSWASMModuleFromVariant(
      newVariant(variant, { wasmModule: options.wasmModule, wasmMemory: memory }),
    );
    return new Engine(memory, quickjs.newRuntime(), options);
  }

  private constructor(memory: WebAssembly.Memory, runtime: QuickJSRuntime, options: EngineOptions) {
    this.#memory = memory;
    this.#interrupt = options.interrupt;
    this.#watchGrowth();
    this.#runtime = runtime;
    runtime.setMaxStackSize(STACK_BYTES);
    runtime.setInterruptHandler(options.interrupt);
    this.#context = runtime.newContext();
    this.#agent = options.agent && this.#bootAgent(options.agent);
    this.#entrances = this.#boot(this.#context, options.prelude, "aihub:prelude", options.natives);
  }

  #bootAgent({ source, natives }: NonNullable<EngineOptions["agent"]>): Agent {
    const realm = this.#runtime.newContext();
    const raw = this.#agentNatives(realm);
    return { realm, entrances: this.#boot(realm, source, "aihub:agent", natives, raw, this.#context.global) };
  }

  /** Evaluates a function expression and calls it with the natives; returns the entrances that it returns. */
  #boot(
    context: QuickJSContext,
    source: string,
    name: string,
    natives: Readonly<Record<string, NativeFunction>>,
    raw: Readonly<Record<string, (handle: QuickJSHandle) => QuickJSHandle>> = {},
    ...more: readonly QuickJSHandle[]
  ): QuickJSHandle {
    const boot = context.unwrapResult(context.evalCode(source, name, { type: "global" }));
    const native = context.newObject();
    const lend = (name: string, implementation: (...args: QuickJSHandle[]) => QuickJSHandle) => {
      const handle = context.newFunction(name, implementation);
      context.setProp(native, name, handle);
      handle.dispose();
    };
    for (const [name, implementation] of Object.entries(natives)) {
      lend(name, (...args) => this.#lend(implementation, args));
    }
    for (const [name, implementation] of Object.entries(raw)) lend(name, implementation);
    const entrances = context.unwrapResult(context.callFunction(boot, context.undefined, native, ...more));
    boot.dispose();
    native.dispose();
    return entrances;
  }

  /** The few natives that take objects of the guest: without these nobody can see what they tell. */
  #agentNatives(context: QuickJSContext): Record<string, (handle: QuickJSHandle) => QuickJSHandle> {
    return {
      newMarks: (length) => {
        const { handle, ...place } = newMarks(context, this.#memory, context.getNumber(length));
        this.#marks = place;
        return handle;
      },
      promiseState: (promise) => promiseState(context, promise),
    };
  }

  /** The debugger's marks; the view is good until the memory grows. */
  get marks(): Uint8Array {
    return new Uint8Array(this.#memory.buffer, this.#marks.address, this.#marks.length);
  }

  /**
   * Asks the agent, also from within a native.
   * @throws when it was interrupted or out of memory: it answers for all else itself
   */
  ask(request: string): string {
    if (!this.#agent) throw new Error("There is no agent in this sandbox");
    const { realm, entrances } = this.#agent;
    const text = this.#toGuest(request);
    const method = realm.getProp(entrances, "request");
    const result = realm.callFunction(method, realm.undefined, text);
    text.dispose();
    method.dispose();
    if (result.error) {
      result.error.dispose();
      throw new Error("The agent was interrupted");
    }
    return result.value.consume((value) => String(fromGuest(this.#context, value) ?? ""));
  }

  /** Runs the jobs that are due. */
  drain(): void {
    this.#drain();
  }

  get memoryBytes(): number {
    return this.#memory.buffer.byteLength;
  }

  /** True once the memory could not grow: the guest may have caught the error, but its heap is not to be trusted. */
  get outOfMemory(): boolean {
    return this.#outOfMemory;
  }

  useModules(modules: ModuleTable): void {
    this.#runtime.setModuleLoader(
      (name) => modules.load(name),
      (base, requested) => modules.resolve(base, requested),
    );
  }

  /**
   * Calls one entrance of the prelude, then runs the jobs that are due, in batches.
   * @throws whatever broke the instance: the guest's own errors never come out of the entrances.
   */
  enter(entrance: string, ...args: readonly NativeValue[]): void {
    const context = this.#context;
    const handles = args.map((arg) => this.#toGuest(arg));
    const result = context.callFunction(this.#method(entrance), context.undefined, handles);
    for (const handle of handles) handle.dispose();
    if (result.error) {
      result.error.dispose();
      throw new Error(`The prelude failed in ${entrance}`);
    }
    result.value.dispose();
    this.#drain();
  }

  #method(entrance: string): QuickJSHandle {
    const method = this.#methods.get(entrance) ?? this.#context.getProp(this.#entrances, entrance);
    this.#methods.set(entrance, method);
    return method;
  }

  #drain(): void {
    for (;;) {
      const result = this.#runtime.executePendingJobs(JOBS_PER_BATCH);
      if (!result.error) {
        if (result.value < JOBS_PER_BATCH) return;
        continue;
      }
      // A promise job keeps its errors to itself; this one was interrupted or out of memory.
      result.error.dispose();
      if (this.#interrupt() || this.#outOfMemory) return;
    }
  }

  #toGuest(value: NativeValue): QuickJSHandle {
    const handle = toGuest(this.#context, value);
    // quickjs-emscripten copies to address 0 when `malloc` fails: the guest must not run on.
    if (this.#outOfMemory) throw new Error("out of memory");
    return handle;
  }

  #lend(implementation: NativeFunction, args: QuickJSHandle[]): QuickJSHandle {
    return this.#toGuest(implementation(...args.map((arg) => fromGuest(this.#context, arg))) ?? undefined);
  }

  /**
   * emscripten reports a failed growth to QuickJS as an ordinary "out of memory" exception, which a guest can catch.
   * It tries smaller steps before it gives up, so the last attempt is the one that counts.
   */
  #watchGrowth(): void {
    const memory = this.#memory;
    const grow = memory.grow.bind(memory);
    memory.grow = (pages) => {
      this.#outOfMemory = true;
      const before = grow(pages);
      this.#outOfMemory = false;
      return before;
    };
  }
}
