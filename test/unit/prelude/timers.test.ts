import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import { createRealm } from "./harness.ts";
import { assertSame } from "./same.ts";

describe("timers in the sandbox", () => {
  it("behave as Node's do", () =>
    assertSame([
      "new Promise((resolve) => setTimeout((...args) => resolve(args), 1, 'a', 2))",
      "new Promise((resolve) => { let n = 0; const id = setInterval((by) => { n += by; if (n >= 6) { clearInterval(id); resolve(n) } }, 1, 2) })",
      "new Promise((resolve) => { const seen = []; const id = setTimeout(() => seen.push('no'), 1); clearTimeout(id); setTimeout(() => resolve(seen), 5) })",
      "new Promise((resolve) => { const seen = []; setTimeout(() => seen.push('b'), 20); setTimeout(() => seen.push('a'), 1); setTimeout(() => resolve(seen), 40) })",
      "new Promise((resolve) => { const seen = []; setTimeout(() => { seen.push('timer'); resolve(seen) }); Promise.resolve().then(() => seen.push('promise')); queueMicrotask(() => seen.push('microtask')); seen.push('sync') })",
      "clearTimeout(undefined) ?? clearInterval('x') ?? clearTimeout(12345)",
      "setTimeout('code')",
      "setTimeout()",
      "setInterval(null)",
      "queueMicrotask()",
      "queueMicrotask('x')",
      "[setTimeout.name, queueMicrotask.name, queueMicrotask.length, clearTimeout.name]",
    ]));

  it("give positive integer ids and wrap delays to 32 bits", async () => {
    const { run, delays } = await createRealm();
    const ids = await run(`[-5, 2 ** 31, 2 ** 32 + 7, "9", NaN, 1.9, undefined].map((ms) => setTimeout(() => {}, ms))`);
    assert.deepEqual(ids, [1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual(delays, [0, 0, 7, 9, 0, 1, 0]);
  });

  it("run at least 4 ms apart from the sixth nesting on", async () => {
    const { run, delays } = await createRealm();
    await run(
      `new Promise((resolve) => { let n = 0; (function next() { n++ < 8 ? setTimeout(next, 0) : resolve() })() })`,
    );
    assert.deepEqual(delays, [0, 0, 0, 0, 0, 4, 4, 4]);
  });

  it("refuse the 10,001st pending timer and take new ones afterwards", async () => {
    const { run } = await createRealm();
    const outcome = await run(`(() => {
      const ids = Array.from({ length: 10_000 }, () => setTimeout(() => {}, 1e6));
      let error;
      try { setTimeout(() => {}, 0) } catch (e) { error = [e.name, e.code, e instanceof DOMException] }
      ids.forEach(clearTimeout);
      return [error, typeof setTimeout(() => {}, 0)] })()`);
    assert.deepEqual(outcome, [["QuotaExceededError", 22, true], "number"]);
  });

  it("report what a callback throws, and go on", async () => {
    const realm = await createRealm();
    await realm.run(`new Promise((resolve) => {
      let n = 0;
      setTimeout(() => { throw new TypeError("timer") }, 1);
      queueMicrotask(() => { throw "microtask" });
      const id = setInterval(() => { if (++n === 2) { clearInterval(id); resolve() } throw new Error("interval " + n) }, 1);
      reportError(new DOMException("told", "AbortError"));
    })`);
    assert.deepEqual(realm.uncaught, [
      "AbortError: told",
      "Error: Thrown: microtask",
      "TypeError: timer",
      "Error: interval 1",
      "Error: interval 2",
    ]);
  });
});
