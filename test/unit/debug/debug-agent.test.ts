/** The worker's part of the agent, with a guest and an inspector of the test's own. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { MAX_JSON } from "../../../runtime/core/protocol/messages.ts";
import { DebugAgent } from "../../../runtime/sandbox/debug-agent.ts";

/** @param ask the guest; it may take its time as long as it looks whether that is `over` */
function agentFor(commands: object[], ask: (request: string, agent: DebugAgent) => string) {
  const sent: unknown[] = [];
  const marks = new Uint8Array(16);
  const agent: DebugAgent = new DebugAgent({
    nextCommand: (wait) => {
      const command = commands.shift();
      if (wait && !command) throw new Error("It would sleep for ever");
      return command && JSON.stringify(command);
    },
    send: (json) => void sent.push(JSON.parse(json)),
    ask: (request) => ask(request, agent),
    marks: () => marks,
    budget: () => undefined,
  });
  return { agent, sent, marks };
}

const reply = (request: string) =>
  JSON.stringify({ id: (JSON.parse(request) as { id: number }).id, ok: true, value: 1 });
const stop = JSON.stringify({ event: "stopped", reason: "pause", breakpoints: [] });

describe("the worker's part of the debug agent", () => {
  it("does not hold a plugin whose stop cannot be told", () => {
    const { agent, sent } = agentFor([], reply);
    const answer = agent.natives.stop?.(JSON.stringify({ ...JSON.parse(stop), description: "x".repeat(MAX_JSON) }));
    assert.deepEqual(JSON.parse(String(answer)), { how: "continue", skipForeign: false });
    assert.deepEqual(sent, []);
  });

  it("answers in order what comes while it holds a plugin, until the resume", () => {
    const resume = { id: 3, method: "resume", params: { how: "over", skipForeign: true } };
    const { agent, sent } = agentFor(
      [{ id: 1, method: "frames", params: {} }, { id: 2, method: "frames", params: {} }, resume],
      reply,
    );
    assert.deepEqual(JSON.parse(String(agent.natives.stop?.(stop))), resume.params);
    const ids = sent.map((message) => (message as { id?: number }).id);
    assert.deepEqual(ids, [undefined, 1, 2, 3]);
  });

  it("ends what is cancelled, whether it runs or waits, and nothing else", () => {
    const evaluate = (id: number) => ({ id, method: "evaluate", params: {} });
    const cancel = (request: number) => ({ id: 0, method: "cancel", params: { request } });
    const resume = { id: 9, method: "resume", params: {} };
    const commands = [evaluate(1), cancel(7), evaluate(2), evaluate(3), cancel(2), cancel(1), resume];
    const { agent, sent } = agentFor(commands, (request) => {
      if (JSON.parse(request).id !== 1) return reply(request);
      while (!agent.expired()); // an endless loop in the guest
      throw new Error("interrupted");
    });
    agent.natives.stop?.(stop);
    assert.deepEqual(sent.slice(1), [
      { id: 2, ok: false, error: "cancelled" },
      { id: 1, ok: false, error: "cancelled" },
      { id: 3, ok: true, value: 1 },
      { id: 9, ok: true, value: null },
    ]);
  });

  it("keeps what comes while the guest runs for its next statement, or its end", () => {
    const { agent, sent, marks } = agentFor([{ id: 1, method: "frames", params: {} }], reply);
    agent.poll();
    assert.ok(marks.every((mark) => mark === 1));
    assert.deepEqual(sent, []);
    assert.equal(agent.attend(), true);
    assert.deepEqual(sent, [{ id: 1, ok: true, value: 1 }]);
    assert.equal(agent.attend(), false);
  });
});
