import assert from "node:assert/strict";
import { EventEmitter, once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { describe, it } from "mocha";
import type { PromptRequest } from "../../../runtime/core/ports.ts";
import { type KeySource, Keys } from "../../../sdk/cli/keys.ts";
import { NoPrompter, TerminalPrompter } from "../../../sdk/cli/prompter.ts";
import { Terminal } from "../../../sdk/cli/terminal.ts";

/** A terminal whose person answers when the question has been shown. */
class FakeTerminal extends EventEmitter implements KeySource {
  readonly isTTY = true;
  raw = false;
  reading = false;
  shown = "";
  onQuestion: () => void = () => {};

  setRawMode(raw: boolean): void {
    this.raw = raw;
  }
  resume(): void {
    this.reading = true;
  }
  pause(): void {
    this.reading = false;
  }
  write(text: string): void {
    this.shown += text;
    if (text.includes("›")) setImmediate(() => this.onQuestion());
  }
  type(...keys: string[]): void {
    for (const key of keys) this.emit("data", Buffer.from(key));
  }
}

function request(signal = new AbortController().signal): PromptRequest {
  return {
    pluginId: "p",
    pluginName: "Plugin",
    kind: "read",
    value: "/w/data/a",
    scope: "./data/*",
    reason: "why",
    signal,
  };
}

async function answer(onQuestion: (terminal: FakeTerminal) => void, signal?: AbortSignal) {
  const terminal = new FakeTerminal();
  let interrupts = 0;
  terminal.onQuestion = () => onQuestion(terminal);
  const prompter = new TerminalPrompter(new Keys(terminal, () => void interrupts++), new Terminal(terminal));
  const given = await prompter.ask(request(signal));
  assert.deepEqual(
    [terminal.raw, terminal.reading, terminal.eventNames()],
    [false, false, []],
    "the terminal is given back",
  );
  return { given, interrupts, shown: terminal.shown };
}

describe("permission prompts on a terminal", () => {
  const keys = { y: "once", s: "session", a: "always", n: "deny", N: "deny-always", "\u0004": "deny" };
  for (const [key, expected] of Object.entries(keys)) {
    it(`${JSON.stringify(key)} is ${expected}`, async () => {
      assert.equal((await answer((terminal) => terminal.type(key))).given, expected);
    });
  }

  it("say who wants what, why and by which declaration", async () => {
    const { shown } = await answer((terminal) => terminal.type("n"));
    for (const part of ["Plugin", "(p)", "read", "/w/data/a", "./data/*", "why", "denied"])
      assert.ok(shown.includes(part), part);
  });

  it("wait for an answer that is one", async () => {
    const others = ["x", "\r", "\u001b[A", "Y", "yes", "ya", "constructor", "toString"];
    assert.equal((await answer((terminal) => terminal.type(...others, "s"))).given, "session");
  });

  it("stand alone: what is written meanwhile comes afterwards (CVE-2023-22499)", async () => {
    const stream = new FakeTerminal();
    const terminal = new Terminal(stream);
    stream.onQuestion = () => {
      stream.onQuestion = () => {};
      const asked = stream.shown;
      terminal.progress("half done");
      for (let n = 0; n < 2000; n++) terminal.line("Permission Nice wants to read /tmp/harmless [y] once");
      assert.equal(stream.shown, asked);
      stream.type("n");
    };
    assert.equal(await new TerminalPrompter(new Keys(stream, () => {}), terminal).ask(request()), "deny");
    const [before = "", after = ""] = stream.shown.split(/denied\n/);
    assert.doesNotMatch(before, /harmless|half done/);
    assert.equal(after.split("harmless").length - 1, 1000);
    terminal.line("goes on");
    assert.match(stream.shown, /goes on\n/);
  });

  it("ignore what was typed before the question was shown (CVE-2024-32477)", async () => {
    const terminal = new FakeTerminal();
    const prompter = new TerminalPrompter(new Keys(terminal, () => {}), new Terminal(terminal));
    const asked = prompter.ask(request());
    terminal.type("y", "a");
    terminal.onQuestion = () => terminal.type("n");
    assert.equal(await asked, "deny");
  });

  it("ignore it too when the process stood still meanwhile", async () => {
    const server = createServer({ pauseOnConnect: true }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const person = connect((server.address() as AddressInfo).port, "127.0.0.1");
    const [stream] = (await once(server, "connection")) as [Socket];
    try {
      const terminal = Object.assign(stream, {
        isTTY: true as const,
        setRawMode: () => {},
        write: (text: string) => !text.includes("›") || person.write("n"),
      });
      await new Promise((resolve) => person.write("y", resolve));
      const prompter = new TerminalPrompter(new Keys(terminal, () => {}), new Terminal(terminal));
      const asked = prompter.ask(request());
      for (const end = performance.now() + 300; performance.now() < end; );
      assert.equal(await asked, "deny");
    } finally {
      person.destroy();
      stream.destroy();
      server.close();
    }
  });

  it("deny at the end of the input", async () => {
    assert.equal((await answer((terminal) => terminal.emit("end"))).given, "deny");
  });

  it("deny and interrupt at Ctrl-C, also before the question", async () => {
    const { given, interrupts } = await answer((terminal) => terminal.type("\u0003"));
    assert.deepEqual([given, interrupts], ["deny", 1]);
    const terminal = new FakeTerminal();
    let stopped = false;
    const keys = new Keys(terminal, () => {
      stopped = true;
    });
    const prompter = new TerminalPrompter(keys, new Terminal(terminal));
    const asked = prompter.ask(request());
    terminal.type("a\u0003");
    assert.equal(await asked, "deny");
    assert.ok(stopped);
    assert.ok(!terminal.shown.includes("›"));
  });

  it("are withdrawn when the plugin stops", async () => {
    const controller = new AbortController();
    assert.equal((await answer(() => controller.abort(), controller.signal)).given, "deny");
    assert.equal((await answer(() => assert.fail("asked"), controller.signal)).given, "deny");
  });

  it("name the flag where nobody can be asked", async () => {
    const terminal = new FakeTerminal();
    const prompter = new NoPrompter(new Terminal(terminal), "there is no terminal to ask on");
    assert.equal(await prompter.ask({ ...request(), scope: "./it's/*" }), "deny");
    assert.match(
      terminal.shown,
      /read \/w\/data\/a: there is no terminal to ask on\. To allow it: --allow-read='\.\/it'\\''s\/\*'/,
    );
    await delay(0);
  });
});
