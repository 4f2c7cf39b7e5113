import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { launchTarget } from "../../../runtime/host/dap/plugin-target.ts";
import { createTestHost, manifest } from "../../support/host.ts";
import { breakpointsOf, connect, ending, launch, refused, until, withClient, writePlugin } from "./support.ts";

describe("attaching to a plugin", () => {
  it("is refused where there are no running plugins", () =>
    withClient(async ({ client }) => {
      await client.initializeRequest();
      assert.match(await refused(client.customRequest("attach", { plugin: "x" })), /no running plugins/);
      assert.match(await refused(client.customRequest("attach", {})), /attach must have required property 'plugin'/);
    }));

  it("restarts it under the debugger, says so, and leaves it running", async () => {
    const test = await createTestHost();
    try {
      const { dir, main } = await writePlugin(test);
      const dap = await connect(test, {
        attach: async (plugin, inspector) => {
          assert.equal(plugin, "test-plugin");
          return launchTarget(test.host, { program: dir, entry: "sum", input: { n: 1 } }, inspector);
        },
      });
      await dap.client.initializeRequest();
      await dap.client.setBreakpointsRequest(breakpointsOf(main, "return result"));
      await dap.client.customRequest("attach", { plugin: "test-plugin" });
      await dap.client.configurationDoneRequest();
      await dap.next("stopped");
      assert(dap.outputs().some((text) => text.includes("was restarted to be debugged")));
      await dap.client.disconnectRequest();
      await dap.ended;
      await until(() => test.seen.logs.some(({ text }) => text.startsWith("total"))); // it ran on
      await dap.close();
    } finally {
      await test.dispose();
    }
  });
});

describe("two debug sessions at once", () => {
  it("do not mix", async () => {
    const test = await createTestHost();
    try {
      const { dir, main } = await writePlugin(test);
      const other = await test.write("second", {
        "plugin.json": manifest({ name: "Second", ui: { commands: [{ id: "sum", title: "Sum" }] } }),
        "main.js": "export const commands = { sum(input) { const twice = input.n * 2; return twice; } };",
      });
      const [a, b] = [await connect(test), await connect(test)];
      await launch(a, { program: dir, entry: "sum", input: { n: 1 } }, () =>
        a.client.setBreakpointsRequest(breakpointsOf(main, "return result")),
      );
      await a.next("stopped");
      await launch(b, { program: other, entry: "sum", input: { n: 21 } });
      assert.equal(await ending(b), 0);
      assert(!b.events.some(({ event }) => event === "stopped") && b.outputs().includes("42\n"));
      assert(!a.outputs().includes("42\n"));
      assert.equal((await a.client.threadsRequest()).body.threads[0]?.name, "Test Plugin");
      await a.client.continueRequest({ threadId: 1 });
      assert.equal(await ending(a), 0);
      await a.close();
      await b.close();
    } finally {
      await test.dispose();
    }
  });
});
