import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, it } from "mocha";
import { launchTarget } from "../../../runtime/host/dap/plugin-target.ts";
import { createTestHost } from "../../support/host.ts";
import { lineOf, MAIN, writePlugin } from "./support.ts";
import { Conversation } from "./transcript.ts";

const INITIALIZE = {
  adapterID: "aihub",
  clientID: "test",
  supportsProgressReporting: true,
  supportsVariableType: true,
};
const THREAD = { threadId: 1 };

type Stack = DebugProtocol.StackTraceResponse["body"];
type Scopes = DebugProtocol.ScopesResponse["body"];

/** Runs a conversation about the plugin of support.ts and compares it with its golden file. */
async function converse(
  name: string,
  body: (talk: Conversation, plugin: { readonly dir: string; readonly main: string }) => Promise<void>,
): Promise<void> {
  const test = await createTestHost();
  try {
    const targets = {
      launch: (...[config, inspector]: Parameters<typeof launchTarget> extends [unknown, ...infer R] ? R : never) =>
        launchTarget(test.host, config, inspector),
      dispose: async () => {},
    };
    const talk = new Conversation(targets, test.dir);
    try {
      await body(talk, await writePlugin(test));
      await talk.compare(name);
    } finally {
      await talk.session.dispose();
    }
  } finally {
    await test.dispose();
  }
}

describe("transcripts of debug sessions", () => {
  it("breakpoints, values, stepping and the end", () =>
    converse("breakpoint", async (talk, { dir, main }) => {
      await talk.ask("initialize", INITIALIZE);
      await talk.event("initialized");
      await talk.ask("launch", { program: dir, entry: "sum", input: { n: 2 } });
      const source = { path: main };
      const line = lineOf(MAIN, "return result");
      await talk.ask("setBreakpoints", { source, breakpoints: [{ line }, { line: lineOf(MAIN, "console.log") - 1 }] });
      await talk.ask("configurationDone");
      await talk.event("stopped");
      await talk.ask("threads");
      const { stackFrames } = await talk.ask<Stack>("stackTrace", THREAD);
      const [top, caller] = stackFrames;
      for (const frameId of [top?.id, caller?.id]) {
        const { scopes } = await talk.ask<Scopes>("scopes", { frameId });
        const local = scopes.find((scope) => scope.name === "Local");
        await talk.ask("variables", { variablesReference: local?.variablesReference });
      }
      await talk.ask("evaluate", { expression: "cart", frameId: caller?.id, context: "hover" });
      await talk.ask("evaluate", { expression: "missing", frameId: caller?.id, context: "watch" });
      await talk.ask("setBreakpoints", { source, breakpoints: [] });
      for (const step of ["stepOut", "next", "stepIn"]) {
        await talk.ask(step, THREAD);
        await talk.event("stopped");
        await talk.ask("stackTrace", { ...THREAD, levels: 1 });
      }
      await talk.ask("continue", THREAD);
      await talk.event("terminated");
      await talk.ask("disconnect");
    }));

  it("a call that is stepped into", () =>
    converse("step-in-targets", async (talk, { dir, main }) => {
      await talk.ask("initialize", INITIALIZE);
      await talk.event("initialized");
      await talk.ask("launch", { program: dir, entry: "sum", input: { n: 1 } });
      const breakpoints = [{ line: lineOf(MAIN, "last = half(") }];
      await talk.ask("setBreakpoints", { source: { path: main }, breakpoints });
      await talk.ask("configurationDone");
      await talk.event("stopped");
      const { stackFrames } = await talk.ask<Stack>("stackTrace", THREAD);
      const frameId = stackFrames[0]?.id;
      await talk.ask("stepInTargets", { frameId });
      await talk.ask("stepIn", { ...THREAD, targetId: 99 });
      await talk.ask("stepIn", { ...THREAD, targetId: 1 });
      await talk.event("stopped");
      await talk.ask("stackTrace", { ...THREAD, levels: 1 });
      await talk.ask("stepIn", { ...THREAD, targetId: 1 });
      await talk.ask("continue", THREAD);
      await talk.event("terminated");
      await talk.ask("disconnect");
    }));

  it("an exception that nothing catches", () =>
    converse("exception", async (talk, { dir }) => {
      await talk.ask("initialize", INITIALIZE);
      await talk.event("initialized");
      await talk.ask("setExceptionBreakpoints", { filters: ["uncaught"] });
      await talk.ask("configurationDone");
      await talk.ask("launch", { program: dir, entry: "fail", input: { code: "E9" } });
      await talk.event("stopped");
      await talk.ask("exceptionInfo", THREAD);
      await talk.ask("stackTrace", THREAD);
      await talk.ask("continue", THREAD);
      await talk.event("terminated");
      await talk.ask("next", THREAD);
      await talk.ask("disconnect");
    }));
});
