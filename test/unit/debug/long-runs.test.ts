/** What the debugger remembers of calls and promises must end with them: a session may last for a day. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Debugged } from "./debugged.ts";

/** Each call holds 4 KB, so that 8,000 of them do not fit into the plugin's memory. */
const SOURCE = `
const one = async (n: number) => {
  const big = new Uint8Array(4096);
  const made = new Promise<number>((resolve) => resolve(n));
  const use = () => [big, made];
  made.then(undefined, use);
  await made;
  return use().length;
};
let count = 0;
const again = (done: () => void) => {
  const big = new Uint8Array(4096);
  const next = new Promise<void>((resolve) => resolve());
  next.then(() => {
    if (big.length > 0 && next && count++ < 8000) again(done);
    else done();
  });
};
const row = async () => {
  const head = Promise.resolve<unknown>(0);
  let tail = head;
  for (let n = 0; n < 8000; n++) {
    const big = new Uint8Array(4096);
    tail = tail.then(() => big.length);
    if (n % 100 === 0) await tail;
  }
  return head;
};
const proxies = () => {
  for (let n = 0; n < 8000; n++) {
    const big = new Uint8Array(4096);
    const proxy: object = new Proxy({ big }, { get: () => proxy });
  }
};
export const commands = {
  async go(what: string) {
    if (what === "calls") for (let n = 0; n < 8000; n++) await one(n);
    if (what === "again") await new Promise<void>((resolve) => again(resolve));
    if (what === "row") await row();
    if (what === "proxies") proxies();
    if (what === "one") await one(1);
    return "done";
  },
};`;

describe("A plugin that is debugged for long", () => {
  it("has its memory back, whatever stops it", async () => {
    const debugged = await Debugged.create(SOURCE, { limits: { memoryMB: 32, timeoutMs: 100_000 } });
    try {
      await debugged.inspector.setExceptionFilters([{ filter: "uncaught" }]);
      for (const name of ["calls", "again", "row", "proxies"]) assert.equal(await debugged.go(name), "done", name);
    } finally {
      await debugged.dispose();
    }
  });

  it("leaves no frames of what ended before frames were kept", async () => {
    const debugged = await Debugged.create(SOURCE);
    try {
      assert.equal(await debugged.go("one"), "done");
      await debugged.breakAt(8);
      const result = debugged.go("one");
      await debugged.stop();
      assert.deepEqual(await debugged.stack(), ["one:8", "go:41*"]);
      await debugged.inspector.resume();
      assert.equal(await result, "done");
    } finally {
      await debugged.dispose();
    }
  });
});
