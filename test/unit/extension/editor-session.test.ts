import assert from "node:assert/strict";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, it } from "mocha";
import { EditorSession } from "../../../extension/debug/editor-session.ts";
import { AiHubError } from "../../../runtime/core/errors.ts";
import type { DebugTargets } from "../../../runtime/host/dap/debug-targets.ts";

const LINK = "[Yes](command:workbench.action.quit)";

/** All that a client is told of a launch. */
async function toldOf(launch: DebugTargets["launch"], until: (message: DebugProtocol.ProtocolMessage) => boolean) {
  const session = new EditorSession({ launch, dispose: async () => {} });
  const done = Promise.withResolvers<void>();
  const messages: object[] = [];
  session.onDidSendMessage((message) => {
    messages.push(message);
    if (until(message as DebugProtocol.ProtocolMessage)) done.resolve();
  });
  const ask = (seq: number, command: string, args: object) =>
    session.handleMessage({ seq, type: "request", command, arguments: args });
  ask(1, "initialize", { adapterID: "aihub", supportsProgressReporting: true });
  ask(2, "launch", { program: "/plugin" });
  ask(3, "configurationDone", {});
  await done.promise;
  await session.dispose();
  return messages;
}

describe("what a debug session says in notifications", () => {
  it("is no link in an error that a plugin had a hand in", async () => {
    const refuse = () => Promise.reject(new AiHubError("ERR_MANIFEST", `No ${LINK}`, `nor ${LINK}`));
    const isFailure = (message: object) => "success" in message && message.success === false;
    const failure = (await toldOf(refuse, isFailure)).find(isFailure) as DebugProtocol.ErrorResponse;
    const { format, variables } = failure.body.error ?? {};
    assert.equal(format, "{message}");
    assert.match(variables?.message ?? "", /No \[Yes\].*nor \[Yes\]/);
    assert.doesNotMatch(JSON.stringify(failure), /\]\(/);
  });

  it("is no link in the name of a plugin that is built", async () => {
    const target = { name: LINK, run: async () => undefined, stop: async () => {} };
    const isEnd = (message: object) => "event" in message && message.event === "terminated";
    const messages = await toldOf(async () => target, isEnd);
    const progress = messages.find((message) => "event" in message && message.event === "progressStart");
    assert.match(JSON.stringify(progress), /Building \[Yes\]/);
    assert.doesNotMatch(JSON.stringify(progress), /\]\(/);
  });
});
