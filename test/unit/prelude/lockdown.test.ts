import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import { createRealm } from "./harness.ts";

/** Ways to make code from a string. Each must throw, or give something that is not code. */
const TRICKS = [
  "eval('1')",
  "(0, eval)('1')",
  "globalThis.eval('1')",
  "Function('return 1')()",
  "new Function('return 1')()",
  "(() => {}).constructor('return 1')()",
  "(async () => {}).constructor('return 1')()",
  "(function* () {}).constructor('yield 1')().next()",
  "(async function* () {}).constructor('yield 1')().next()",
  "new (class extends (() => {}).constructor {})('return 1')()",
  "new (class extends (async () => {}).constructor {})('return 1')()",
  "Reflect.construct((() => {}).constructor, ['return 1'])()",
  "Reflect.construct((() => {}).constructor, ['return 1'], Object)()",
  "Reflect.construct(Object, ['return 1'], (() => {}).constructor)()",
  "Reflect.apply((() => {}).constructor, undefined, ['return 1'])()",
  "(() => {}).constructor.constructor('return 1')()",
  "(() => {}).constructor.prototype.constructor('return 1')()",
  "Object.getPrototypeOf((async () => {}).constructor)('return 1')()",
  "Object.getPrototypeOf((function* () {}).constructor)('return 1')()",
  "Object.getPrototypeOf((() => {}).constructor)('return 1')()",
  "Object.getPrototypeOf(class extends (() => {}).constructor {}).call(null, 'return 1')()",
  "(() => {}).bind().constructor('return 1')()",
  "new Proxy(() => {}, {}).constructor('return 1')()",
  "new Proxy((() => {}).constructor, {})('return 1')()",
  "(class {}).constructor('return 1')()",
  "({ m() {} }).m.constructor('return 1')()",
  "Object.getOwnPropertyDescriptor({ get x() { return 1 } }, 'x').get.constructor('return 1')()",
  "[].map.constructor('return 1')()",
  "Math.max.constructor.constructor('return 1')()",
  "URL.constructor('return 1')()",
  "console.log.constructor('return 1')()",
  "setTimeout.constructor('return 1')()",
  "Promise.resolve().then.constructor('return 1')()",
  "(function () { return arguments.callee.constructor })()('return 1')()",
  "Error.prototype.constructor.constructor('return 1')()",
  "(() => { try { null.x } catch (e) { return e.constructor.constructor('return 1')() } })()",
  "(() => { try { (function f() { f() })() } catch (e) { return e.constructor.constructor('return 1')() } })()",
  "(() => { class A extends Array { static get [Symbol.species]() { return (() => {}).constructor } } return A.from([1]).map((x) => x)() })()",
  "(() => { const p = Promise.resolve(); p.constructor = { [Symbol.species]: (() => {}).constructor }; return p.then(() => {}) })()",
  "(() => { const f = () => {}; f.__proto__ = (async () => {}).__proto__; return f.constructor('return 1')() })()",
  "Iterator.from({ next() {} }).constructor.constructor('return 1')()",
  "[].values().constructor.constructor('return 1')()",
  "(function* () {}).prototype.constructor('return 1')()",
  "Object.getPrototypeOf((function* () {}).prototype).constructor.constructor('return 1')()",
  "setTimeout('globalThis.pwned = 1', 0)",
  "queueMicrotask('globalThis.pwned = 1')",
  "import('data:text/javascript,1')",
  "new Worker('x')",
  "'x'.replace('x', (() => {}).constructor)",
  "JSON.parse('[1]', (() => {}).constructor)",
  "[1].map((() => {}).constructor)",
  "Array.from([1], (() => {}).constructor)",
  "new Proxy({}, { get: (() => {}).constructor }).x",
  "Symbol.prototype[Symbol.toPrimitive].constructor('return 1')()",
  "(class { static #f = (() => {}).constructor('return 1'); })",
  "RegExp.prototype.exec.constructor('return 1')()",
  "Object.getOwnPropertyDescriptor(Object.prototype, '__proto__').get.constructor('return 1')()",
  "new (Object.getPrototypeOf(Int8Array).constructor)('return 1')()",
];

describe("lockdown", () => {
  const shared = createRealm();

  for (const trick of TRICKS) {
    it(`refuses ${trick}`, async () => {
      const { run } = await shared;
      await assert.rejects(
        run(trick),
        /EvalError: Code generation from strings is not allowed in a plugin|is not defined|not a function|could not load/,
      );
      assert.equal(await run("globalThis.pwned === undefined"), true);
    });
  }

  it("says why", async () => {
    const { run } = await createRealm();
    for (const kind of ["() => {}", "async () => {}", "function* () {}", "async function* () {}"]) {
      await assert.rejects(run(`(${kind}).constructor("1")`), {
        message: "EvalError: Code generation from strings is not allowed in a plugin",
      });
    }
  });

  it("cannot be undone", async () => {
    const { run } = await createRealm();
    const outcome = await run(`[() => {}, async () => {}, function* () {}, async function* () {}].map((f) => {
      const prototype = Object.getPrototypeOf(f);
      const { writable, configurable } = Object.getOwnPropertyDescriptor(prototype, "constructor");
      return [writable, configurable, Reflect.set(prototype, "constructor", 1), Reflect.deleteProperty(prototype, "constructor"), f instanceof f.constructor];
    })`);
    assert.deepEqual(
      outcome,
      Array.from({ length: 4 }, () => [false, false, false, false, true]),
    );
  });

  it("leaves ECMAScript and the web, and nothing else, on the global object", async () => {
    const { run } = await createRealm();
    const names = (await run("Object.getOwnPropertyNames(globalThis).sort()")) as string[];
    const ours = names.filter((name) => !name.startsWith("__"));
    assert.deepEqual(
      ours.filter((name) => !(name in globalThis)), // Node has neither
      ["reportError", "self"],
    );
    for (const name of "eval Function process require module global Buffer InternalError std os bjson print gc scriptArgs native".split(
      " ",
    )) {
      assert.equal(await run(`typeof ${name} + (${JSON.stringify(name)} in globalThis)`), "undefinedfalse", name);
    }
    for (const name of "Object Array Map Proxy Reflect WeakRef JSON Math BigInt Promise Symbol Iterator DataView escape".split(
      " ",
    )) {
      assert.ok(ours.includes(name), name);
    }
  });
});

describe("a guest that breaks its own built-ins", () => {
  it("sees nothing of the prelude, and its own console, timers and URLs go on", async () => {
    const { run, uncaught, logs } = await createRealm();
    await run(`(() => {
      globalThis.seen = [];
      const spy = (name) => () => { seen.push(name); throw new Error("broken " + name) };
      JSON.stringify = JSON.parse = spy("JSON");
      for (const name of ["apply", "construct", "defineProperty", "getPrototypeOf", "ownKeys"]) Reflect[name] = spy(name);
      String.prototype.toWellFormed = spy("toWellFormed");
      const functions = Object.getPrototypeOf(() => {});
      functions.call = functions.apply = functions.bind = spy("call");
      Promise.resolve = spy("resolve");
      ArrayBuffer.prototype.slice = ArrayBuffer.prototype.transfer = spy("slice");
      Error.isError = Array.isArray = ArrayBuffer.isView = spy("is");
      globalThis.Map = globalThis.Error = globalThis.Uint8Array = spy("class");
    })()`);
    const outcome = await run(`(() => {
      console.log("still", { printing: [true] }, new Date(0));
      queueMicrotask(() => console.log("microtask"));
      setTimeout(() => { throw { name: "Own", message: "timer" } });
      return [new URL("/x", "http://a").href, atob(btoa("y")), new TextDecoder().decode(new TextEncoder().encode("z")),
        crypto.randomUUID().length, structuredClone({ a: [new Date(5)] }).a[0].getTime(), seen];
    })()`);
    assert.deepEqual(outcome, ["http://a/x", "y", "z", 36, 5, []]);
    await run("new Promise((resolve) => setTimeout(resolve, 5))");
    assert.deepEqual(logs, ["info: still { printing: [ true ] } 1970-01-01T00:00:00.000Z", "info: microtask"]);
    assert.deepEqual(uncaught, ["Own: timer"]);
  });
});
