import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, it } from "mocha";
import { createTestHost } from "../../support/host.ts";
import { connect, lineOf, MAIN, scopeOf, stackOf, stopAt, variablesOf, withClient } from "./support.ts";

const VALUES = `class Point {
  #secret = 7;
  constructor(public x: number) {}
  get twice(): number { calls++; return this.x * 2; }
  secret() { return this.#secret; }
}
let calls = 0;
async function inner(value: number) {
  await null;
  return value;
}
export const commands = {
  async go() {
    const point = new Point(4);
    const many = Array.from({ length: 1000 }, (_, i) => i);
    const map = new Map([["a", point]]);
    debugger;
    const sum = await outer(many.length);
    return sum + map.size + point.secret();
  },
};
async function outer(value: number) {
  const got = await inner(value);
  return got + 1;
}
`;

describe("values in a debug session", () => {
  it("come in pages, and getters run when they are asked for", () =>
    withClient(async (dap) => {
      const { client } = dap;
      const { top, stop } = await stopAt(dap, "debugger", { entry: "go", source: VALUES });
      assert.equal(stop.reason, "breakpoint");
      const { variables } = await scopeOf(dap, top, "Local");
      const many = variables.get("many");
      assert.equal(many?.indexedVariables, 1000);
      const variablesReference = many?.variablesReference ?? 0;
      const page = await variablesOf(client, { variablesReference, filter: "indexed", start: 700, count: 3 });
      assert.deepEqual(
        [...page.values()].map(({ name, value }) => [name, value]),
        [
          ["700", "700"],
          ["701", "701"],
          ["702", "702"],
        ],
      );
      const point = await variablesOf(client, { variablesReference: variables.get("point")?.variablesReference ?? 0 });
      const getter = point.get("twice");
      assert.equal(getter?.presentationHint?.lazy, true);
      const calls = async () => (await client.evaluateRequest({ expression: "calls", frameId: top })).body.result;
      assert.equal(await calls(), "0");
      const [value] = (await variablesOf(client, { variablesReference: getter?.variablesReference ?? 0 })).values();
      assert.deepEqual([value?.value, await calls()], ["8", "1"]);
      const entry = variables.get("map");
      const inside = await variablesOf(client, { variablesReference: entry?.variablesReference ?? 0 });
      assert(
        [...inside.values()].some(({ presentationHint }) => presentationHint?.visibility === "internal"),
        "entries are no properties",
      );
    }));

  it("are there for callers that await, which are set off on the stack", () =>
    withClient(async (dap) => {
      const { main } = await stopAt(dap, "debugger", { entry: "go", source: VALUES });
      await dap.client.setBreakpointsRequest({
        source: { path: main },
        breakpoints: [{ line: lineOf(VALUES, "return value") }],
      });
      await dap.client.continueRequest({ threadId: 1 });
      await dap.next("stopped");
      const { frames } = await stackOf(dap);
      assert.deepEqual(
        frames.map(({ name, presentationHint }) => [name, presentationHint]),
        [
          ["inner", undefined],
          ["await", "label"],
          ["outer", undefined],
          ["go", undefined],
        ],
      );
      const outer = frames[2]?.id ?? 0;
      assert.equal((await dap.client.evaluateRequest({ expression: "value", frameId: outer })).body.result, "1000");
    }));

  it("count lines and columns as the client does, and name files as it does", async () => {
    const test = await createTestHost();
    try {
      const dap = await connect(test);
      const { client } = dap;
      const dir = await test.write("zero", { "main.js": "const a = 1;\nexport default a + 1;\n" });
      await client.initializeRequest({
        adapterID: "aihub",
        linesStartAt1: false,
        columnsStartAt1: false,
        pathFormat: "uri",
      });
      const uri = new URL(`file://${dir}/main.js`).href;
      await client.setBreakpointsRequest({ source: { path: uri }, breakpoints: [{ line: 1 }] });
      await client.launchRequest({ program: `${dir}/main.js` } as DebugProtocol.LaunchRequestArguments);
      await client.configurationDoneRequest();
      await dap.next("stopped");
      const { frames } = await stackOf(dap);
      assert.deepEqual([frames[0]?.line, frames[0]?.column, frames[0]?.source?.path], [1, 0, uri]);
      await dap.close();
    } finally {
      await test.dispose();
    }
  });

  it("lie in sources of the author, and in those of the SDK, which are grey and whose text can be had", () =>
    withClient(async (dap) => {
      const source =
        'import { definePlugin } from "@aihub/sdk";\nexport const commands = {\n  go() {\n    return String(definePlugin);\n  },\n};\n';
      const { top } = await stopAt(dap, "return String", { entry: "go", source });
      const { body } = await dap.client.customRequest("loadedSources");
      const sdk = body.sources.filter(({ origin }: DebugProtocol.Source) => origin === "AI Hub SDK");
      assert(sdk.length > 0 && sdk.every((one: DebugProtocol.Source) => one.presentationHint === "deemphasize"));
      const text = await dap.client.sourceRequest({ source: sdk[0], sourceReference: sdk[0].sourceReference ?? 0 });
      assert.match(text.body.content, /export/);
      assert(top > 0);
    }));

  it("of log lines come with their place", () =>
    withClient(async (dap) => {
      const { client } = dap;
      const { main } = await stopAt(dap, "const cart", { entry: "sum", input: { n: 1 } });
      await client.continueRequest({ threadId: 1 });
      const { body } = await dap.next<DebugProtocol.OutputEvent>("output", (one) => one.body.output === "total 5\n");
      assert.deepEqual([body.category, body.source?.path, body.line], ["stdout", main, lineOf(MAIN, "console.log")]);
    }));
});
