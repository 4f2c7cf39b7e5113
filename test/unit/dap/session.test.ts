import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, it } from "mocha";
import { launch, withClient, writePlugin } from "./support.ts";

describe("a debug session", () => {
  it("stops at a breakpoint, shows stack, scopes and values, and runs to its end", () =>
    withClient(async (dap) => {
      const { client, test, next } = dap;
      const { dir, main } = await writePlugin(test);
      await launch(dap, { program: dir, entry: "sum", input: { n: 2 } }, async () => {
        const { body } = await client.setBreakpointsRequest({ source: { path: main }, breakpoints: [{ line: 15 }] });
        assert.equal(body.breakpoints[0]?.verified, false, "it is pending until the plugin is built");
      });
      const changed = await next<DebugProtocol.BreakpointEvent>("breakpoint");
      assert.deepEqual([changed.body.breakpoint.verified, changed.body.breakpoint.line], [true, 15]);
      const { body: stop } = await next("stopped");
      assert.deepEqual([stop.reason, stop.hitBreakpointIds], ["breakpoint", [changed.body.breakpoint.id]]);
      const { body: stack } = await client.stackTraceRequest({ threadId: 1 });
      assert.deepEqual(
        stack.stackFrames.map(({ name, line, source }) => [name, line, source?.path]),
        [
          ["half", 15, main],
          ["sum", 22, main],
        ],
      );
      const [top, caller] = stack.stackFrames;
      assert(top && caller);
      const { body: scopes } = await client.scopesRequest({ frameId: top.id });
      const local = scopes.scopes.find(({ name }) => name === "Local");
      assert(local);
      const { body: variables } = await client.variablesRequest({ variablesReference: local.variablesReference });
      assert.deepEqual(variables.variables.map(({ name, value }) => [name, value]).sort(), [
        ["amount", "10"],
        ["result", "5"],
      ]);
      const evaluated = await client.evaluateRequest({
        expression: "i + cart.owner",
        frameId: caller.id,
        context: "repl",
      });
      assert.equal(evaluated.body.result, "'1Ann'");
      await client.setBreakpointsRequest({ source: { path: main }, breakpoints: [] });
      await client.continueRequest({ threadId: 1 });
      const { body: exit } = await next<DebugProtocol.ExitedEvent>("exited");
      assert.equal(exit.exitCode, 0);
      await next("terminated");
      assert.match(dap.outputs().join(""), /total 15\n[\s\S]*"total": 15/);
    }));
});
