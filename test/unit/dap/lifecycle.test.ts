import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, it } from "mocha";
import { createTestHost } from "../../support/host.ts";
import {
  breakpointsOf,
  connect,
  type DapTest,
  ending,
  launch,
  lineOf,
  MAIN,
  refused,
  scopeOf,
  stackOf,
  stopAt,
  withClient,
  writePlugin,
} from "./support.ts";

type LaunchArguments = DebugProtocol.LaunchRequestArguments;

const outputOf = (dap: DapTest, text: RegExp) =>
  dap.next<DebugProtocol.OutputEvent>("output", ({ body }) => text.test(body.output)).then(({ body }) => body);

describe("the start of a debug session", () => {
  const sum = { entry: "sum", input: { n: 1 } };

  it("takes breakpoints before the launch", () =>
    withClient(async (dap) => {
      const { client, test, next } = dap;
      const { dir, main } = await writePlugin(test);
      await client.initializeRequest();
      const { body } = await client.setBreakpointsRequest(breakpointsOf(main, "return result"));
      assert.deepEqual(
        body.breakpoints.map(({ verified, reason }) => [verified, reason]),
        [[false, "pending"]],
      );
      await client.launchRequest({ program: dir, ...sum } as LaunchArguments);
      await client.configurationDoneRequest();
      await next("stopped");
    }));

  it("takes a launch after the end of the configuration", () =>
    withClient(async (dap) => {
      const { client, test, next } = dap;
      const { dir, main } = await writePlugin(test);
      await client.initializeRequest();
      await next("initialized");
      await client.setBreakpointsRequest(breakpointsOf(main, "return result"));
      await client.configurationDoneRequest();
      await client.launchRequest({ program: dir, ...sum } as LaunchArguments);
      await next("stopped");
    }));

  it("takes all requests at once, without waiting for answers", () =>
    withClient(async (dap) => {
      const { client, test, next } = dap;
      const { dir, main } = await writePlugin(test);
      await Promise.all([
        client.initializeRequest(),
        client.launchRequest({ program: dir, ...sum } as LaunchArguments),
        client.setBreakpointsRequest(breakpointsOf(main, "return result")),
        client.setFunctionBreakpointsRequest({ breakpoints: [] }),
        client.setExceptionBreakpointsRequest({ filters: [] }),
        client.configurationDoneRequest(),
        client.threadsRequest(),
      ]);
      await next("stopped");
    }));

  it("says why a plugin cannot be launched, and takes another launch then", () =>
    withClient(async (dap) => {
      const { client, test } = dap;
      const { dir } = await writePlugin(test);
      const broken = await test.write("broken", { "plugin.json": { name: "x" } });
      await client.initializeRequest();
      const refuse = (config: object) => refused(client.launchRequest(config as LaunchArguments));
      assert.match(await refuse({}), /launch must have required property 'program'/);
      assert.match(await refuse({ program: "/no/such/folder" }), /No such file or folder/);
      assert.match(await refuse({ program: broken }), /plugin\.json:\d+:\d+: /);
      assert.match(await refuse({ program: `${dir}/plugin.json.txt` }), /No such file/);
      assert.match(await refuse({ program: dir, timeoutMs: "long" }), /launch\.timeoutMs must be integer/);
      assert.match(await refuse({ program: dir, permissions: { allow: { read: ["!x"] } } }), /permissions: .*"!x"/);
      assert.match(await refuse({ program: dir, permissions: { allow: { files: "all" } } }), /permissions/);
      assert.match(await refuse({ program: `${dir}/src/main.ts`, entry: "sum" }), /no entries/);
      assert.match(await refuse({ program: dir, entry: "summ" }), /summ/);
      await client.launchRequest({ program: `${dir}/plugin.json`, ...sum } as LaunchArguments);
      assert.match(await refuse({ program: dir }), /has its plugin already/);
      await client.configurationDoneRequest();
      assert.equal(await ending(dap), 0);
    }));

  it("runs a bare file and shows its result", () =>
    withClient(async (dap) => {
      const dir = await dap.test.write("bare", { "hello.ts": "const x: number = 20;\nexport default x + 1;\n" });
      await launch(dap, { program: `${dir}/hello.ts`, stopOnEntry: true });
      const { body } = await dap.next("stopped");
      assert.equal(body.reason, "entry");
      assert.equal((await stackOf(dap)).frames[0]?.line, 1);
      await dap.client.continueRequest({ threadId: 1 });
      assert.equal(await ending(dap), 0);
      assert(dap.outputs().includes("21\n"));
    }));

  it("runs without the debugger when it is asked to", () =>
    withClient(async (dap) => {
      const { client, test, events } = dap;
      const { dir, main } = await writePlugin(test);
      await launch(dap, { program: dir, ...sum, noDebug: true }, () =>
        client.setBreakpointsRequest(breakpointsOf(main, "return result")),
      );
      assert.equal(await ending(dap), 0);
      assert(!events.some(({ event }) => event === "stopped" || event === "loadedSource"));
    }));

  it("takes a pause at any time from the end of the configuration on", async () => {
    type Moment = (dap: DapTest) => Promise<unknown>;
    const moments: Readonly<Record<string, Moment>> = {
      "at once": async () => {},
      "with the process": ({ next }) => next("process"),
      "with the build's progress": ({ next }) => next("progressStart"),
      "with the first source": ({ next }) => next("loadedSource"),
      "with the build's end": ({ next }) => next("progressEnd"),
    };
    for (const [moment, wait] of Object.entries(moments)) {
      for (const stopOnEntry of [false, true]) {
        await withClient(async (dap) => {
          const { client, test, next, events } = dap;
          const { dir } = await writePlugin(test);
          await launch(dap, { program: dir, entry: "loop", stopOnEntry });
          await wait(dap);
          await client.pauseRequest({ threadId: 1 });
          const { body } = await next("stopped");
          // Where it has begun already the pause comes second.
          const first = stopOnEntry ? /^(?:pause|entry)$/ : /^pause$/;
          assert.match(body.reason, first, `${moment}, ${stopOnEntry}`);
          assert((await stackOf(dap)).frames.length > 0);
          await client.continueRequest({ threadId: 1 });
          await next<DebugProtocol.OutputEvent>("output", (one) => one.body.output === "looping\n");
          await client.pauseRequest({ threadId: 1 });
          await next("stopped");
          assert.equal(events.filter(({ event }) => event === "stopped").length, 2);
        });
      }
    }
  });

  it("takes no pause before a plugin and after it", () =>
    withClient(async (dap) => {
      const { client, test } = dap;
      const pause = () => refused(client.pauseRequest({ threadId: 1 }));
      const { dir } = await writePlugin(test);
      await client.initializeRequest();
      assert.match(await pause(), /not running/);
      await client.launchRequest({ program: dir, ...sum } as LaunchArguments);
      assert.match(await pause(), /not running/);
      await client.configurationDoneRequest();
      assert.equal(await ending(dap), 0);
      assert.match(await pause(), /not running/);
    }));

  it("shows the build as progress to a client that can", () =>
    withClient(async (dap) => {
      const { dir } = await writePlugin(dap.test);
      await launch(dap, { program: dir, ...sum });
      await ending(dap);
      const names = dap.events.map(({ event }) => event);
      assert(names.indexOf("progressStart") >= 0 && names.indexOf("progressStart") < names.indexOf("progressEnd"));
      assert(names.indexOf("progressEnd") < names.indexOf("loadedSource"));
    }));
});

describe("the end of a debug session", () => {
  it("shows an uncaught error with its stack and place, and exits as the command line does", () =>
    withClient(async (dap) => {
      const { dir, main } = await writePlugin(dap.test);
      await launch(dap, { program: dir, entry: "fail", input: { code: "E3" } });
      const shown = await outputOf(dap, /outer E3/);
      assert.deepEqual(
        [shown.category, shown.source?.path, shown.line],
        ["stderr", main, lineOf(MAIN, "new TypeError")],
      );
      assert.match(shown.output, /^TypeError: outer E3\n\s+at .*src\/main\.ts:\d+:\d+/);
      assert.equal(await ending(dap), 1);
    }));

  it("tells of a build that failed", () =>
    withClient(async (dap) => {
      const { dir } = await writePlugin(dap.test, "export const commands = {\n  go() {\n");
      await launch(dap, { program: dir, entry: "go" });
      assert.match((await outputOf(dap, /main\.ts/)).output, /src\/main\.ts/);
      assert.equal(await ending(dap), 1);
    }));

  it("comes with the reason when the plugin used up its time or its memory", async () => {
    const source =
      "export const commands = {\n  spin() {\n    for (;;);\n  },\n  grow() {\n    const all = [];\n    for (;;) all.push(new Array(1000).fill(1));\n  },\n};\n";
    for (const [entry, limit, reason, code] of [
      ["spin", { timeoutMs: 1000 }, /took too long|time/, 4],
      ["grow", { memoryMB: 40 }, /memory/, 5],
    ] as const) {
      await withClient(async (dap) => {
        const { dir } = await writePlugin(dap.test, source);
        await launch(dap, { program: dir, entry, ...limit });
        assert.equal((await outputOf(dap, reason)).category, "stderr");
        assert.equal(await ending(dap), code);
      });
    }
  });

  it("does not come for the time that the plugin is stopped", () =>
    withClient(async (dap) => {
      const { client } = dap;
      const { dir, main } = await writePlugin(dap.test);
      await launch(dap, { program: dir, entry: "sum", input: { n: 1 }, timeoutMs: 3000 }, () =>
        client.setBreakpointsRequest(breakpointsOf(main, "return result")),
      );
      await dap.next("stopped");
      await new Promise((resolve) => setTimeout(resolve, 4000));
      await client.continueRequest({ threadId: 1 });
      assert.equal(await ending(dap), 0);
    }));

  it("is exit code 3 when a permission was denied", () =>
    withClient(async (dap) => {
      const permissions = { filesystem: { read: ["./data/*"] } };
      const source =
        "export const commands = {\n  async read() {\n    return await aiHub.fs.readFile('./data/x');\n  },\n};\n";
      const { dir } = await writePlugin(dap.test, source, { permissions });
      await dap.test.write("plugin", { "data/x": "content" });
      await launch(dap, { program: dir, entry: "read" });
      assert.equal(await ending(dap), 3);
      assert.equal(dap.test.seen.prompts.length, 1, "the person was asked");
    }));

  it("takes permissions from the launch, and evaluate has no more than the plugin", () =>
    withClient(async (dap) => {
      const permissions = { filesystem: { read: ["./data/*"] } };
      const source =
        "export const commands = {\n  async read() {\n    const text = await aiHub.fs.readFile('./data/x');\n    const other = aiHub.fs.readFile('./plugin.json').catch((error) => error.code);\n    return text + (await other);\n  },\n};\n";
      const { dir, main } = await writePlugin(dap.test, source, { permissions });
      await dap.test.write("plugin", { "data/x": "content" });
      await launch(dap, { program: dir, entry: "read", permissions: { allow: { read: ["./data/*"] } } }, () =>
        dap.client.setBreakpointsRequest({ source: { path: main }, breakpoints: [{ line: 5 }] }),
      );
      await dap.next("stopped");
      const { top } = await stackOf(dap);
      await dap.client.evaluateRequest({
        expression: "aiHub.fs.readFile('/etc/passwd').catch((error) => console.log('evaluated', error.code))",
        frameId: top,
        context: "repl",
      });
      await dap.client.continueRequest({ threadId: 1 });
      assert.equal(await ending(dap), 0);
      assert.match(dap.outputs().join(""), /"contentERR_PERMISSION_DENIED"/);
      assert.match(dap.outputs().join(""), /evaluated ERR_PERMISSION_DENIED/);
    }));

  it("stops a plugin in an endless loop, and one that is held, at once", async () => {
    for (const held of [false, true]) {
      // A `deactivate` that is waited for takes two seconds each time; a busy machine is not that slow in all rounds.
      const times: number[] = [];
      const round = async (dap: DapTest) => {
        const { dir } = await writePlugin(dap.test);
        await launch(dap, { program: dir, entry: "loop" });
        await dap.next<DebugProtocol.OutputEvent>("output", ({ body }) => body.output === "looping\n");
        await dap.client.pauseRequest({ threadId: 1 });
        assert.equal((await dap.next("stopped")).body.reason, "pause");
        const { top } = await stackOf(dap);
        assert.match(String((await scopeOf(dap, top, "Local")).variables.get("turns")?.value), /^\d+$/);
        if (!held) await dap.client.continueRequest({ threadId: 1 });
        const before = performance.now();
        await dap.client.terminateRequest();
        assert.equal(await ending(dap), 130);
        times.push(performance.now() - before);
      };
      const isFast = () => Math.min(...times) < 1900;
      while (times.length < 20 && !isFast()) await withClient(round);
      assert(isFast(), `something was waited for: ${times}`);
    }
  });

  it("comes with a disconnect, also when the plugin is on its way into a breakpoint", async () => {
    const source = "export const commands = {\n  go() {\n    for (;;) {\n      Math.random();\n    }\n  },\n};\n";
    for (let turn = 0; turn < 2; turn++) {
      await withClient(async (dap) => {
        const { client } = dap;
        await stopAt(dap, "Math", { entry: "go", source });
        await Promise.all([client.continueRequest({ threadId: 1 }), client.disconnectRequest()]);
        assert.equal(await dap.ended, undefined);
      });
    }
  });

  it("stops the plugin when the client is gone without a word", async () => {
    const test = await createTestHost();
    try {
      const dap = await connect(test);
      await stopAt(dap, "return result", { entry: "sum", input: { n: 1 } });
      dap.hangUp();
      assert.equal(await dap.ended, undefined);
      await dap.close();
    } finally {
      await test.dispose();
    }
  });
});
