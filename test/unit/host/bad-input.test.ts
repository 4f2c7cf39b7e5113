import assert from "node:assert/strict";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import { AiHubError, PluginError } from "../../../runtime/core/errors.ts";
import { MAX_CALLS_IN_FLIGHT } from "../../../runtime/core/protocol/messages.ts";
import type { LimitOverrides } from "../../../runtime/host/plugin-host.ts";
import type { PluginInstance } from "../../../runtime/host/plugin-instance.ts";
import { ALL, createTestHost, manifest, type TestHost } from "../../support/host.ts";

/** For what is about something else than time: a busy machine may take long. */
const LIMITS = { timeoutMs: 200_000, memoryMB: 48 };
const ROOMY = { timeoutMs: 200_000, memoryMB: 256 };
const HURRIED = { timeoutMs: 800, memoryMB: 48 };

describe("bad input", () => {
  let test: TestHost;
  let bystander: PluginInstance;
  const progress = { now: 0, most: 0, shown: 0, full: Promise.withResolvers<void>() };

  before(async () => {
    test = await createTestHost({
      ui: {
        async progress() {
          progress.shown++;
          progress.now++;
          progress.most = Math.max(progress.most, progress.now);
          if (progress.now === MAX_CALLS_IN_FLIGHT) progress.full.resolve();
          await progress.full.promise; // none ends before as many are there as may be
          await new Promise((resolve) => setImmediate(resolve));
          progress.now--;
        },
      },
    });
    const dir = await test.write("bystander", {
      "plugin.json": manifest({ name: "Bystander", ui: { commands: [{ id: "echo", title: "Echo" }] } }),
      "main.js": "let n = 0; export const commands = { echo: (x) => [x, ++n] };",
    });
    bystander = await test.host.openFolder(dir);
    await bystander.start();
  });
  after(() => test.dispose());

  /** The other plugin has not even been restarted: it counts on. */
  let echoes = 0;
  afterEach(async () => {
    assert.deepEqual(await bystander.invoke("echo", "x"), ["x", ++echoes]);
  });

  let folders = 0;
  async function open(
    files: Record<string, string | object>,
    limits: LimitOverrides = LIMITS,
  ): Promise<PluginInstance> {
    const dir = await test.write(`bad-${folders++}`, files);
    return test.host.openFolder(dir, { rules: ALL, limits });
  }
  const plugin = (main: string, extra: object = {}, limits: LimitOverrides = LIMITS) =>
    open({ "plugin.json": manifest(extra), "main.js": main }, limits);

  async function failure(work: Promise<unknown>): Promise<AiHubError> {
    try {
      await work;
    } catch (error) {
      assert.ok(error instanceof AiHubError, String(error));
      return error;
    }
    throw new assert.AssertionError({ message: "It should have failed" });
  }

  describe("in a folder", () => {
    it("without plugin.json names the missing file", async () => {
      const error = await failure(open({ "main.js": "" }));
      assert.equal(error.code, "ERR_NOT_FOUND");
      assert.match(error.message, /^No such file: .*bad-\d+[/\\]plugin\.json$/);
    });

    it("that is not there names it", async () => {
      const error = await failure(test.host.openFolder(join(test.dir, "nowhere")));
      assert.equal(error.code, "ERR_NOT_FOUND");
      assert.match(error.message, /nowhere/);
    });

    for (const [what, text, where] of [
      ["that ends early", '{\n  "name": "x",\n  "version": ', /plugin\.json:3:\d+: /],
      ["that is not JSON", "name: x", /plugin\.json:1:\d+: /],
      ["that is empty", "", /plugin\.json:1:1: /],
      ["that is a list", "[]", /plugin\.json:1:1: /],
      ["that is null", "null", /plugin\.json:1:1: /],
      ["of the wrong types", '{\n  "name": 1\n}', /plugin\.json:2:11: /],
      ["that nests deeper than a parser", "[".repeat(100_000), /plugin\.json:1:\d+: /],
    ] as const) {
      it(`with a plugin.json ${what} tells line and column`, async () => {
        const error = await failure(open({ "plugin.json": text, "main.js": "" }));
        assert.equal(error.code, "ERR_MANIFEST");
        assert.match(error.message, where);
      });
    }

    it("with an entry that does not exist names the entry", async () => {
      const dir = await test.write(`bad-${folders++}`, {
        "plugin.json": manifest({ build: { entry: "src/none.ts" } }),
        "other.ts": "",
      });
      const error = await failure(test.host.openFolder(dir).then((instance) => instance.start()));
      assert.ok(["ERR_NOT_FOUND", "ERR_MANIFEST"].includes(error.code), error.code);
      assert.match(error.message, /src\/none\.ts/);
    });

    it("with a syntax error tells file, line and column of the author's TypeScript", async () => {
      const instance = await open({
        "plugin.json": manifest({ build: { entry: "src/main.ts" } }),
        "src/main.ts": 'import { x } from "./other.ts";\nexport default () => x;\n',
        "src/other.ts": "export const x: number = 1;\nexport const y: string = ;\n",
      });
      const error = await failure(instance.start());
      assert.equal(error.code, "ERR_BUILD");
      assert.match(error.message, /^src\/other\.ts:2:26: /);
      assert.equal(instance.status, "error");
    });
  });

  describe("in activate", () => {
    it("a throw carries the author's TypeScript lines", async () => {
      const instance = await open({
        "plugin.json": manifest({ build: { entry: "src/main.ts" } }),
        "src/main.ts": `import { fail } from "./fail.ts";
interface Nothing {}
export function activate(): Nothing {
  return fail({ deep: true });
}
`,
        "src/fail.ts": `export function fail(x: { deep: boolean }): never {
  throw new RangeError("no luck" + x.deep);
}
`,
      });
      const error = await failure(instance.start());
      assert.ok(error instanceof PluginError);
      assert.equal(error.name, "RangeError");
      assert.match(
        error.stack ?? "",
        /^RangeError: no lucktrue\n.*fail \(src\/fail\.ts:2:\d+\)\n.*activate \(src\/main\.ts:4:\d+\)/,
      );
      assert.equal(instance.status, "error");
    });

    for (const [what, main, code, message] of [
      ["that never ends", "export const activate = () => { for (;;); };", "ERR_TIMEOUT", /took too long/],
      ["that never settles", "export const activate = () => new Promise(() => {});", "ERR_TIMEOUT", /took too long/],
      [
        "with a memory bomb",
        "export const activate = () => { const a = []; for (;;) a.push(new Array(1000).fill(1)); };",
        "ERR_MEMORY",
        /out of memory/,
      ],
      [
        "with a stack bomb",
        "export const activate = () => { const f = () => f() + 1; f(); };",
        "ERR_STACK",
        /overflowed its stack/,
      ],
    ] as const) {
      it(`one ${what} is told as such, and the next start is clean`, async () => {
        const instance = await plugin(main, {}, code === "ERR_TIMEOUT" ? HURRIED : LIMITS);
        for (let start = 0; start < 2; start++) {
          const error = await failure(instance.start());
          assert.equal(error.code, code);
          assert.match(error.message, message);
          assert.equal(instance.status, "error");
        }
      });
    }
  });

  describe("thrown non-errors", () => {
    for (const [what, thrown, message] of [
      ["null", "null", /^Thrown: null$/],
      ["undefined", "undefined", /^Thrown: undefined$/],
      ["a string", "'just text'", /^Thrown: just text$/],
      ["a symbol", "Symbol('s')", /^Thrown: Symbol\(s\)$/],
      ["a BigInt", "10n", /^Thrown: 10$/],
      ["an object without a message", "({ reason: 1 })", /\{"reason":1\}/],
      ["an object whose message throws", "({ get message() { throw 1; }, get name() { throw 2; } })", /./],
      [
        "an error with fields that are no text",
        "Object.assign(new Error(), { name: {}, message: [], stack: 7, code: null })",
        /./,
      ],
      ["a proxy that throws", "new Proxy({}, { get() { throw new Error('trap'); } })", /a value that cannot be shown/],
      [
        "a revoked proxy",
        "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()",
        /a value that cannot be shown/,
      ],
      ["a function", "() => 1", /./],
      ["a promise", "Promise.reject(null)", /./],
    ] as const) {
      it(`${what}, from activate and from a command`, async () => {
        const instance = await plugin(`export const commands = { go: async () => { throw ${thrown}; } };`, {
          ui: { commands: [{ id: "go", title: "Go" }] },
        });
        await instance.start();
        const error = await failure(instance.invoke("go", undefined));
        assert.ok(error instanceof PluginError, String(error));
        assert.match(error.message, message);
        assert.equal(typeof error.name, "string");
        assert.equal(typeof error.data.code, "string");
        assert.equal(instance.status, "running", "a throw in a command is not the plugin's end");
        await instance.stop();
        const activating = await plugin(`export const activate = () => { throw ${thrown}; };`);
        assert.match((await failure(activating.start())).message, message);
      });
    }
  });

  describe("floods", () => {
    // A busy machine must be done with all of them in the ten seconds that the five are for.
    it("of notifications: five are shown, the rest are refused", async () => {
      test.seen.notifications.length = 0;
      const instance = await plugin(
        `export const activate = async () => {
          const calls = Array.from({ length: 50 }, (_, i) => aiHub.ui.showNotification("n" + i));
          const settled = await Promise.allSettled(calls);
          return settled.filter((s) => s.status === "rejected").map((s) => s.reason.code + ": " + s.reason.message);
        };`,
        { permissions: { system: { notifications: true } } },
      );
      await instance.start();
      assert.deepEqual(
        test.seen.notifications.map(({ message }) => message),
        ["n0", "n1", "n2", "n3", "n4"],
      );
      assert.deepEqual(instance.activated, Array(45).fill("ERR_QUOTA: At most 5 notifications in 10 seconds"));
      await instance.stop();
    });

    it(`of 100,000 host calls: all are answered, at most ${MAX_CALLS_IN_FLIGHT} are with the host at once`, async () => {
      const dir = await test.write(`bad-${folders++}`, {
        "plugin.json": manifest(),
        "main.js": `export const activate = async () => {
          const calls = [];
          for (let i = 0; i < 100000; i++) calls.push(aiHub.ui.progress("x"));
          const settled = await Promise.allSettled(calls);
          const refused = settled.filter((s) => s.status === "rejected");
          return [refused.length, ...new Set(refused.map((s) => s.reason.code))];
        };`,
      });
      const instance = await test.host.openFolder(dir, { limits: ROOMY });
      await instance.start();
      assert.deepEqual(instance.activated, [0]);
      assert.equal(progress.shown, 100_000);
      assert.equal(progress.most, MAX_CALLS_IN_FLIGHT);
      assert.equal(progress.now, 0);
      await instance.stop();
    });

    it("of events to another plugin do not harm that one: what it cannot take is dropped, and said", async () => {
      // It is busy with each event until it is told to go on: however slow the flood is, it is faster.
      const victim = await plugin(
        `export const commands = { count: () => n, goOn: () => { resume(); } };
         let n = 0;
         let resume;
         const gate = new Promise((resolve) => { resume = resolve; });
         aiHub.events.on("flooder/big", async () => { n += 1; await gate; });`,
        {
          name: "Victim",
          ui: {
            commands: [
              { id: "count", title: "Count" },
              { id: "goOn", title: "Go on" },
            ],
          },
        },
        ROOMY,
      );
      const flooder = await plugin(
        `export const commands = {
           go: async () => {
             const data = "x".repeat(900_000);
             const deep = JSON.parse("[".repeat(900) + "]".repeat(900));
             const codes = new Set();
             const emit = (value) => aiHub.events.emit("big", value).then(() => codes.add("ok"), (e) => codes.add(e.code));
             await Promise.all(Array.from({ length: 40 }, () => emit(data)));
             await Promise.all(Array.from({ length: 3000 }, () => emit(1)));
             await emit(deep);
             await emit("y".repeat(2_000_000));
             return [...codes].sort();
           },
           once: () => aiHub.events.emit("big", 1),
         };`,
        {
          name: "Flooder",
          api: { events: ["big"] },
          ui: {
            commands: [
              { id: "go", title: "Go" },
              { id: "once", title: "Once" },
            ],
          },
        },
        ROOMY,
      );
      await victim.start();
      await flooder.start();
      test.seen.logs.length = 0;
      assert.deepEqual(await flooder.invoke("go", undefined), ["ERR_QUOTA", "ok"]);
      const heard = () => victim.invoke("count", undefined);
      assert.equal(await heard(), 1000, "two of those that are large, and small ones");
      assert.equal(victim.status, "running");
      const told = test.seen.logs.filter(({ text }) => text.includes("too busy for its messages"));
      assert.equal(told.length, 1);
      await victim.invoke("goOn", undefined);
      assert.equal(await heard(), 1000); // answered after all that was waiting
      await flooder.invoke("once", undefined);
      assert.equal(await heard(), 1001, "it takes messages again");
      await victim.stop();
      await flooder.stop();
    });

    it("of panel messages, one of 50 MB and one that is not JSON: the plugin lives, the log says what was refused", async () => {
      const instance = await plugin(
        `const heard = [];
         export const activate = () => { aiHub.ui.onMessage("main", (message) => heard.push(message)); };
         export const commands = { heard: () => heard };`,
        {
          ui: {
            commands: [{ id: "heard", title: "Heard" }],
            panels: [{ id: "main", title: "Main", location: "sidebar" }],
          },
        },
      );
      await instance.start();
      test.seen.logs.length = 0;
      instance.deliverPanelMessage("main", JSON.stringify("x".repeat(50_000_000)));
      instance.deliverPanelMessage("main", "this is not JSON");
      instance.deliverPanelMessage("main", '"fine"');
      assert.deepEqual(await instance.invoke("heard", undefined), ["fine"]);
      const errors = test.seen.logs.filter(({ level }) => level === "error");
      assert.equal(errors.length, 2);
      assert.match(errors.map(({ text }) => text).join("\n"), /larger than may cross/);
      assert.equal(instance.status, "running");
      await instance.stop();
    });
  });

  it("getters and proxies as host-call arguments are read once, in the sandbox", async () => {
    const instance = await plugin(
      `const codes = [];
       const tell = (call) => call().then(() => codes.push("ok"), (error) => codes.push(error.code ?? error.message));
       export const activate = async () => {
         let reads = 0;
         await tell(() => aiHub.events.emit("e", { get a() { return ++reads; } }));
         codes.push(reads);
         await tell(async () => aiHub.events.emit("e", { get a() { throw new Error("getter"); } }));
         await tell(async () => aiHub.events.emit("e", new Proxy({ a: 1 }, {})));
         await tell(async () => aiHub.events.emit("e", new Proxy({}, { ownKeys() { throw new Error("trap"); } })));
         await tell(async () => aiHub.events.emit(new Proxy({}, {}), 1));
         return codes;
       };`,
      { api: { events: ["e"] } },
    );
    await instance.start();
    assert.deepEqual(instance.activated, ["ok", 1, "getter", "ok", "trap", "ERR_INVALID_ARGUMENT"]);
    await instance.stop();
  });
});
