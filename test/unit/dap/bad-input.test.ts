import assert from "node:assert/strict";
import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, it } from "mocha";
import { createTestHost } from "../../support/host.ts";
import { connect, ending, launch, refused, stackOf, stopAt, withClient, writePlugin } from "./support.ts";

describe("a client that errs", () => {
  it("gets an error response to what is unknown, misshapen or too early, and the session lives", () =>
    withClient(async (dap) => {
      const { client, test } = dap;
      const send = (command: string, args?: unknown) => refused(client.customRequest(command, args));
      assert.match(await send("threads"), /comes after "initialize"/);
      assert.match(await send("constructor"), /no request "constructor"/);
      assert.match(await send("__proto__"), /no request/);
      await client.initializeRequest();
      assert.match(await send("initialize", {}), /initialized already/);
      assert.match(await send("gotoTargets", {}), /no request "gotoTargets"/);
      assert.match(await send("setBreakpoints"), /setBreakpoints must have required property 'source'/);
      assert.match(
        await send("setBreakpoints", { source: { path: 5 } }),
        /setBreakpoints\.source\.path must be string/,
      );
      assert.match(await send("setBreakpoints", { source: {}, breakpoints: [] }), /neither a path nor a reference/);
      assert.match(await send("setBreakpoints", { source: { path: "a/b.ts" }, breakpoints: [] }), /absolute path/);
      assert.match(await send("setExceptionBreakpoints", { filters: ["all"] }), /no exception filter "all"/);
      const { body } = (await client.customRequest("setExceptionBreakpoints", {
        filters: [],
        filterOptions: [{ filterId: "caught", condition: "error." }],
      })) as DebugProtocol.SetExceptionBreakpointsResponse;
      const [{ verified, message } = { verified: true, message: "" }] = body?.breakpoints ?? [];
      assert.equal(verified, false);
      assert.match(message ?? "", /condition is no expression/);
      for (const [command, args] of [
        ["continue", { threadId: 1 }],
        ["next", { threadId: 1 }],
        ["pause", { threadId: 1 }],
        ["stackTrace", { threadId: 1 }],
        ["stepIn", { threadId: 1, targetId: 1 }],
        ["stepInTargets", { frameId: 1 }],
        ["scopes", { frameId: 1 }],
        ["variables", { variablesReference: 1 }],
        ["evaluate", { expression: "1" }],
        ["source", { sourceReference: 99 }],
        ["restart", {}],
      ] as const) {
        assert.match(await send(command, args), /not (?:stopped|running|known)|neither|nothing/, command);
      }
      const { dir } = await writePlugin(test);
      await launchAgain(dap, dir);
      assert.equal(await ending(dap), 0);
    }));

  it("cannot harm a stopped plugin with frames, references and expressions that are none", () =>
    withClient(async (dap) => {
      const { client } = dap;
      const { top } = await stopAt(dap, "return result", { entry: "sum", input: { n: 1 } });
      const send = (command: string, args: unknown) => refused(client.customRequest(command, args));
      assert.match(await send("scopes", { frameId: 123_456 }), /no such frame/);
      assert.match(await send("stepInTargets", { frameId: 123_456 }), /no such frame/);
      assert.match(await send("stepIn", { threadId: 1, targetId: 1 }), /no such call/);
      assert.match(await send("stepIn", { threadId: 1, targetId: "1" }), /targetId must be integer/);
      assert.notEqual(await send("variables", { variablesReference: 123_456 }), "");
      assert.match(await send("evaluate", { expression: "}{", frameId: top }), /SyntaxError/);
      assert.match(
        await send("evaluate", { expression: "for(;;);", frameId: top, context: "repl" }),
        /longer than 1 s/,
      );
      const thrower = "({ get x() { throw new Error('no') } }).x";
      assert.match(await send("evaluate", { expression: thrower, frameId: top }), /no/);
      assert.equal((await stackOf(dap)).frames[0]?.name, "half", "it is where it was");
      await client.continueRequest({ threadId: 1 });
      assert.equal(await ending(dap), 0);
    }));

  it("that sends requests without a number gets an error response", () =>
    withClient(async ({ test }) => {
      const dap = await connect(test);
      const socket = connectSocket(dap.port, "127.0.0.1").on("error", () => {});
      const answered = once(socket, "data");
      const json = JSON.stringify({ type: "request", command: "threads" });
      socket.write(`Content-Length: ${json.length}\r\n\r\n${json}`);
      assert.match(String((await answered)[0]), /"success":false.*is no request/);
      socket.destroy();
      await dap.close();
    }));

  it("that sends no protocol is told and cut off; the others go on", async () => {
    const test = await createTestHost();
    try {
      const good = await connect(test);
      for (const garbage of [
        "GET / HTTP/1.1\r\n\r\n",
        "Content-Length: x\r\n\r\n{}",
        "Content-Length: 5\r\n\r\n{{{{{",
      ]) {
        const bad = await connect(test);
        const socket = connectSocket(bad.port, "127.0.0.1").on("error", () => {});
        let received = "";
        socket.setEncoding("utf8").on("data", (text) => {
          received += text;
        });
        socket.write(garbage);
        await once(socket, "close");
        assert.match(received, /sent what is no debug protocol/);
        await bad.close();
      }
      const { dir } = await writePlugin(test);
      await launch(good, { program: dir, entry: "sum", input: { n: 1 } });
      assert.equal(await ending(good), 0);
      await good.close();
    } finally {
      await test.dispose();
    }
  });

  it("sees text of the plugin only as text that cannot deceive", () =>
    withClient(async (dap) => {
      const source = "export const commands = {\n  go() {\n    console.log('a\\u001b[2Jb\\u202ec');\n  },\n};\n";
      const { dir } = await writePlugin(dap.test, source);
      await launch(dap, { program: dir, entry: "go" });
      await ending(dap);
      assert(dap.outputs().includes("a\\u{1b}[2Jb\\u{202e}c\n"), dap.outputs().join());
    }));
});

async function launchAgain(dap: Parameters<typeof stackOf>[0], program: string): Promise<void> {
  const config = { program, entry: "sum", input: { n: 1 } } as DebugProtocol.LaunchRequestArguments;
  await dap.client.launchRequest(config);
  await dap.client.configurationDoneRequest();
}
