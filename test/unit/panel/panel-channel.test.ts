import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { MAX_MESSAGE_LENGTH, PanelChannel } from "../../../extension/panels/panel-channel.ts";

function setUp() {
  const seen = { delivered: [] as string[], posted: [] as string[], actions: [] as string[], logs: [] as string[] };
  const clock = { ms: 0 };
  const channel = new PanelChannel({
    deliver: (json) => seen.delivered.push(json),
    post: ({ json }) => seen.posted.push(json),
    action: (action) => seen.actions.push(action),
    log: (text) => seen.logs.push(text),
    now: () => clock.ms,
  });
  return { channel, seen, clock };
}

const message = (value: unknown) => ({ type: "message", json: JSON.stringify(value) });

describe("panel channel", () => {
  it("hands the page's messages to the plugin as the page wrote them", () => {
    const { channel, seen } = setUp();
    channel.fromPage(message({ a: [1, "é"] }));
    assert.deepEqual(seen.delivered, ['{"a":[1,"é"]}']);
    assert.deepEqual(seen.logs, []);
  });

  it("keeps messages until the page listens, in order, and again after a reload", () => {
    const { channel, seen } = setUp();
    channel.toPage("1");
    channel.toPage("2");
    assert.deepEqual(seen.posted, []);
    channel.fromPage({ type: "ready" });
    channel.toPage("3");
    assert.deepEqual(seen.posted, ["1", "2", "3"]);
    channel.pageGone();
    channel.toPage("4");
    assert.deepEqual(seen.posted, ["1", "2", "3"]);
    channel.fromPage({ type: "ready" });
    assert.deepEqual(seen.posted, ["1", "2", "3", "4"]);
  });

  it("keeps a bounded number for a page that never listens, the newest, and says so once", () => {
    const { channel, seen } = setUp();
    for (let index = 0; index < 1000; index += 1) channel.toPage(String(index));
    channel.fromPage({ type: "ready" });
    assert.equal(seen.posted.length, 100);
    assert.equal(seen.posted.at(-1), "999");
    assert.equal(seen.logs.length, 1);
  });

  it("keeps a bounded length for a page that never listens", () => {
    const { channel, seen } = setUp();
    const big = JSON.stringify("x".repeat(MAX_MESSAGE_LENGTH - 2));
    for (let index = 0; index < 20; index += 1) channel.toPage(big);
    channel.fromPage({ type: "ready" });
    assert.equal(seen.posted.length, 4);
  });

  it("drops a page's 50 MB with one log line, and goes on", () => {
    const { channel, seen } = setUp();
    channel.fromPage({ type: "message", json: `"${"x".repeat(50_000_000)}"` });
    channel.fromPage(message("small"));
    assert.deepEqual(seen.delivered, ['"small"']);
    assert.deepEqual(seen.logs, ["Message from the panel's page over the limit of 1 MB was dropped"]);
  });

  it("refuses a message to the page over the limit, and takes one that meets it", () => {
    const { channel, seen } = setUp();
    channel.fromPage({ type: "ready" });
    channel.toPage(`"${"x".repeat(MAX_MESSAGE_LENGTH - 2)}"`);
    channel.toPage(`"${"x".repeat(MAX_MESSAGE_LENGTH - 1)}"`);
    assert.equal(seen.posted.length, 1);
    assert.equal(seen.logs.length, 1);
  });

  it("lets a burst through and holds a flood down, with one line, then recovers", () => {
    const { channel, seen, clock } = setUp();
    for (let index = 0; index < 10_000; index += 1) channel.fromPage(message(index));
    assert.ok(seen.delivered.length >= 250 && seen.delivered.length <= 300);
    assert.equal(seen.logs.length, 1);
    const before = seen.delivered.length;
    clock.ms = 1000;
    for (let index = 0; index < 10_000; index += 1) channel.fromPage(message(index));
    assert.ok(seen.delivered.length - before <= 100);
    assert.equal(seen.logs.length, 1);
    clock.ms = 60_000;
    channel.fromPage(message("fine"));
    assert.equal(seen.delivered.at(-1), '"fine"');
  });

  it("counts large messages as many small ones", () => {
    const { channel, seen } = setUp();
    for (let index = 0; index < 100; index += 1) channel.fromPage(message("x".repeat(1_000_000)));
    assert.ok(seen.delivered.length >= 1 && seen.delivered.length <= 3);
  });

  it("passes on the actions of AI Hub's own pages and no others", () => {
    const { channel, seen } = setUp();
    for (const action of ["start", "restart", "log", "uninstall", "__proto__", 1, null]) {
      channel.fromPage({ type: "action", action });
    }
    assert.deepEqual(seen.actions, ["start", "restart", "log"]);
  });

  const strange = [
    undefined,
    null,
    1,
    "message",
    [],
    {},
    { type: "message" },
    { type: "message", json: {} },
    { type: 1 },
  ];
  for (const value of [...strange, { type: "message", json: "{" }, { type: "report", text: 1 }]) {
    it(`drops ${JSON.stringify(value)}`, () => {
      const { channel, seen } = setUp();
      channel.fromPage(value);
      assert.deepEqual([seen.delivered, seen.posted, seen.actions], [[], [], []]);
      assert.equal(seen.logs.length, 1);
    });
  }

  it("forgets what waits when the plugin is gone", () => {
    const { channel, seen } = setUp();
    channel.toPage("1");
    channel.clear();
    channel.fromPage({ type: "ready" });
    assert.deepEqual(seen.posted, []);
  });
});
