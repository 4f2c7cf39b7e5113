/** Promises that are rejected without a throw, and what is known of who catches it. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ExceptionFilter } from "../../../runtime/core/debug/inspector.ts";
import { Debugged } from "./debugged.ts";

/** What is run; it returns what `go` awaits. The name of a case, then its lines. */
type Cases = Readonly<Record<string, string>>;

class Recorded {
  readonly debugged: Debugged;
  readonly #lines: ReadonlyMap<number, string>;
  #stops: Promise<string>[] = [];

  static async create(cases: Cases, before = ""): Promise<Recorded> {
    const head = `
class Bad extends Error { name = "Bad"; }
const bad = (text = "") => new Bad(text);
const later = (ms = 1) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const ignore = () => {};
${before}
`;
    const body = Object.entries(cases).map(([name, text]) => `  async ${JSON.stringify(name)}() {\n${text}\n  },`);
    const source = `${head}const cases: any = {\n${body.join("\n")}\n};
export const commands = {
  go: async (name: string) => await cases[name](),
};`;
    const lines = source.split("\n").map((text, index) => [index + 1, text.trim()] as const);
    return new Recorded(await Debugged.create(source), new Map(lines));
  }

  constructor(debugged: Debugged, lines: ReadonlyMap<number, string>) {
    this.debugged = debugged;
    this.#lines = lines;
    const { inspector } = debugged;
    inspector.listen({
      stopped: (stop) => {
        this.#stops.push(this.#record(stop.description ?? stop.reason));
      },
      continued: () => {},
      output: () => {},
      breakpointChanged: () => {},
      sourceLoaded: () => {},
      ended: () => {},
    });
  }

  async #record(description: string): Promise<string> {
    const { inspector } = this.debugged;
    const [frame] = (await inspector.frames()).frames;
    await inspector.resume();
    return `${description} | ${this.#lines.get(frame?.place.line ?? 0)}`;
  }

  /** Each stop as what is said of it and the line, and what became of the case. */
  async run(name: string, filters: readonly ExceptionFilter["filter"][]): Promise<string[]> {
    await this.debugged.inspector.setExceptionFilters(filters.map((filter) => ({ filter })));
    this.#stops = [];
    const end = await this.debugged.go(name).then(
      (value) => `= ${JSON.stringify(value)}`,
      (error: unknown) => `! ${(error as Error).message}`,
    );
    return [...(await Promise.all(this.#stops)), end];
  }

  async check(
    table: Readonly<Record<string, readonly string[]>>,
    filters: readonly ExceptionFilter["filter"][] = ["uncaught", "caught"],
  ): Promise<void> {
    for (const [name, expected] of Object.entries(table))
      assert.deepEqual(await this.run(name, filters), expected, name);
  }
}

async function withCases(cases: Cases, before: string, run: (recorded: Recorded) => Promise<void>): Promise<void> {
  const recorded = await Recorded.create(cases, before);
  try {
    await run(recorded);
  } finally {
    await recorded.debugged.dispose();
  }
}

const RESOLVERS = "const { promise, resolve, reject } = (Promise as any).withResolvers();";

describe("Rejections", () => {
  it("stop in the code that rejects, once", () =>
    withCases(
      {
        reject: `const made = Promise.reject(bad("r"));\n return await made;`,
        executor: `return new Promise((_, reject) => {\n reject(bad("e"));\n });`,
        thrown: `return new Promise(() => {\n throw bad("t");\n });`,
        resolvers: `${RESOLVERS}\n reject(bad("w"));\n return promise;`,
        later: `return new Promise((_, reject) => setTimeout(() => {\n reject(bad("l"));\n }));`,
        callback: `return Promise.resolve(1).then(() => {\n throw bad("c");\n });`,
        attempt: `return (Promise as any).try(() => {\n throw bad("y");\n });`,
        text: `return Promise.reject("just text");`,
        texts: `Promise.reject("same");\n return Promise.reject("same");`,
        nothing: `return Promise.reject();`,
        levels: `const a = async () => {\n await Promise.reject(bad("a"));\n };\n const b = async () => await a();\n await b();`,
        several: `return await Promise.all([Promise.reject(bad("1")), Promise.reject(bad("2"))]);`,
        again: `const error = bad("o");\n try { throw error; } catch (e) {\n throw e;\n }`,
        microtask: `queueMicrotask(() => {\n throw bad("m");\n });\n await later();`,
      },
      "",
      (recorded) =>
        recorded.check(
          {
            reject: ['Promise rejection: Bad: r | const made = Promise.reject(bad("r"));', "! r"],
            executor: ['Promise rejection: Bad: e | reject(bad("e"));', "! e"],
            thrown: ['Promise rejection: Bad: t | throw bad("t");', "! t"],
            resolvers: ['Promise rejection: Bad: w | reject(bad("w"));', "! w"],
            later: ['Promise rejection: Bad: l | reject(bad("l"));', "! l"],
            callback: ['Promise rejection: Bad: c | throw bad("c");', "! c"],
            attempt: ['Promise rejection: Bad: y | throw bad("y");', "! y"],
            text: ["Promise rejection: 'just text' | return Promise.reject(\"just text\");", "! Thrown: just text"],
            texts: [
              "Promise rejection: 'same' | Promise.reject(\"same\");",
              "Promise rejection: 'same' | return Promise.reject(\"same\");",
              "! Thrown: same",
            ],
            nothing: ["Promise rejection: undefined | return Promise.reject();", "! Thrown: undefined"],
            levels: ['Promise rejection: Bad: a | await Promise.reject(bad("a"));', "! a"],
            several: [
              'Promise rejection: Bad: 1 | return await Promise.all([Promise.reject(bad("1")), Promise.reject(bad("2"))]);',
              'Promise rejection: Bad: 2 | return await Promise.all([Promise.reject(bad("1")), Promise.reject(bad("2"))]);',
              "! 1",
            ],
            again: ["Promise rejection: Bad: o | throw e;", "! o"],
            microtask: ['Exception: Bad: m | throw bad("m");', "= undefined"],
          },
          ["uncaught"],
        ),
    ));

  it("of the host and of the web's functions stop where they are awaited", () =>
    withCases(
      {
        file: `const text = aiHub.fs.readFile("/etc/passwd");\n await text;`,
        caught: `try {\n await aiHub.fs.readFile("/etc/passwd");\n } catch { return 1; }`,
        signal: `await fetch("https://x.example", { signal: AbortSignal.abort(bad("s")) });`,
        forgotten: `aiHub.fs.readFile("/etc/passwd").then(ignore);\n await later(20);`,
        natively: `await new Promise((_, reject) => setTimeout(reject, 1, bad("n")));`,
      },
      "",
      (recorded) =>
        recorded.check({
          file: [
            "Promise rejection: Error: File read not permitted: /etc/passwd | await text;",
            `! File read not permitted: /etc/passwd`,
          ],
          caught: [
            'Caught exception: Error: File read not permitted: /etc/passwd | await aiHub.fs.readFile("/etc/passwd");',
            "= 1",
          ],
          signal: [
            'Promise rejection: Bad: s | await fetch("https://x.example", { signal: AbortSignal.abort(bad("s")) });',
            "! s",
          ],
          forgotten: ["= undefined"],
          natively: [
            'Promise rejection: Bad: n | await new Promise((_, reject) => setTimeout(reject, 1, bad("n")));',
            "! n",
          ],
        }),
    ));

  const CAUGHT: Cases = {
    "await in a try": `try {\n await Promise.reject(bad());\n } catch {}`,
    "in a function that is awaited in a try": `const f = () => Promise.reject(bad());\n try { await f(); } catch {}`,
    "catch behind it": `return Promise.reject(bad()).catch(ignore);`,
    "catch behind the call": `const f = () => {\n return Promise.reject(bad());\n };\n await f().catch(ignore);`,
    "then with two functions": `await Promise.reject(bad()).then(ignore, ignore);`,
    "catch of an asynchronous function": `const f = async () => { throw bad(); };\n await f().catch(ignore);`,
    "catch of one that waits first": `const f = async () => { await later(); throw bad(); };\n await f().catch(ignore);`,
    "caught when it comes": `await new Promise((_, reject) => setTimeout(() => reject(bad()), 1)).catch(ignore);`,
    "caught before it comes": `${RESOLVERS}\n promise.catch(ignore);\n reject(bad());`,
    "caught at the end of a row": `${RESOLVERS}\n const next = promise.then(ignore).finally(ignore);\n next.catch(ignore);\n reject(bad()); await later();`,
    "awaited in a try": `let no: any;\n const p = new Promise((_, reject) => { no = reject; });\n setTimeout(() => { no(bad()); }, 1);\n try { await p; } catch {}`,
    "awaited by somebody else": `${RESOLVERS}\n const wait = async () => { try { await promise; } catch {} };\n const waiting = wait();\n setTimeout(() => reject(bad()), 1);\n await waiting;`,
    "resolved with": `const outer = new Promise((resolve) => resolve(new Promise((_, no) => setTimeout(() => no(bad()), 1))));\n outer.catch(ignore);\n await later(20);`,
    "handed on by hand": `${RESOLVERS}\n promise.catch(ignore);\n const inner = new Promise((_, no) => setTimeout(() => no(bad()), 1));\n inner.then(resolve, reject);\n await later(20);`,
    "thrown by a callback": `await Promise.resolve().then(() => { throw bad(); }).catch(ignore);`,
    "by an asynchronous callback": `await Promise.resolve().then(async () => { await later(); throw bad(); }).catch(ignore);`,
    "by what a callback calls": `const f = async () => { await later(); throw bad(); };\n const p = Promise.resolve().then(() => f());\n p.catch(ignore);\n await later(20);`,
    "by what a callback returns": `const p = Promise.resolve().then(() => new Promise((_, no) => setTimeout(() => no(bad()), 1)));\n p.catch(ignore);\n await later(20);`,
    "in Promise.all": `try { await Promise.all([new Promise((_, no) => setTimeout(() => no(bad()), 1))]); } catch {}`,
    "in Promise.allSettled": `await Promise.allSettled([Promise.reject(bad())]);`,
    "of an asynchronous function in Promise.allSettled": `const f = async () => { await later(); throw bad(); };\n await Promise.allSettled([f()]);`,
    "thrown by an executor": `try { await new Promise(() => { throw bad(); }); } catch {}`,
  };

  it("that are caught stop for their own filter only", () =>
    withCases(CAUGHT, "", async (recorded) => {
      for (const name of Object.keys(CAUGHT)) {
        assert.deepEqual((await recorded.run(name, ["uncaught", "rejections"])).slice(0, -1), [], name);
        const [stop, ...rest] = await recorded.run(name, ["caught"]);
        assert.match(stop ?? "", /^Caught (promise rejection|exception): Bad/, name);
        assert.equal(rest.length, 1, name);
      }
    }));

  const UNCAUGHT: Cases = {
    "a try without await": `try { Promise.reject(bad()); } catch {}`,
    "a try in a function without await": `const f = () => { try { return Promise.reject(bad()); } catch {} };\n await f();`,
    "an executor in a try": `try { new Promise(() => { throw bad(); }); } catch {}`,
    "only finally": `await Promise.reject(bad()).finally(ignore);`,
    "a catch that throws": `const p = Promise.resolve().catch(ignore);\n await p.then(() => { throw bad(); });`,
    "a copy beside": `${RESOLVERS}\n promise.then(ignore);\n reject(bad());`,
    "a callback of another": `const other = Promise.resolve().catch(ignore);\n await later();\n await new Promise((_, no) => no(bad()));`,
  };

  it("that nobody takes are no caught ones", () =>
    withCases(UNCAUGHT, "", async (recorded) => {
      for (const name of Object.keys(UNCAUGHT)) {
        const [stop] = await recorded.run(name, ["caught", "rejections"]);
        assert.match(stop ?? "", /^Promise rejection: Bad/, name);
      }
    }));

  it("of promises that were settled before stop nothing", () =>
    withCases(
      {
        resolved: `return await new Promise((resolve, reject) => { resolve(1); reject(bad()); });`,
        rejected: `${RESOLVERS}\n promise.catch(ignore);\n reject(1);\n reject(bad());`,
      },
      "",
      (recorded) =>
        recorded.check({
          resolved: ["= 1"],
          rejected: ["Caught promise rejection: 1 | reject(1);", "= undefined"],
        }),
    ));

  it("of subclasses and of whatever is called Promise", () =>
    withCases(
      {
        "reject of a subclass": `return Sub.reject(bad("1"));`,
        "reject for a subclass": `return Promise.reject.call(Sub, bad("2"));`,
        "reject without a class": `try { Promise.reject.call(1 as any, bad("no")); } catch (e) { return (e as Error).message; }`,
        "its own name": `class Promise { constructor(f: any) { f(ignore, ignore); } }\n new Promise((_: any, reject: any) => reject(bad("no")));`,
        "another global": `const Real = Promise;\n (globalThis as any).Promise = class { constructor(f: any) { f(ignore, ignore); } };\n new Promise((_, reject) => reject(bad("no")));\n globalThis.Promise = Real;`,
        "a reject that was kept": `const { reject } = Promise;\n return reject.call(Promise, bad("3"));`,
        "a method that was replaced": `const { then } = Promise.prototype;\n (Promise.prototype as any).then = function (a: any, b: any) { return then.call(this, a, b); };\n try {\n return await Promise.resolve().then(() => { throw bad("4"); });\n } finally { Promise.prototype.then = then; }`,
      },
      "class Sub<T> extends Promise<T> {}",
      (recorded) =>
        recorded.check(
          {
            "reject of a subclass": ['Promise rejection: Bad: 1 | return Sub.reject(bad("1"));', "! 1"],
            "reject for a subclass": ['Promise rejection: Bad: 2 | return Promise.reject.call(Sub, bad("2"));', "! 2"],
            "reject without a class": ['= "not an object"'],
            "its own name": ["= undefined"],
            "another global": ["= undefined"],
            "a reject that was kept": ['Promise rejection: Bad: 3 | return reject.call(Promise, bad("3"));', "! 3"],
            "a method that was replaced": [
              'Promise rejection: Bad: 4 | return await Promise.resolve().then(() => { throw bad("4"); });',
              "! 4",
            ],
          },
          ["uncaught"],
        ),
    ));

  it("cannot be hidden by a plugin that spoils its built-ins, and lend it nothing", () =>
    withCases(
      {
        spoil: `
 const spoilt: any = () => { throw new Error("spoilt"); };
 for (const name of ["get", "set", "has", "apply", "construct"]) Object.defineProperty(Object.prototype, name, { get: spoilt, configurable: true });
 WeakMap.prototype.get = WeakMap.prototype.set = spoilt;
 Array.prototype.push = Array.prototype.some = Array.prototype[Symbol.iterator] = spoilt;
 Object.defineProperty(Array.prototype, 0, { set: spoilt, configurable: true });
 Reflect.apply = spoilt;`,
        reject: `return Promise.reject(bad("a"));`,
        executor: `return new Promise((_, reject) => reject(bad("b")));`,
        callback: `return Promise.resolve().then(() => { throw bad("c"); });`,
        lent: `const seen: any[] = [Promise.reject, Promise.prototype.then];\n new Promise((...settle) => seen.push(...settle));\n ${RESOLVERS}\n seen.push(resolve, reject);
 return seen.map((one) => [Object.getPrototypeOf(one) === Object.getPrototypeOf(ignore), one.constructor === ignore.constructor, one.length]);`,
      },
      "",
      async (recorded) => {
        const seen = await recorded.run("lent", ["uncaught"]);
        assert.deepEqual(seen, [`= ${JSON.stringify([1, 2, 1, 1, 1, 1].map((length) => [true, true, length]))}`]);
        await recorded.run("spoil", []);
        for (const [name, text] of [
          ["reject", "Promise rejection: Bad: a"],
          ["executor", "Promise rejection: Bad: b"],
          ["callback", "Promise rejection: Bad: c"],
        ] as const) {
          const [stop] = await recorded.run(name, ["uncaught"]);
          assert(stop?.startsWith(text), stop);
        }
      },
    ));

  it("have conditions, a description, the value itself, and the frames that led there", async () => {
    const debugged = await Debugged.create(`
function fail(text: string) {
  return Promise.reject(Object.assign(new RangeError(text), { code: "E" }));
}
export const commands = {
  async go(text: string) {
    const given = text + "!";
    return await fail(given);
  },
};`);
    try {
      const { inspector } = debugged;
      await inspector.setExceptionFilters([{ filter: "rejections", condition: "error.message === 'two!'" }]);
      await assert.rejects(debugged.go("one"), /one!/);
      const result = debugged.go("two");
      await debugged.stop();
      assert.deepEqual(await debugged.stack(), ["fail:3", "go:8"]);
      const info = await inspector.exceptionInfo();
      assert.deepEqual([info?.name, info?.message, info?.uncaught], ["RangeError", "two!", true]);
      assert.match(info?.stack ?? "", /at fail \(src\/main\.ts:3:\d+\)/);
      assert.deepEqual((await debugged.variables()).Exception, ["exception=RangeError: two!"]);
      assert.equal(await debugged.evaluate("$exception.code"), "'E'");
      assert.equal(await debugged.evaluate("given", 1), "'two!'");
      assert.equal(await debugged.evaluate("Promise.reject(new Error('mine')).catch(() => 0), 1"), "1");
      await inspector.resume();
      await assert.rejects(result, /two!/);
    } finally {
      await debugged.dispose();
    }
  });
});
