import { strict as assert } from "node:assert";
import { describe, it } from "mocha";
import { Debugged, LOOP, withPlugin } from "./debugged.ts";

describe("A plugin under the debugger", () => {
  it("stops on entry, on `debugger`, on demand, and at a place", () =>
    withPlugin(
      `const start = 1;
export const commands = {
  go(n: number) {
    debugger;
    let i = start;
    while (i < n) {
      i++;
    }
    return i;
  },
};`,
      async (debugged) => {
        debugged.inspector.stopOnEntry = true;
        const result = debugged.go(Number.MAX_SAFE_INTEGER);
        assert.equal((await debugged.stop()).reason, "entry");
        assert.deepEqual(await debugged.stack(), ["(module):1"]);
        await debugged.inspector.resume();
        assert.equal((await debugged.stop()).reason, "debugger");
        assert.deepEqual(await debugged.stack(), ["go:4"]);
        await debugged.inspector.resume();
        await debugged.inspector.pause();
        assert.equal((await debugged.stop()).reason, "pause");
        await debugged.evaluate("n = i");
        await debugged.inspector.runTo(debugged.file, { line: 9, column: 1 });
        assert.deepEqual(await debugged.stop(), { reason: "goto", breakpoints: [] });
        assert.deepEqual(await debugged.stack(), ["go:9"]);
        await debugged.inspector.resume();
        assert.ok(Number(await result) > 0);
      },
    ));

  it("spends no time of its limits while it is stopped", async () => {
    const debugged = await Debugged.create("export const commands = {\n  go: () => 7,\n};", {
      limits: { timeoutMs: 3000 },
    });
    try {
      await debugged.breakAt(2);
      const result = debugged.go();
      await debugged.stop();
      await new Promise((resolve) => setTimeout(resolve, 4000));
      await debugged.inspector.resume();
      assert.equal(await result, 7);
    } finally {
      await debugged.dispose();
    }
  });

  it("runs nothing else of the plugin while it is stopped: no timer, no reply, no other call", async () => {
    const source = `const ran: string[] = [];
export const commands = {
  async go() {
    const timer = setInterval(() => ran.push("timer"), 1);
    const reply = aiHub.permissions.query({ kind: "read", value: "./x" }).catch(() => {}).then(() => ran.push("reply"));
    debugger;
    const meanwhile = ran.length;
    await reply;
    clearInterval(timer);
    return meanwhile;
  },
  other() {
    ran.push("other");
    return ran.length;
  },
};`;
    const debugged = await Debugged.create(source, {}, ["go", "other"]);
    try {
      const result = debugged.go();
      await debugged.stop();
      let hasAnswered = false;
      const other = debugged.plugin.invoke("other", undefined).finally(() => {
        hasAnswered = true;
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal(await debugged.evaluate("ran.length"), "0");
      assert.equal(hasAnswered, false);
      await debugged.inspector.resume();
      assert.equal(await result, 0, "nothing ran between the two statements");
      assert.ok(Number(await other) > 0);
    } finally {
      await debugged.dispose();
    }
  });

  it("logs errors with the places of the author, and without those of the runtime", () =>
    withPlugin(
      `export const commands = {
  go() {
    console.error(new Error("outer", { cause: new RangeError("inner") }));
    console.log("at noon\\n  at home (x:1)\\nat aihub:y:2");
  },
};`,
      async (debugged) => {
        await debugged.go();
        const [error = "", text = ""] = debugged.output.map((one) => one.text);
        assert.deepEqual(error.trimEnd().split("\n"), [
          "Error: outer",
          "    at go (src/main.ts:3:23) {",
          "  [cause]: RangeError: inner",
          "      at go (src/main.ts:3:51)",
          "}",
        ]);
        assert.equal(text.trimEnd(), "at noon\n  at home (x:1)", "what looks like a frame of the runtime is left out");
      },
    ));

  it("is ended for time that it uses after a stop longer than its limit", async () => {
    const source = "export const commands = {\n  go() {\n    debugger;\n    for (;;) {}\n  },\n};";
    const debugged = await Debugged.create(source, { limits: { timeoutMs: 3000 } });
    try {
      const result = debugged.go();
      await debugged.stop();
      await new Promise((resolve) => setTimeout(resolve, 4000));
      assert.equal(await debugged.evaluate("1 + 1"), "2");
      await debugged.inspector.resume();
      await assert.rejects(result, /took too long/);
      assert.match((await debugged.end.promise) ?? "", /took too long/);
    } finally {
      await debugged.dispose();
    }
  });

  it("is ended by its limits as ever, and the client hears why", async () => {
    const endless = "export const commands = { go() { for (;;) {} } };";
    const greedy = "export const commands = { go() { const all = []; for (;;) all.push(new Array(1e5).fill(1)); } };";
    for (const [source, timeoutMs, reason] of [
      [endless, 3000, /took too long/],
      [greedy, 60_000, /memory/],
    ] as const) {
      const debugged = await Debugged.create(source, { limits: { timeoutMs } });
      try {
        await debugged.plugin.start();
        await assert.rejects(debugged.go());
        assert.match((await debugged.end.promise) ?? "", reason);
        await assert.rejects(debugged.inspector.pause(), /not running/);
      } finally {
        await debugged.dispose();
      }
    }
  });

  it("can be stopped while it is stopped, and requests then fail", () =>
    withPlugin(LOOP, async (debugged) => {
      await debugged.breakAt(5);
      void debugged.go(1);
      await debugged.stop();
      await debugged.plugin.stop();
      assert.equal(await debugged.end.promise, undefined);
      await assert.rejects(debugged.inspector.frames(), /not running/);
      await assert.rejects(debugged.inspector.resume(), /not stopped/);
    }));

  it("runs on when the debugger leaves", () =>
    withPlugin(LOOP, async (debugged) => {
      await debugged.breakAt(5);
      const result = debugged.go(3);
      await debugged.stop();
      await debugged.inspector.detach();
      assert.equal(await result, 6);
    }));

  it("does not mix with a second one", async () => {
    const [one, two] = await Promise.all([Debugged.create(LOOP), Debugged.create(LOOP)]);
    try {
      await Promise.all([one.breakAt(5), two.breakAt(7)]);
      const results = Promise.all([one.go(1), two.go(2)]);
      await Promise.all([one.stop(), two.stop()]);
      assert.deepEqual([await one.stack(), await two.stack()], [["go:5"], ["go:7"]]);
      await one.inspector.resume();
      assert.deepEqual(await two.stack(), ["go:7"]);
      await two.inspector.resume();
      assert.deepEqual(await results, [1, 3]);
    } finally {
      await Promise.all([one.dispose(), two.dispose()]);
    }
  });
});
