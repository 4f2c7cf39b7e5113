/**
 * Instruments a module for debugging. QuickJS has no debugger, so the code itself asks, before each statement, whether to
 * stop. In comes one ES module of a bundle with its source map, out come the same module with probes, its source map, and
 * a table of its sites in terms of the author's files. Only debug builds are instrumented. Cost without breakpoints: see
 * "debug" in the benchmark.
 *
 * ## What the instrumented module needs
 *
 * It imports `marks` from the module `options.runtime`: a `Uint8Array` with functions as properties, made by the debug
 * agent in the guest's realm. Byte `MARKS.frames` is 1 while frames are kept; byte N is 1 while site N is armed. The agent
 * arms a breakpoint by its byte, and everything (`marks.fill(1)`) to step or to pause. The worker may write the bytes while
 * guest code runs, for example from the interrupt handler: an ArrayBuffer of the guest lies in WebAssembly memory.
 * `marks[MARKS.frames]` must be 1 whenever another byte is, and until the guest has run to its end.
 *
 * Instrumented code calls, where `a` is the accessor of the function's frame (undefined when it began while frames were
 * not kept, has no loop and no function inside, and is neither async nor a generator), and `site` the number of a site:
 *
 * | call | when |
 * |---|---|
 * | `E(a, site)` | a function or module was entered, its parameters are bound. `site` is its `enter` site, for function breakpoints |
 * | `B(site, a)` | the next statement is an armed site |
 * | `D(site, a)` | a `debugger` statement, armed or not |
 * | `X(error, a, leaves)` | `leaves` 0: a `catch` clause has caught the error; 1: it is about to leave the function, or, of a module, a statement. Where it was thrown: `a(ACCESS.site)` if no function that this one called has just left with the same error |
 * | `L(site, a)` | a function ends, by `return` or by an error; `a(ACCESS.returned)` is what it returns. The agent looks at the mark itself. Then the frame is gone. Not called for a frame without accessor |
 * | `W(a, value)` | the function is about to wait or to yield: the frame goes away. Returns `value` |
 * | `R(a, value)` | it goes on: the frame is back. Also called, with nothing, where it may have gone on because of an error or a `return` from outside. Returns `value` |
 * | `Y(a, async, iterable)` | the function is about to go through another iterator: by `yield*`, or by `for await` (then `async` is 1, as it is in an asynchronous generator). Returns what stands for the iterable, and brings the frame back around each call of the iterator |
 * | `N(f, name)` | sets the name of a function and returns it. Rare |
 * | `P(Promise, f)` | what `new Promise(f)` is given: `f`, or a function like it |
 * | `Q(promise)` | what `new Promise(f)` has made. Returns it |
 *
 * `E` and `X` are called only while frames are kept, `L` whenever `E` was, `W`, `R` and `Y` always. `B`, `D`, `X`, `L` and `R` may come with a
 * frame that is not the topmost: when it is not known it was entered before or has gone on after waiting, so it belongs on
 * top; when it lies deeper, those above it are gone (an interrupted or throwing module leaves its frame behind). At the
 * start of a host call no frame is left, whatever the list says. The same accessor stands for the frame for its whole life,
 * through every `await`: its identity tells stepping whether it is still the same call, and what lay below it at its `E` is
 * its asynchronous parent.
 *
 * ## Frames and scopes
 *
 * An accessor answers `a(what, write, value)`, see `ACCESS`. Scopes that declare nothing do not exist. To find the scopes
 * of a frame: begin with `a(ACCESS.inner) ?? a`, go to `ACCESS.parent` until `ACCESS.scope` is the scope of the frame's site,
 * and from there on outwards through the function, what it is closed over, and the module. If that scope is not on the way,
 * it was entered while frames were not kept: then begin with `a`. `scopes[s].variables[i]` is read with `a(i)` and written
 * with `a(i, 1, value)`; reading throws a ReferenceError when the variable is not initialised yet.
 *
 * Scopes that a function inside may be closed over always have their accessors, so that chains are whole. Of others there
 * are none while frames are not kept: a frame that began then shows no such block until it enters one anew.
 *
 * A scope's names are the author's (`Variable.name`) as well as the bundle's. An expression is evaluated without `eval` in
 * the plugin's reach: before the realm is locked down the agent makes, in sloppy mode,
 * `function (scope) { with (scope) { return (() => { "use strict"; return eval(scope.code) })() } }`
 * and keeps the intrinsic `eval`, which only its proxy `scope` gives out, once, next to the names of the scopes. (A closure
 * with `eval` in each frame would do too, but QuickJS gives such a closure every variable in sight, so that the size of the
 * code grows with the square of the bundle.)
 *
 * Private members (`this.#secret`) can be reached only by code in the class's body. There stand two private methods that
 * know them, and the accessors of what runs in that body give them out: `ACCESS.privates`. Look for it from the frame's
 * accessor outwards, as for `this`; a class that lies in another may find the outer's further out.
 *
 * ## What changes for the plugin
 *
 * `Function.prototype.toString` shows the probes, columns in stacks are those of the instrumented code (`map` leads back),
 * functions take more stack, and `yield*` in `yield*` nests half as deep while frames are kept. Before `new Promise(f)` a getter that the plugin put in the place of the global `Promise` runs twice,
 * and while rejections are looked for the stacks of what executors and callbacks of `then` throw have calls of the agent in
 * them, `toString` shows the agent's `resolve` and `reject`, and `new Promise.reject()` fails with another message. Names that
 * the probes use begin like no name in the module. Everything else must stay as it is; the tests in test/unit/debug compare.
 *
 * Not probed: default values of parameters (the frame begins when they are bound), statements that the source map does
 * not know (the bundler's own), and a generator that yields in the pattern of a `for…of` (`for (const { a = yield } of b)`):
 * within a `try` the compiler of QuickJS counts such a loop's iterator wrongly ("inconsistent stack size"). What the heritage
 * of a module's own class throws, and the patterns of its `const` and `let`, is not reported to `X` by the module, only by
 * functions it leaves: no `try` can stand around a declaration. Bundlers make a plain `var` of them, and of that it is.
 */
import { AiHubError } from "../errors.ts";
import { Calls } from "./calls.ts";
import { collectFacts } from "./declarations.ts";
import { Edits, LineIndex } from "./edits.ts";
import { chooseNames, Emitter } from "./emitter.ts";
import { readOrigins } from "./origins.ts";
import { parseModule } from "./parse.ts";
import { MARKS, type Site, type SiteTable } from "./site-table.ts";
import { transform } from "./transform.ts";

export interface InstrumentOptions {
  /** The module's name, as the guest's module table has it. */
  readonly module: string;
  /** The bundle's source map as JSON. Without one everything is told in terms of the module itself. */
  readonly map?: string | undefined;
  /** Specifier of the module that exports `marks`. */
  readonly runtime: string;
  /** Number of the module's first site. @default MARKS.first */
  readonly firstSite?: number;
}

export interface Instrumented {
  readonly code: string;
  /** The source map of `code` to the author's files, as JSON; undefined when there was none. */
  readonly map: string | undefined;
  readonly table: SiteTable;
  readonly calls: Calls;
}

/** @throws {AiHubError} ERR_BUILD when the module cannot be parsed or is nested too deeply, or its map is broken */
export function instrument(code: string, options: InstrumentOptions): Instrumented {
  const { module, runtime, firstSite = MARKS.first } = options;
  try {
    const program = parseModule(code);
    const lines = new LineIndex(code);
    const origins = readOrigins(options.map, module, lines);
    const facts = collectFacts(program);
    const edits = new Edits(code);
    const emitter = new Emitter(edits, chooseNames(facts.identifiers), origins, firstSite);
    transform(program, code, facts, emitter, runtime);
    const edited = edits.apply();
    const sites = emitter.sites.map(({ offset, ...site }): Site => {
      const line = lines.lineOf(offset);
      const start = lines.start(line) ?? 0;
      const before = start === 0 ? 0 : start + edited.shiftAt(start - 1);
      const generated = { line: line + 1, column: offset + edited.shiftAt(offset) - before + 1 };
      const end = site.kind === "statement" ? emitter.ends.get(offset) : undefined;
      const last = end === undefined ? undefined : origins.at(end - 1);
      const goesOn = last?.source === site.source && last.line > site.line;
      return { ...site, generated, ...(goesOn && { lastLine: last.line }) };
    });
    const { functions, scopes } = emitter;
    const table: SiteTable = { version: 1, module, sources: origins.sources, firstSite, sites, functions, scopes };
    const offsets = Int32Array.from(emitter.sites, ({ kind, offset }) => (kind === "statement" ? offset : -1));
    const calls = new Calls(code, options.map, edited, offsets);
    return { code: edited.text, map: origins.mapOf(edited), table, calls };
  } catch (error) {
    const reason =
      error instanceof RangeError ? "it is nested too deeply" : error instanceof Error ? error.message : "";
    throw new AiHubError("ERR_BUILD", `${module} cannot be instrumented: ${reason}`, undefined, { cause: error });
  }
}
