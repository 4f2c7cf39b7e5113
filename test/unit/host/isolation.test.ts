import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { IsolationError } from "../../../runtime/core/errors.ts";
import { ALL, createTestHost, manifest, runSource, type TestHost } from "../../support/host.ts";

describe("isolation failures", () => {
  let test: TestHost;
  before(async () => {
    test = await createTestHost();
  });
  after(() => test.dispose());

  const cases: readonly [what: string, source: string, fault: string][] = [
    ["an endless loop", "for (;;);", "timeout"],
    ["an endless loop that catches", "for (;;) try { for (;;); } catch {} finally { for (;;); }", "timeout"],
    [
      "a flood of microtasks",
      "const f = () => { Promise.resolve().then(f); }; f(); await new Promise(() => {});",
      "timeout",
    ],
    ["a promise that never settles", "export default () => new Promise(() => {});", "timeout"],
    ["a sleep past the limit", "export default () => new Promise((r) => setTimeout(r, 60000));", "timeout"],
    ["one long built-in call", "new Array(2 ** 32 - 2).indexOf(1);", "timeout"],
    ["a catastrophic pattern", "/(a+)+$/.test('a'.repeat(40) + 'b');", "timeout"],
    ["a memory bomb", "const a = []; for (;;) a.push(new Array(1000).fill(1));", "memory"],
    [
      "a memory bomb that catches",
      "const a = []; for (;;) try { for (;;) a.push(new Array(1000).fill(1)); } catch {}",
      "memory",
    ],
    ["one huge buffer", "new ArrayBuffer(1e9);", "memory"],
    ["endless recursion", "function f() { f(); } f();", "stack"],
  ];
  for (const [what, source, fault] of cases) {
    it(`${what} is a ${fault}`, async () => {
      await assert.rejects(
        runSource(test, source, { limits: { timeoutMs: fault === "timeout" ? 700 : 200_000, memoryMB: 64 } }),
        (error: unknown) => {
          assert.ok(error instanceof IsolationError, String(error));
          assert.equal(error.fault, fault);
          return true;
        },
      );
    });
  }

  it("recursion that is caught is the plugin's own business", async () => {
    const instance = await runSource(
      test,
      "function f() { f(); } let n = 0; try { f(); } catch { n = 1; } export default n;",
    );
    assert.equal(instance.activated, 1);
    await instance.stop();
  });

  it("leaves the plugin in state error, and its next start is clean", async () => {
    const dir = await test.write("restart", {
      "plugin.json": manifest({
        ui: {
          commands: [
            { id: "spin", title: "Spin" },
            { id: "count", title: "Count" },
          ],
        },
      }),
      "main.js": `let n = 0;
        export const commands = { spin: () => { for (;;); }, count: () => ++n };`,
    });
    // Long enough for a busy machine to start it and to count.
    const instance = await test.host.openFolder(dir, { rules: ALL, limits: { timeoutMs: 3000 } });
    await instance.start();
    assert.equal(await instance.invoke("count", undefined), 1);
    assert.equal(await instance.invoke("count", undefined), 2);
    await assert.rejects(instance.invoke("spin", undefined), { code: "ERR_TIMEOUT" });
    assert.equal(instance.status, "error");
    assert.equal(await instance.invoke("count", undefined), 1, "a fresh realm");
    assert.equal(instance.status, "running");
    await instance.stop();
  });

  it("one plugin's failure does not touch another", async () => {
    const dir = await test.write("bystander", {
      "plugin.json": manifest({ name: "Bystander", ui: { commands: [{ id: "echo", title: "Echo" }] } }),
      "main.js": "export const commands = { echo: (x) => x };",
    });
    const bystander = await test.host.openFolder(dir, { rules: ALL });
    await bystander.start();
    await assert.rejects(runSource(test, "const a = []; for (;;) a.push(new Array(1000).fill(1));"));
    assert.deepEqual(await bystander.invoke("echo", { a: [1, "ü"] }), { a: [1, "ü"] });
    await bystander.stop();
  });

  it("cancelling ends a spinning call", async () => {
    const dir = await test.write("cancel", {
      "plugin.json": manifest({
        name: "Cancel",
        ui: {
          commands: [
            { id: "spin", title: "Spin" },
            { id: "wait", title: "Wait" },
          ],
        },
      }),
      "main.js": `export const commands = {
        spin: () => { console.log("spinning"); for (;;); },
        wait: (_, { signal }) => {
          console.log("waiting");
          return new Promise((resolve) => signal.addEventListener("abort", () => resolve("heard")));
        },
      };`,
    });
    const instance = await test.host.openFolder(dir, { rules: ALL });
    await instance.start();
    const printed = async (text: string) => {
      while (test.seen.logs.at(-1)?.text !== text) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    const controller = new AbortController();
    const spinning = instance.invoke("spin", undefined, controller.signal);
    void printed("spinning").then(() => controller.abort());
    await assert.rejects(spinning, { code: "ERR_CANCELLED" });
    assert.equal(instance.status, "stopped");
    await instance.start();
    const second = new AbortController();
    const waiting = instance.invoke("wait", undefined, second.signal);
    await printed("waiting");
    second.abort();
    assert.equal(await waiting, "heard");
    assert.equal(instance.status, "running");
    await instance.stop();
  });
});
