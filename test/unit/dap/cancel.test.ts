import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, it } from "mocha";
import { type DapTest, ending, launch, refused, scopeOf, stackOf, stopAt, withClient, writePlugin } from "./support.ts";

/** Sends a request and cancels it before it is answered. @returns why it failed */
async function cancelled({ client }: DapTest, command: string, args: object): Promise<string> {
  const failed = refused(client.customRequest(command, args));
  const requestId = Number(Reflect.get(client, "sequence")) - 1;
  await client.customRequest("cancel", { requestId });
  return failed;
}

const SPIN = "(() => { for (;;); })()";

describe("cancel", () => {
  it("ends an expression that runs in the plugin, which then answers at once", () =>
    withClient(async (dap) => {
      const { client } = dap;
      const { top } = await stopAt(dap, "return result", { entry: "sum", input: { n: 1 } });
      const times: number[] = [];
      const isFast = () => Math.min(...times) < 900;
      for (let turn = 0; turn < 10 || (turn < 50 && !isFast()); turn++) {
        const before = performance.now();
        const context = turn % 2 ? "repl" : "watch";
        assert.equal(await cancelled(dap, "evaluate", { expression: SPIN, frameId: top, context }), "cancelled");
        const { body } = await client.evaluateRequest({ expression: "result", frameId: top });
        assert.equal(body.result, "5");
        times.push(performance.now() - before);
      }
      assert(isFast(), `each of them ran for its second: ${times}`);
      assert.equal((await stackOf(dap)).frames[0]?.name, "half");
      await client.continueRequest({ threadId: 1 });
      assert.equal(await ending(dap), 0);
    }));

  it("ends what sets a variable, a getter that is looked into, and what waits behind it", () =>
    withClient(async (dap) => {
      const { client } = dap;
      const { top } = await stopAt(dap, "return result", { entry: "sum", input: { n: 1 } });
      const { reference } = await scopeOf(dap, top, "Local");
      const set = { variablesReference: reference, name: "amount", value: SPIN };
      assert.equal(await cancelled(dap, "setVariable", set), "cancelled");
      const expression = { expression: "amount", value: SPIN, frameId: top };
      assert.equal(await cancelled(dap, "setExpression", expression), "cancelled");
      const getter = "({ get endless() { for (;;); } })";
      const { body } = await client.evaluateRequest({ expression: getter, frameId: top });
      const [{ variablesReference = 0 } = {}] = (await client.variablesRequest(body)).body.variables;
      assert.equal(await cancelled(dap, "variables", { variablesReference }), "cancelled");
      // The second waits until the first has used up its second, and does not run then.
      const slow = refused(client.evaluateRequest({ expression: SPIN, frameId: top }));
      assert.equal(await cancelled(dap, "evaluate", { expression: "amount = 77", frameId: top }), "cancelled");
      assert.match(await slow, /longer than 1 s/);
      const { body: after } = await client.evaluateRequest({ expression: "amount", frameId: top });
      assert.equal(after.result, "10");
    }));

  it("says what cannot be cancelled, and is nothing for what is over", () => {
    const gate = Promise.withResolvers<void>();
    const targets = {
      launch: async () => {
        await gate.promise;
        return { name: "nothing", run: async () => {}, stop: async () => {} };
      },
    };
    return withClient(async (dap) => {
      const { client } = dap;
      await client.initializeRequest();
      const launched = client.launchRequest({ program: "x" } as DebugProtocol.LaunchRequestArguments);
      const requestId = Number(Reflect.get(client, "sequence")) - 1;
      assert.match(await refused(client.customRequest("cancel", { requestId })), /"launch" cannot be cancelled/);
      gate.resolve();
      await launched;
      await client.customRequest("cancel", { requestId });
      await client.customRequest("cancel", { progressId: "build 1" });
      await client.customRequest("cancel", {});
      await client.configurationDoneRequest();
      assert.equal(await ending(dap), 0);
    }, targets);
  });

  it("of a build's progress ends the build and the session", function () {
    return withClient(async (dap) => {
      const { dir } = await writePlugin(dap.test);
      // The bundler waits for whoever would write into the pipe: a build without an end.
      if (spawnSync("mkfifo", [`${dir}/src/package.json`]).status !== 0) return this.skip();
      await launch(dap, { program: dir, entry: "sum", input: { n: 1 } });
      const { body } = await dap.next<DebugProtocol.ProgressStartEvent>("progressStart");
      assert.equal(body.cancellable, true);
      await dap.client.customRequest("cancel", { progressId: body.progressId });
      const { body: end } = await dap.next<DebugProtocol.ProgressEndEvent>("progressEnd");
      assert.equal(end.progressId, body.progressId);
      assert.equal(await ending(dap), 130);
      assert(dap.outputs().includes("The build was cancelled\n"));
    });
  });

  it("is possible for each build of a session, and a build ends where the session does", function () {
    return withClient(async (dap) => {
      const { dir } = await writePlugin(dap.test);
      await launch(dap, { program: dir });
      const first = await dap.next<DebugProtocol.ProgressStartEvent>("progressStart");
      await dap.next("progressEnd");
      if (spawnSync("mkfifo", [`${dir}/src/package.json`]).status !== 0) return this.skip();
      await dap.test.write("plugin", { "src/main.ts": "export const commands = { sum() {} };" });
      await dap.client.customRequest("restart");
      const second = await dap.next<DebugProtocol.ProgressStartEvent>("progressStart");
      assert.notEqual(second.body.progressId, first.body.progressId);
      await dap.client.terminateRequest();
      assert.equal(await ending(dap), 130);
    });
  });
});
