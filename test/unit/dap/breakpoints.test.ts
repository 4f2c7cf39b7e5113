import assert from "node:assert/strict";
import { utimes, writeFile } from "node:fs/promises";
import { describe, it } from "mocha";
import { breakpointsOf, lineOf, MAIN, stackOf, stopAt, withClient } from "./support.ts";

describe("breakpoints of a debug session", () => {
  it("move to the next line with code and say so", () =>
    withClient(async (dap) => {
      const { client } = dap;
      const { main } = await stopAt(dap, "const cart", { entry: "sum", input: { n: 1 } });
      const line = lineOf(MAIN, 'console.log("total"') - 1;
      const { body } = await client.setBreakpointsRequest({ source: { path: main }, breakpoints: [{ line }] });
      const [breakpoint] = body.breakpoints;
      assert.deepEqual([breakpoint?.verified, breakpoint?.line], [true, line + 1]);
      assert.match(String(breakpoint?.message), new RegExp(`Line ${line} has no code`));
      await client.continueRequest({ threadId: 1 });
      assert.deepEqual((await dap.next("stopped")).body.hitBreakpointIds, [breakpoint?.id]);
    }));

  it("are pending in files that are not part of the plugin", () =>
    withClient(async (dap) => {
      const { dir } = await stopAt(dap, "const cart", { entry: "sum", input: { n: 1 } });
      const source = { path: `${dir}/src/other.ts` };
      const { body } = await dap.client.setBreakpointsRequest({ source, breakpoints: [{ line: 1 }] });
      assert.deepEqual(
        body.breakpoints.map(({ verified, reason }) => [verified, reason]),
        [[false, "pending"]],
      );
    }));

  it("in a file that has changed say so, and so does the console, once", () =>
    withClient(async (dap) => {
      const { client } = dap;
      const { main } = await stopAt(dap, "const cart", { entry: "sum", input: { n: 1 } });
      await writeFile(main, `\n${MAIN}`);
      const later = new Date(Date.now() + 5000);
      await utimes(main, later, later);
      for (let turn = 0; turn < 2; turn++) {
        const { body } = await client.setBreakpointsRequest(breakpointsOf(main, "return result"));
        assert.match(String(body.breakpoints[0]?.message), /has changed since the plugin was built/);
      }
      await client.continueRequest({ threadId: 1 });
      await dap.next("stopped");
      await stackOf(dap);
      const told = dap.outputs().filter((text) => text.startsWith("src/main.ts: it has changed"));
      assert.equal(told.length, 1);
    }));
});
