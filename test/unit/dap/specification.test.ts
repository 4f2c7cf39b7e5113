/** What the protocol's specification says of the requests that we claim, beyond that they work. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, it } from "mocha";
import {
  ending,
  launch,
  lineOf,
  MAIN,
  refused,
  scopeOf,
  stackOf,
  stopAt,
  variablesOf,
  withClient,
  writePlugin,
} from "./support.ts";

const LISTS = `export const commands = {
  go() {
    const list = Object.assign(Array.from({ length: 500 }, (_, i) => i), { a: "x", b: "y" });
    const wide = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => ["key" + i, i]));
    const map = new Map(list.map((i) => [i, -i]));
    return [list, wide, map].length;
  },
};
`;

describe("the specification of the protocol", () => {
  it("variables: pages of indexed and named ones, and of both together", () =>
    withClient(async (dap) => {
      const { client } = dap;
      const { top } = await stopAt(dap, "return [", { entry: "go", source: LISTS });
      const { reference, variables } = await scopeOf(dap, top, "Local");
      const names = async (variablesReference: number, page: Partial<DebugProtocol.VariablesArguments>) => [
        ...(await variablesOf(client, { variablesReference, ...page })).keys(),
      ];
      const list = variables.get("list");
      assert.equal(list?.indexedVariables, 500);
      const { variablesReference: inside = 0 } = list ?? {};
      assert.deepEqual(await names(inside, { filter: "indexed", start: 498, count: 10 }), ["498", "499"]);
      assert.deepEqual(await names(inside, { filter: "indexed", start: 500, count: 10 }), []);
      assert.deepEqual(await names(inside, { filter: "named" }), ["length", "a", "b", "[[Prototype]]"]);
      assert.deepEqual(await names(inside, { filter: "named", start: 1, count: 2 }), ["a", "b"]);
      assert.deepEqual(await names(inside, { start: 499, count: 3 }), ["499", "length", "a"]);
      assert.deepEqual(await names(inside, { start: 502, count: 1 }), ["b"]);
      assert.equal((await names(inside, {})).length, 504);
      assert.equal((await names(inside, { count: 0 })).length, 504, "no count is all");
      const wide = variables.get("wide")?.variablesReference ?? 0;
      assert.deepEqual(await names(wide, { filter: "named", start: 2998, count: 9 }), [
        "key2998",
        "key2999",
        "[[Prototype]]",
      ]);
      const map = await variablesOf(client, { variablesReference: variables.get("map")?.variablesReference ?? 0 });
      const entries = map.get("[[Entries]]");
      assert.equal(entries?.indexedVariables, 500);
      const { variablesReference: held = 0 } = entries ?? {};
      assert.deepEqual(await names(held, { filter: "named" }), []);
      assert.deepEqual(await names(held, { filter: "indexed", start: 3, count: 2 }), ["3", "4"]);
      assert.deepEqual(await names(reference, { filter: "indexed" }), []);
      assert.deepEqual(await names(reference, { filter: "named", start: 1, count: 1 }), ["wide"]);
    }));

  it("variables and evaluate: no types for clients that do not show them", () =>
    withClient(async (dap) => {
      const { top } = await stopAt(dap, "return result", { entry: "sum", input: { n: 1 } });
      const { variables } = await scopeOf(dap, top, "Local");
      assert.equal(variables.get("result")?.type, undefined); // with types: see the transcripts
      const { body } = await dap.client.evaluateRequest({ expression: "result", frameId: top });
      assert.deepEqual(body, { result: "5", variablesReference: 0 });
    }));

  it("setExpression and evaluate: without a frame in the global scope; what cannot be assigned is refused", () =>
    withClient(async (dap) => {
      const { client } = dap;
      const { top } = await stopAt(dap, "cart.add(", { entry: "sum", input: { n: 1 } });
      const set = (args: object) => client.customRequest("setExpression", args);
      assert.equal((await set({ expression: "globalThis.mine", value: "[1]" })).body.value, "(1) [1]");
      assert.equal((await client.evaluateRequest({ expression: "mine[0]" })).body.result, "1");
      assert.match(await refused(set({ expression: "input.n", value: "2" })), /input.? is not defined/);
      assert.equal(
        (await set({ expression: "input.n", value: "255", frameId: top, format: { hex: true } })).body.value,
        "0xff",
      );
      const object = await set({ expression: "mine", value: "{ a: [7] }" });
      const [member] = (await variablesOf(client, object.body)).values();
      assert.deepEqual([member?.name, member?.evaluateName !== undefined], ["a", true]);
      for (const expression of ["1 + 1", "half(2)", "cart", "", "a b"]) {
        assert.notEqual(await refused(set({ expression, value: "1", frameId: top })), "", expression);
      }
      assert.match(await refused(set({ expression: "last", value: "1)", frameId: top })), /SyntaxError/);
      for (const context of ["watch", "repl", "variables", "clipboard", "hover", "of another client"]) {
        const { body } = await client.evaluateRequest({ expression: "cart.owner", frameId: top, context });
        assert.equal(body.result, context === "clipboard" ? "Ann" : "'Ann'", context);
      }
    }));

  it("completions: columns are those of the line that is typed in, and tell what is replaced", () =>
    withClient(async (dap) => {
      const { client } = dap;
      const { top } = await stopAt(dap, "cart.add(", { entry: "sum", input: { n: 1 } });
      const at = async (text: string, column: number, line?: number) => {
        const { body } = await client.completionsRequest({ text, column, frameId: top, ...(line && { line }) });
        return body.targets.find(({ label }) => label === "owner");
      };
      const text = "let total = 0;\ncart.ow;\n  cart.";
      assert.deepEqual(await at(text, 8, 2), { label: "owner", type: "property", start: 6, length: 2 });
      assert.deepEqual(await at(text, 8, 3), { label: "owner", type: "property", start: 8, length: 0 });
      assert.equal(await at(text, 15, 1), undefined);
      assert.deepEqual(await at(text.replaceAll("\n", "\r\n"), 8, 2), {
        label: "owner",
        type: "property",
        start: 6,
        length: 2,
      });
      assert.deepEqual(await at(text, 99, 9), await at(text, 8, 3), "what is not there is the end");
      const { body } = await client.completionsRequest({ text: "", column: 1 });
      assert(body.targets.some(({ label }) => label === "JSON"));
    }));

  it("breakpointLocations: between two places, both included", () =>
    withClient(async (dap) => {
      const { main } = await stopAt(dap, "const cart", { entry: "sum", input: { n: 1 } });
      const line = lineOf(MAIN, "for (let i");
      const places = async (range: object) => {
        const { body } = await dap.client.customRequest("breakpointLocations", { source: { path: main }, ...range });
        return body.breakpoints.map((place: DebugProtocol.BreakpointLocation) => [place.line, place.column]);
      };
      const [first, second, ...rest] = await places({ line });
      assert(rest.every(([at]: number[]) => at === line));
      assert.deepEqual(await places({ line, column: first[1], endColumn: first[1] }), [first]);
      assert.deepEqual(await places({ line, column: first[1] + 1, endLine: line, endColumn: second[1] }), [second]);
      assert.deepEqual((await places({ line, endLine: line + 1 })).at(-1), [line + 1, 7]);
      assert.deepEqual(await places({ line: line + 1, endLine: line }), []);
      assert.deepEqual(await places({ line: 9999 }), []);
    }));

  it("exceptionInfo: the error as an expression, and what caused it", () =>
    withClient(async (dap) => {
      const { client, test, next } = dap;
      const { dir } = await writePlugin(test);
      await launch(dap, { program: dir, entry: "fail", input: { code: "E1" } }, () =>
        client.setExceptionBreakpointsRequest({ filters: ["caught", "uncaught"] }),
      );
      await next("stopped");
      assert.equal((await client.exceptionInfoRequest({ threadId: 1 })).body.breakMode, "always");
      await client.continueRequest({ threadId: 1 });
      await next("stopped");
      const { body } = await client.exceptionInfoRequest({ threadId: 1 });
      const { details } = body;
      const [inner, ...others] = details?.innerException ?? [];
      assert.deepEqual(
        [details?.typeName, inner?.typeName, inner?.message, inner?.innerException, others.length],
        ["TypeError", "RangeError", "inner", undefined, 0],
      );
      assert.match(String(inner?.stackTrace), /^RangeError: inner\n\s+at .*src\/main\.ts:\d+/);
      const { top } = await stackOf(dap);
      const expression = `${details?.evaluateName}.message`;
      assert.equal((await client.evaluateRequest({ expression, frameId: top })).body.result, "'outer E1'");
      await client.continueRequest({ threadId: 1 });
      assert.equal(await ending(dap), 1);
      assert.match(await refused(client.exceptionInfoRequest({ threadId: 1 })), /not running|not stopped/);
    }));

  it("stackTrace: pages, all of them without a number, and lines in names for who wants them", () =>
    withClient(async (dap) => {
      const { client } = dap;
      const { frames } = await stopAt(dap, "return result", { entry: "sum", input: { n: 1 } });
      const page = async (args: object) => (await client.customRequest("stackTrace", { threadId: 1, ...args })).body;
      assert.deepEqual(await page({ levels: 0 }), { stackFrames: frames, totalFrames: frames.length });
      assert.deepEqual((await page({ startFrame: 1 })).stackFrames, frames.slice(1));
      assert.deepEqual((await page({ startFrame: 0, levels: 1 })).stackFrames, frames.slice(0, 1));
      const [top] = (await page({ format: { line: true, hex: true } })).stackFrames;
      assert.deepEqual(top, { ...frames[0], name: `half line ${lineOf(MAIN, "return result")}` });
      assert.match(await refused(page({ startFrame: -1 })), /startFrame/);
    }));

  it("restart: with other arguments; with wrong ones the session stays as it is", () =>
    withClient(async (dap) => {
      const { client, next } = dap;
      const { dir, top } = await stopAt(dap, "return result", { entry: "sum", input: { n: 1 } });
      const restart = (args: object) => client.customRequest("restart", { arguments: args });
      assert.match(await refused(restart({ program: 7 })), /launch\.program must be string/);
      assert.equal((await client.evaluateRequest({ expression: "amount", frameId: top })).body.result, "10");
      await restart({ program: dir, entry: "fail", input: { code: "E7" } });
      await next<DebugProtocol.OutputEvent>("output", ({ body }) => body.output.includes("outer E7"));
      assert.equal(await ending(dap), 1);
      assert.match(await refused(restart({ program: dir })), /nothing to restart/);
    }));

  it("loadedSource: new, changed by a restart, and removed by it", () =>
    withClient(async (dap) => {
      const { client, next } = dap;
      const source = (how: string) => `${how}export const commands = {\n  go() {\n    return 1;\n  },\n};\n`;
      const { dir, main } = await writePlugin(dap.test, source('import "./other.ts";\n'));
      await dap.test.write("plugin", { "src/other.ts": "export const other = console.log(1);\n" });
      await launch(dap, { program: dir });
      const told = () => next<DebugProtocol.LoadedSourceEvent>("loadedSource");
      const names = async (count: number) => {
        const events: [string, string | undefined][] = [];
        while (events.length < count) {
          const { body } = await told();
          events.push([body.reason, body.source.path]);
        }
        return events.sort();
      };
      const other = `${dir}/src/other.ts`;
      assert.deepEqual(await names(2), [
        ["new", main],
        ["new", other],
      ]);
      await writeFile(main, source(""));
      await client.customRequest("restart");
      assert.deepEqual(await names(2), [
        ["changed", main],
        ["removed", other],
      ]);
      await client.terminateRequest();
      await ending(dap);
    }));

  it("terminate, then disconnect: both are answered, in any number", () =>
    withClient(async (dap) => {
      const { client } = dap;
      await stopAt(dap, "return result", { entry: "sum", input: { n: 1 } });
      await Promise.all([client.terminateRequest(), client.terminateRequest()]);
      assert.equal(await ending(dap), 130);
      await client.terminateRequest();
      assert.equal(dap.events.filter(({ event }) => event === "terminated").length, 1);
      await client.disconnectRequest();
      assert.equal(await dap.ended, undefined);
    }));
});
