/** What the adapter claims, it can: each capability that `initialize` answers has its test here, by its name. */
import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, it } from "mocha";
import { CAPABILITIES } from "../../../runtime/host/dap/capabilities.ts";
import {
  type DapTest,
  ending,
  launch,
  lineOf,
  MAIN,
  refused,
  scopeOf,
  stackOf,
  stopAt,
  until,
  variablesOf,
  withClient,
  writePlugin,
} from "./support.ts";

type Claim = keyof DebugProtocol.Capabilities;

const evaluate = async ({ client }: DapTest, expression: string, frameId: number, context = "watch"): Promise<string> =>
  (await client.evaluateRequest({ expression, frameId, context })).body.result;

const TESTS: Partial<Record<Claim, (dap: DapTest) => Promise<void>>> = {
  async supportsConfigurationDoneRequest(dap) {
    const { client, test, events } = dap;
    const { dir } = await writePlugin(test);
    await client.initializeRequest();
    await client.launchRequest({ program: dir, entry: "sum", input: { n: 1 } } as DebugProtocol.LaunchRequestArguments);
    assert(!events.some(({ event }) => event === "process"), "it waits for the configuration");
    await client.configurationDoneRequest();
    assert.equal(await ending(dap), 0);
  },

  async supportsConditionalBreakpoints(dap) {
    const { top } = await stopAt(dap, "return result", {
      entry: "sum",
      input: { n: 5 },
      breakpoint: { condition: "amount === 30" },
    });
    assert.equal(await evaluate(dap, "amount", top), "30");
  },

  async supportsHitConditionalBreakpoints(dap) {
    const { top } = await stopAt(dap, "return result", {
      entry: "sum",
      input: { n: 5 },
      breakpoint: { hitCondition: "4" },
    });
    assert.equal(await evaluate(dap, "amount", top), "40");
  },

  async supportsLogPoints(dap) {
    const { client, test, next, events } = dap;
    const { dir, main } = await writePlugin(test);
    const line = lineOf(MAIN, "return result");
    await launch(dap, { program: dir, entry: "sum", input: { n: 2 } }, () =>
      client.setBreakpointsRequest({
        source: { path: main },
        breakpoints: [{ line, logMessage: "half of {amount} is {result}" }],
      }),
    );
    const { body } = await next<DebugProtocol.OutputEvent>("output", (one) => one.body.output.startsWith("half"));
    assert.deepEqual([body.output, body.source?.path, body.line], ["half of 10 is 5\n", main, line]);
    assert.equal(await ending(dap), 0);
    assert(!events.some(({ event }) => event === "stopped"));
  },

  async supportsFunctionBreakpoints(dap) {
    const { client, test, next } = dap;
    const { dir } = await writePlugin(test);
    await launch(dap, { program: dir, entry: "sum", input: { n: 1 } }, () =>
      client.setFunctionBreakpointsRequest({ breakpoints: [{ name: "Cart.add" }] }),
    );
    const { body } = await next("stopped");
    assert.equal(body.reason, "function breakpoint");
    const { frames } = await stackOf(dap);
    assert.match(String(frames[0]?.name), /add$/);
  },

  async supportsBreakpointLocationsRequest(dap) {
    const { main } = await stopAt(dap, "const cart", { entry: "sum", input: { n: 1 } });
    const line = lineOf(MAIN, "for (let i");
    const { body } = await dap.client.customRequest("breakpointLocations", { source: { path: main }, line });
    const columns = body.breakpoints.map((one: DebugProtocol.BreakpointLocation) => [one.line, one.column]);
    assert(columns.length >= 2, "a loop's head has several places");
    assert(columns.every(([at]: number[]) => at === line));
    const { body: none } = await dap.client.customRequest("breakpointLocations", { source: { path: main }, line: 1 });
    assert.deepEqual(none.breakpoints, [], "an interface has no code");
  },

  async supportsEvaluateForHovers(dap) {
    const { top } = await stopAt(dap, "cart.add(", { entry: "sum", input: { n: 1 } });
    assert.equal(await evaluate(dap, "cart.owner", top, "hover"), "'Ann'");
    const code = dap.client.evaluateRequest({ expression: "cart.add({})", frameId: top, context: "hover" });
    assert.notEqual(await refused(code), "", "a hover runs no code");
    assert.equal(await evaluate(dap, "cart.total", top), "0", "and did not");
  },

  async supportsClipboardContext(dap) {
    const { top } = await stopAt(dap, "cart.add(", { entry: "sum", input: { n: 1 } });
    const long = await evaluate(dap, "Array.from({length: 300}, (_, i) => i)", top, "clipboard");
    assert.deepEqual(JSON.parse(long), [...Array(300).keys()], "the whole value");
  },

  async supportsSetVariable(dap) {
    const { client } = dap;
    const { top } = await stopAt(dap, "const result", { entry: "sum", input: { n: 1 } });
    const { reference } = await scopeOf(dap, top, "Local");
    const set = (name: string, value: string) =>
      client.setVariableRequest({ variablesReference: reference, name, value });
    assert.equal((await set("amount", "2 * 100")).body.value, "200");
    assert.match(await refused(set("amount", "nope(")), /SyntaxError/);
    assert.match(await refused(set("missing", "1")), /missing/);
    await client.continueRequest({ threadId: 1 });
    await ending(dap);
    assert.match(dap.outputs().join(""), /"total": 100/);
  },

  async supportsSetExpression(dap) {
    const { client } = dap;
    const { top } = await stopAt(dap, "cart.add(", { entry: "sum", input: { n: 1 } });
    const { body } = await client.customRequest("setExpression", { expression: "input.n", value: "2", frameId: top });
    assert.equal(body.value, "2");
    assert.equal(await evaluate(dap, "input.n", top), "2");
  },

  async supportsCompletionsRequest(dap) {
    const { client } = dap;
    const { top } = await stopAt(dap, "cart.add(", { entry: "sum", input: { n: 1 } });
    const labels = async (text: string, column = text.length + 1) => {
      const { body } = await client.completionsRequest({ text, column, frameId: top });
      return body.targets.map(({ label }) => label);
    };
    const members = await labels("1 + cart.");
    assert(members.includes("add") && members.includes("owner") && members.includes("total"), members.join());
    assert((await labels("1 + cart.ow")).includes("owner"), "while a name is typed");
    assert((await labels("cart.ow + 1", 8)).includes("owner"), "in the middle of a line");
    const names = await labels("la");
    assert(names.includes("last") && names.includes("cart"), names.slice(0, 20).join());
    assert(!(await labels("half(3).")).includes("toFixed"), "no code is run for it");
  },

  async completionTriggerCharacters() {
    assert.deepEqual(CAPABILITIES.completionTriggerCharacters, ["."]);
  },

  async supportsExceptionInfoRequest(dap) {
    const { client, test, next } = dap;
    const { dir, main } = await writePlugin(test);
    await launch(dap, { program: dir, entry: "fail", input: { code: "E1" } }, () =>
      client.setExceptionBreakpointsRequest({ filters: ["uncaught"] }),
    );
    const { body: stop } = await next("stopped");
    assert.equal(stop.reason, "exception");
    assert.match(String(stop.text), /outer E1/);
    const { frames, top } = await stackOf(dap);
    assert.deepEqual([frames[0]?.line, frames[0]?.source?.path], [lineOf(MAIN, "throw wrapped"), main]);
    const { body } = await client.exceptionInfoRequest({ threadId: 1 });
    assert.deepEqual(
      [body.exceptionId, body.description, body.breakMode, body.details?.typeName],
      ["TypeError", "outer E1", "unhandled", "TypeError"],
    );
    assert.match(String(body.details?.stackTrace), /src\/main\.ts:\d+/);
    const { variables } = await scopeOf(dap, top, "Exception");
    assert.match(String([...variables.values()][0]?.value), /outer E1/);
    await client.continueRequest({ threadId: 1 });
    assert.equal(await ending(dap), 1);
  },

  async supportsExceptionFilterOptions(dap) {
    const { client, test, next } = dap;
    const { dir } = await writePlugin(test);
    await launch(dap, { program: dir, entry: "fail", input: { code: "E2" } }, async () => {
      const { body } = await client.setExceptionBreakpointsRequest({
        filters: [],
        filterOptions: [{ filterId: "caught", condition: "error.message === 'inner'" }],
      });
      assert.deepEqual(body?.breakpoints, [{ verified: true }]);
    });
    await next("stopped");
    const { frames } = await stackOf(dap);
    assert.equal(frames[0]?.line, lineOf(MAIN, "throw new RangeError"));
    await client.continueRequest({ threadId: 1 });
    assert.equal(await ending(dap), 1, "the other one does not stop");
  },

  async exceptionBreakpointFilters(dap) {
    const filters = CAPABILITIES.exceptionBreakpointFilters?.map(({ filter }) => filter);
    assert.deepEqual(filters, ["caught", "uncaught", "rejections"]);
    assert(CAPABILITIES.exceptionBreakpointFilters?.every((filter) => filter.default === false));
    const { client, test, next } = dap;
    const source = `export const commands = {
  async go() {
    await Promise.reject(new Error("taken")).catch(() => {});
    const lost = new Error("lost");
    return new Promise((_, reject) => {
      reject(lost);
    });
  },
};
`;
    const { dir } = await writePlugin(test, source);
    await launch(dap, { program: dir, entry: "go" }, () =>
      client.setExceptionBreakpointsRequest({ filters: ["rejections"] }),
    );
    const { body } = await next("stopped");
    assert.deepEqual([body.reason, body.text], ["exception", "Promise rejection: Error: lost"]);
    const { frames } = await stackOf(dap);
    assert.equal(frames[0]?.line, lineOf(source, "reject(lost)"));
    await client.continueRequest({ threadId: 1 });
    assert.equal(await ending(dap), 1);
  },

  async supportsLoadedSourcesRequest(dap) {
    const { main } = await stopAt(dap, "const cart", { entry: "sum", input: { n: 1 } });
    const { body } = await dap.client.customRequest("loadedSources");
    const own = body.sources.filter((one: DebugProtocol.Source) => one.presentationHint !== "deemphasize");
    assert.deepEqual(own, [{ name: "main.ts", path: main }]);
    const { body: text } = await dap.client.sourceRequest({ source: { path: main }, sourceReference: 0 });
    assert.equal(text.content, MAIN);
  },

  async supportsDelayedStackTraceLoading(dap) {
    const { client } = dap;
    const { frames } = await stopAt(dap, "return result", { entry: "sum", input: { n: 1 } });
    assert(frames.length >= 2);
    for (const [index, frame] of frames.entries()) {
      const { body } = await client.stackTraceRequest({ threadId: 1, startFrame: index, levels: 1 });
      assert.deepEqual([body.stackFrames, body.totalFrames], [[frame], frames.length]);
    }
    const { body } = await client.stackTraceRequest({ threadId: 1, startFrame: frames.length, levels: 20 });
    assert.deepEqual(body.stackFrames, []);
  },

  async supportsValueFormattingOptions(dap) {
    const { client } = dap;
    const { top } = await stopAt(dap, "return result", {
      entry: "sum",
      input: { n: 51 },
      breakpoint: { hitCondition: "51" },
    });
    const format = { hex: true };
    const { body } = await client.evaluateRequest({ expression: "result", frameId: top, format });
    assert.equal(body.result, "0xff");
    const { reference } = await scopeOf(dap, top, "Local");
    const shown = await variablesOf(client, { variablesReference: reference, format });
    assert.equal(shown.get("result")?.value, "0xff");
  },

  async supportsStepInTargetsRequest(dap) {
    const { client, next } = dap;
    const source = `const twice = (n: number) => {
  return n * 2;
};
export const commands = {
  go() {
    return twice(twice(1)) + Math.max(twice(3), 1);
  },
};
`;
    const { top } = await stopAt(dap, "return twice(", { entry: "go", source });
    const targetsOf = async (frameId: number) => (await client.stepInTargetsRequest({ frameId })).body.targets;
    const targets = await targetsOf(top);
    const range = (text: string) => {
      const column = source.split("\n")[5]?.indexOf(text) ?? -1;
      return { line: 6, column: column + 1, endLine: 6, endColumn: column + 1 + text.length };
    };
    assert.deepEqual(
      targets.map(({ id, ...rest }) => rest),
      [
        { label: "twice", ...range("twice(1)") },
        { label: "twice", ...range("twice(twice(1))") },
        { label: "twice", ...range("twice(3)") },
        { label: "Math.max", ...range("Math.max(twice(3), 1)") },
      ],
    );
    const target = Number(targets[2]?.id);
    await client.stepInRequest({ threadId: 1, targetId: target });
    const { body } = await next("stopped");
    assert.equal(body.reason, "step");
    const { frames: inside, top: now } = await stackOf(dap);
    assert.equal(inside[0]?.line, lineOf(source, "return n"));
    assert.equal(await evaluate(dap, "n", now), "3", "the two before it ran through");
    assert.deepEqual(await targetsOf(Number(inside[1]?.id)), [], "the caller stands in its call");
    assert.match(await refused(client.stepInRequest({ threadId: 1, targetId: target })), /no such call/);
    assert.match(await refused(client.stepInTargetsRequest({ frameId: 4242 })), /no such frame/);
    await client.continueRequest({ threadId: 1 });
    assert.equal(await ending(dap), 0);
  },

  async supportsRestartRequest(dap) {
    const { client, next, events } = dap;
    const { main, top } = await stopAt(dap, "return result", { entry: "sum", input: { n: 1 } });
    assert.equal(await evaluate(dap, "result", top), "5");
    const { writeFile } = await import("node:fs/promises");
    await writeFile(main, `// a new line\n${MAIN.replace("amount / 2", "amount * 3")}`);
    await client.customRequest("restart");
    await next("stopped");
    const { frames, top: now } = await stackOf(dap);
    assert.equal(await evaluate(dap, "amount", now), "10");
    assert.equal(frames[0]?.line, 15, "the breakpoint kept its line");
    assert(!events.some(({ event }) => event === "terminated"), "it is one session");
    await client.setBreakpointsRequest({ source: { path: main }, breakpoints: [] });
    await client.continueRequest({ threadId: 1 });
    assert.equal(await ending(dap), 0);
    assert.match(dap.outputs().join(""), /"total": 30/);
  },

  async supportsTerminateRequest(dap) {
    const { client, test, next } = dap;
    const source = `export function activate() { setTimeout(() => console.log("up"), 0); }\nexport function deactivate() { console.log("down"); }\nexport const commands = {\n  go() {},\n};\n`;
    const { dir } = await writePlugin(test, source);
    await launch(dap, { program: dir });
    await next<DebugProtocol.OutputEvent>("output", ({ body }) => body.output === "up\n");
    await client.terminateRequest();
    assert.equal(await ending(dap), 0);
    assert(dap.outputs().includes("down\n"), "the plugin could clean up");
  },

  async supportTerminateDebuggee(dap) {
    const { client, test } = dap;
    const { dir } = await stopAt(dap, "console.log", { entry: "sum", input: { n: 1 } });
    assert(dir);
    await client.disconnectRequest({ terminateDebuggee: false });
    await dap.ended;
    await until(() => test.seen.logs.some(({ text }) => text.startsWith("total"))); // it ran on by itself
  },

  async supportsCancelRequest(dap) {
    const { client, test } = dap;
    const { dir } = await writePlugin(test);
    await launch(dap, { program: dir, entry: "sum", input: { n: 1 } });
    await ending(dap);
    await client.customRequest("cancel", { requestId: 9999 }); // answered already: more of it in cancel.test.ts
  },
};

describe("the capabilities of the debug adapter", () => {
  it("are those that have a test", () => {
    assert.deepEqual(Object.keys(TESTS).sort(), Object.keys(CAPABILITIES).sort());
  });

  for (const [claim, test] of Object.entries(TESTS)) it(claim, () => withClient(test));

  it("are answered to initialize", () =>
    withClient(async ({ client }) => {
      const { body } = await client.initializeRequest();
      assert.deepEqual(body, CAPABILITIES);
    }));
});
