import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import { createRealm } from "./harness.ts";
import { assertOutcomes, assertSame } from "./same.ts";

describe("DOMException in the sandbox", () => {
  it("behaves as Node's does", () =>
    assertSame([
      "(() => { const e = new DOMException('m', 'AbortError'); return [e.name, e.message, e.code, e instanceof Error, e instanceof DOMException, `${e}`, typeof e.stack] })()",
      "(() => { const e = new DOMException(); return [e.name, e.message, e.code] })()",
      "(() => { const e = new DOMException('m', { name: 'TimeoutError', cause: 3 }); return [e.name, e.code, e.cause] })()",
      "DOMException('x')",
      "Object.prototype.toString.call(new DOMException())",
      "Object.getOwnPropertyNames(DOMException).filter((n) => /ERR$/.test(n)).sort().map((n) => [n, DOMException[n], DOMException.prototype[n]])",
      ...[
        "IndexSizeError",
        "NotFoundError",
        "InvalidStateError",
        "QuotaExceededError",
        "TimeoutError",
        "DataCloneError",
        "EncodingError",
        "NotAllowedError",
      ].map((name) => `new DOMException('', '${name}').code`),
      "DOMException.prototype.name",
      "Object.keys(DOMException.prototype).sort().slice(0, 3)",
    ]));
});

describe("crypto, performance and names in the sandbox", () => {
  it("behave as Node's do", () =>
    assertSame([
      "/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID())",
      "crypto.randomUUID() === crypto.randomUUID()",
      ...["Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint32Array", "BigUint64Array"].map(
        (name) =>
          `(() => { const a = new ${name}(64); return [crypto.getRandomValues(a) === a, a.some((x) => x != 0)] })()`,
      ),
      "(() => { const a = new Uint8Array(8); crypto.getRandomValues(a.subarray(2, 4)); return [...a.subarray(0, 2), ...a.subarray(4)] })()",
      "crypto.getRandomValues(new Uint8Array(65536)).length",
      "crypto.getRandomValues(new Uint8Array(65537))",
      "crypto.getRandomValues(new Float32Array(1))",
      "crypto.getRandomValues(new DataView(new ArrayBuffer(1)))",
      "crypto.getRandomValues()",
      "new Crypto()",
      "Crypto.prototype.randomUUID.call({})",
      "new Performance()",
      "new Navigator()",
      "[typeof performance.now(), performance.now() >= 0, performance.timeOrigin > 1.6e12, performance instanceof EventTarget]",
      "(() => { const a = performance.now(); for (let i = 0; i < 1e4; i++); return performance.now() >= a })()",
      "Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 60_000",
      "[typeof navigator.userAgent, Object.prototype.toString.call(performance), Object.prototype.toString.call(crypto), Object.prototype.toString.call(console)]",
      "['URL', 'Event', 'DOMException', 'console'].map((name) => Object.getOwnPropertyDescriptor(globalThis, name)).map((d) => [d.enumerable, d.configurable, d.writable])",
      "['setTimeout', 'structuredClone', 'atob', 'queueMicrotask', 'performance', 'crypto'].map((name) => Object.getOwnPropertyDescriptor(globalThis, name).enumerable)",
    ]));

  it("refuse what is not a typed array of integers", () =>
    assertOutcomes([
      ["crypto.getRandomValues([1])", "TypeError"],
      ["crypto.getRandomValues(new Float64Array(1))", "TypeMismatchError"],
    ]));

  it("name the global object", async () => {
    const { run } = await createRealm();
    assert.deepEqual(await run("[self === globalThis, navigator.userAgent, (() => { crypto = 5; return crypto })()]"), [
      true,
      "AI Hub",
      5,
    ]);
  });
});
