/** A plugin that is held in its `deactivate`, which a stop waits for, ends when it is asked to end once more. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { createTestHost } from "../../support/host.ts";
import { connect, type DapTest, ending, launch, stackOf, stopAt, withClient, writePlugin } from "./support.ts";

const SOURCE = `export function deactivate() {
  console.log("bye");
}
export const commands = {
  go() {
    return 1;
  },
};
`;

/** The command is over, and the plugin held on its way out. */
async function heldInDeactivate(dap: DapTest): Promise<void> {
  const { frames } = await stopAt(dap, "console.log", { entry: "go", source: SOURCE });
  assert.equal(frames[0]?.name, "deactivate");
}

describe("a plugin that is held in deactivate", () => {
  it("ends with a terminate", () =>
    withClient(async (dap) => {
      await heldInDeactivate(dap);
      await dap.client.terminateRequest();
      assert.equal(await ending(dap), 0);
      assert(!dap.outputs().includes("bye\n"), "it runs on no further");
      assert(!dap.events.some(({ event, body }) => event === "output" && body.category === "stderr"), "no error");
    }));

  it("ends with a disconnect", () =>
    withClient(async (dap) => {
      await heldInDeactivate(dap);
      await dap.client.disconnectRequest();
      assert.equal(await dap.ended, undefined);
    }));

  it("ends when the client is gone without a word", async () => {
    const test = await createTestHost();
    try {
      const dap = await connect(test);
      await heldInDeactivate(dap);
      dap.hangUp();
      assert.equal(await dap.ended, undefined);
      await dap.close();
    } finally {
      await test.dispose();
    }
  });

  it("is restarted, with its breakpoints", () =>
    withClient(async (dap) => {
      await heldInDeactivate(dap);
      await dap.client.customRequest("restart", {});
      await dap.next("stopped");
      assert.equal((await stackOf(dap)).frames[0]?.name, "deactivate");
      await dap.client.continueRequest({ threadId: 1 });
      assert.equal(await ending(dap), 0);
      assert.deepEqual(
        dap.outputs().filter((text) => text === "bye\n"),
        ["bye\n"],
      );
    }));
});

describe("an error of deactivate", () => {
  it("is shown where it does not end", () =>
    withClient(async (dap) => {
      const source = SOURCE.replace('console.log("bye");', "return new Promise(() => {});");
      const { dir } = await writePlugin(dap.test, source);
      await launch(dap, { program: dir, entry: "go" });
      assert.equal(await ending(dap), 0);
      const shown = dap.events.filter(({ event, body }) => event === "output" && body.category === "stderr");
      assert.deepEqual(
        shown.map(({ body }) => body.output),
        ["deactivate did not end within 2 s\n"],
      );
    }));

  it("is shown in the debug console, with its place", () =>
    withClient(async (dap) => {
      const source = SOURCE.replace('console.log("bye")', 'throw new TypeError("no way out")');
      const { dir } = await writePlugin(dap.test, source);
      await launch(dap, { program: dir, entry: "go" });
      assert.equal(await ending(dap), 0);
      const shown = dap.events.filter(({ event, body }) => event === "output" && body.category === "stderr");
      assert.deepEqual(
        shown.map(({ body }) => [body.output, body.source?.name, body.line]),
        [["TypeError: no way out\n    at deactivate (src/main.ts:2:13)\n", "main.ts", 2]],
      );
    }));
});
