/** Sources of which there is no file: a plugin that came built, whose source map has all texts. */
import assert from "node:assert/strict";
import { readFile, rm } from "node:fs/promises";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, it } from "mocha";
import { builder, manifest } from "../../support/host.ts";
import { type DapTest, ending, launch, lineOf, refused, stackOf, withClient } from "./support.ts";

const SOURCE = `import { definePlugin } from "@aihub/sdk";
import { double } from "./lib/double.ts";
export default definePlugin({
  commands: {
    go(input: { n: number }) {
      const made = definePlugin({});
      const result = double(input.n);
      return { result, made };
    },
  },
});
`;
const DOUBLE = "export function double(amount: number): number {\n  const twice = amount * 2;\n  return twice;\n}\n";

/** Builds a plugin, then takes away its sources, as one that was downloaded. */
async function writeBuilt({ test }: DapTest): Promise<string> {
  const shape = { ui: { commands: [{ id: "go", title: "Go" }] } };
  const dir = await test.write("built", {
    "plugin.json": manifest({ ...shape, build: { entry: "src/main.ts" } }),
    "src/main.ts": SOURCE,
    "src/lib/double.ts": DOUBLE,
  });
  await builder.buildPlugin(dir, { build: { entry: "src/main.ts" } });
  const map = JSON.parse(await readFile(`${dir}/dist/main.js.map`, "utf8")) as { sources: string[] };
  map.sources = map.sources.map((name) => (name.startsWith("../src/") ? name : "../../no/such/sdk/guest/index.ts"));
  const code = await readFile(`${dir}/dist/main.js`, "utf8");
  await rm(dir, { recursive: true });
  return test.write("built", { "plugin.json": manifest(shape), "dist/main.js": code, "dist/main.js.map": map });
}

async function sourcesOf({ client }: DapTest): Promise<ReadonlyMap<string, DebugProtocol.Source>> {
  const { body } = await client.customRequest("loadedSources");
  return new Map(body.sources.map((source: DebugProtocol.Source) => [source.path, source]));
}

const LAUNCH = { entry: "go", input: { n: 4 } };

describe("sources without a file", () => {
  it("are listed with a number, by which their text is to be had", () =>
    withClient(async (dap) => {
      const dir = await writeBuilt(dap);
      await launch(dap, { program: dir, ...LAUNCH, stopOnEntry: true });
      await dap.next("stopped");
      const sources = await sourcesOf(dap);
      assert.deepEqual([...sources.keys()].sort(), ["aihub:sdk/index.ts", "src/lib/double.ts", "src/main.ts"]);
      const told = dap.events.filter(({ event }) => event === "loadedSource");
      for (const [index, [name, source]] of [...sources].entries()) {
        assert((source.sourceReference ?? 0) > 0, name);
        assert.deepEqual((told[index] as DebugProtocol.LoadedSourceEvent).body.source, source);
      }
      const sdk = sources.get("aihub:sdk/index.ts");
      assert.deepEqual([sdk?.presentationHint, sdk?.origin], ["deemphasize", "AI Hub SDK"]);
      const text = async (name: string) => {
        const sourceReference = sources.get(name)?.sourceReference ?? 0;
        const [{ body: old }, { body }] = await Promise.all([
          dap.client.customRequest("source", { sourceReference }), // as clients did before there were sources
          dap.client.sourceRequest({ source: { path: name, sourceReference }, sourceReference }),
        ]);
        assert.deepEqual(old, body);
        assert.equal(body.mimeType, "text/typescript");
        return body.content;
      };
      assert.equal(await text("src/main.ts"), SOURCE);
      assert.equal(await text("src/lib/double.ts"), DOUBLE);
      assert.match(await text("aihub:sdk/index.ts"), /export function definePlugin/);
      assert.match(await refused(dap.client.customRequest("source", { sourceReference: 99 })), /known|neither/);
    }));

  it("take breakpoints by number, by name and by the path that they would have", () =>
    withClient(async (dap) => {
      const { client, next } = dap;
      const dir = await writeBuilt(dap);
      const line = lineOf(SOURCE, "const made");
      // Before the launch they have no number. A client may have kept them from the session before.
      await launch(dap, { program: dir, ...LAUNCH }, async () => {
        const kept = { path: "aihub:sdk/index.ts", name: "aihub:sdk/index.ts" };
        const text = await readFile(new URL("../../../sdk/guest/index.ts", import.meta.url), "utf8");
        const breakpoints = [{ line: lineOf(text, "return plugin") }];
        const { body } = await client.setBreakpointsRequest({ source: kept, breakpoints });
        assert.equal(body.breakpoints[0]?.verified, false);
        await client.setBreakpointsRequest({ source: { path: `${dir}/src/main.ts` }, breakpoints: [{ line }] });
      });
      await next("stopped");
      assert.deepEqual(await topOf(dap), ["definePlugin", "aihub:sdk/index.ts"]);
      const sources = await sourcesOf(dap);
      const double = sources.get("src/lib/double.ts");
      assert(double);
      const { body } = await client.setBreakpointsRequest({ source: double, breakpoints: [{ line: 3 }] });
      assert.deepEqual(body.breakpoints, [{ id: 3, verified: true, line: 3, column: 3, source: double }]);
      const { body: named } = await client.setBreakpointsRequest({
        source: { path: "src/lib/double.ts" },
        breakpoints: [{ line: 2 }, { line: 3 }],
      });
      assert.deepEqual(
        named.breakpoints.map(({ verified, line: at }) => [verified, at]),
        [
          [true, 2],
          [true, 3],
        ],
      );
      const { body: places } = await client.customRequest("breakpointLocations", {
        source: double,
        line: 1,
        endLine: 4,
      });
      assert.deepEqual(
        places.breakpoints.map((place: DebugProtocol.BreakpointLocation) => place.line),
        [2, 3],
      );
      for (const expected of [
        ["go", "src/main.ts"],
        ["definePlugin", "aihub:sdk/index.ts"],
        ["double", "src/lib/double.ts"],
        ["double", "src/lib/double.ts"],
      ]) {
        await client.continueRequest({ threadId: 1 });
        await next("stopped");
        assert.deepEqual(await topOf(dap), expected);
      }
      await client.continueRequest({ threadId: 1 });
      assert.equal(await ending(dap), 0);
    }));

  it("are stepped into, and keep their numbers when the plugin is restarted", () =>
    withClient(async (dap) => {
      const { client, next } = dap;
      const dir = await writeBuilt(dap);
      const line = lineOf(SOURCE, "const made");
      await launch(dap, { program: dir, ...LAUNCH, justMyCode: false }, () =>
        client.setBreakpointsRequest({ source: { path: `${dir}/src/main.ts` }, breakpoints: [{ line }] }),
      );
      await next("stopped");
      const before = await sourcesOf(dap);
      const stepped = async (kind: string) => {
        await client.customRequest(kind, { threadId: 1 });
        await next("stopped");
        const { frames } = await stackOf(dap);
        assert.deepEqual(frames[0]?.source, before.get(frames[0]?.source?.path ?? ""));
        return [...(await topOf(dap)), frames[0]?.presentationHint];
      };
      assert.deepEqual(await stepped("stepIn"), ["definePlugin", "aihub:sdk/index.ts", "subtle"]);
      assert.equal((await stepped("stepOut"))[0], "go");
      assert.deepEqual(await stepped("stepIn"), ["double", "src/lib/double.ts", undefined]);
      await client.customRequest("restart");
      await next("stopped");
      assert.equal((await topOf(dap))[0], "go");
      assert.deepEqual(await sourcesOf(dap), before);
    }));
});

async function topOf(dap: DapTest): Promise<(string | undefined)[]> {
  const [top] = (await stackOf(dap)).frames;
  return [top?.name, top?.source?.path];
}
