import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { after, describe, it } from "mocha";
import picocolors from "picocolors";
import { AiHubError, type ErrorCode, IsolationError, PluginError } from "../../../runtime/core/errors.ts";
import { FileConfigStore } from "../../../sdk/cli/config-store.ts";
import { describeError, errorForJson, exitCodeOf, UsageError } from "../../../sdk/cli/errors.ts";
import { Terminal } from "../../../sdk/cli/terminal.ts";
import { TerminalLog, TerminalUi } from "../../../sdk/cli/terminal-ui.ts";

const plain = picocolors.createColors(false);
const guest = (code: string, stack = "") => new PluginError({ name: "Oops", message: "no", code, stack });

describe("exit codes", () => {
  const cases: readonly [unknown, number][] = [
    [new Error("bug"), 1],
    ["not an error", 1],
    [new UsageError("x"), 2],
    [new AiHubError("ERR_PERMISSION_DENIED", "x"), 3],
    [new IsolationError("timeout", "x"), 4],
    [new IsolationError("memory", "x"), 5],
    [new IsolationError("stack", "x"), 1],
    [new IsolationError("crash", "x"), 1],
    [new AiHubError("ERR_MANIFEST", "x"), 6],
    [new AiHubError("ERR_NOT_FOUND", "x"), 7],
    [new AiHubError("ERR_BUILD", "x"), 1],
    [guest("ERR_PERMISSION_DENIED"), 3],
    [guest("ERR_NOT_FOUND"), 1],
    [guest("ERR_TIMEOUT"), 1],
    [guest("ERR_MANIFEST"), 1],
    [guest(""), 1],
  ];
  for (const [error, code] of cases) {
    const name =
      error instanceof PluginError
        ? `a guest's "${error.data.code}"`
        : String((error as { code?: ErrorCode })?.code ?? error);
    it(`${name} is ${code}`, () => assert.equal(exitCodeOf(error), code));
  }
});

describe("error messages", () => {
  it("show name, message, mapped frames and a hint", () => {
    const error = new PluginError({
      name: "TypeError",
      message: "x is null",
      code: "",
      stack: "TypeError: x is null\n    at f (src/main.ts:3:4)\n    at g (native)",
      hint: "do this",
    });
    assert.equal(
      describeError(error, plain),
      "error: TypeError: x is null\n    at f (src/main.ts:3:4)\n    at g (native)\nhint: do this",
    );
  });

  it("keep a guest from driving the terminal", () => {
    const error = guest("", `Oops\n    at \u001b[2J (x\u202e.ts:1:1)\r\n    at \u009b31m`);
    const text = describeError(new PluginError({ ...error.data, message: "a\u001b]0;title\u0007\nb" }), plain);
    assert.doesNotMatch(text, /(?!\n)[\p{Cc}\u202e]/u);
    const shown: string[] = [];
    const terminal = new Terminal({ isTTY: false, write: (chunk: string) => shown.push(chunk) });
    new TerminalLog(terminal, false).write("p", "info", "a\u001b[1mb\u0000\tc\nd");
    void new TerminalUi(terminal).showNotification("p", "x\u001b[1m", "info");
    assert.doesNotMatch(shown.join(""), /(?!\n)\p{Cc}/u);
  });

  it("give JSON the four keys and no host stack", () => {
    assert.deepEqual(errorForJson(new AiHubError("ERR_IO", "m", "h")), {
      name: "AiHubError",
      message: "m",
      code: "ERR_IO",
      stack: "",
    });
    assert.deepEqual(errorForJson(new UsageError("m")), {
      name: "UsageError",
      message: "m",
      code: "ERR_USAGE",
      stack: "",
    });
    assert.deepEqual(errorForJson(new Error("m")).stack, "");
  });
});

describe("the terminal", () => {
  it("keeps progress on the last line, and off what is no terminal", async () => {
    for (const isTTY of [true, false]) {
      const shown: string[] = [];
      const terminal = new Terminal({ isTTY, columns: 20, write: (text: string) => shown.push(text) });
      await new TerminalUi(terminal).progress("p", "reading a very long name", 0.5);
      terminal.line("log");
      terminal.progress("");
      const text = stripVTControlCharacters(shown.join(""));
      assert.equal(text, isTTY ? "50 % reading a very\rlog\n50 % reading a very\r" : "log\n");
    }
  });
});

describe("settings of plugins run from a folder", () => {
  const home = mkdtempSync(path.join(tmpdir(), "aihub-config-"));
  after(() => rmSync(home, { recursive: true, force: true }));

  it("are kept by folder, survive, and tell who listens", async () => {
    const store = new FileConfigStore(home, "/a");
    let changes = 0;
    const off = store.onChange("p", () => changes++);
    assert.deepEqual(await store.read("p"), {});
    await Promise.all([store.write("p", "x", 1), new FileConfigStore(home, "/a").write("p", "y", [2])]);
    await store.write("p", "__proto__", "z");
    off();
    await store.write("p", "x", 3);
    assert.equal(changes, 2);
    const stored = await new FileConfigStore(home, "/a").read("p");
    assert.deepEqual(Object.entries(stored).sort(), [
      ["__proto__", "z"],
      ["x", 3],
      ["y", [2]],
    ]);
    assert.deepEqual(await new FileConfigStore(home, "/b").read("p"), {}, "another folder with the same id");
    assert.deepEqual(await store.read("../../p"), {});
    await assert.rejects(store.write("p", "big", "x".repeat(2e6)), { code: "ERR_QUOTA" });
  });

  it("are not guessed when the file is broken", async () => {
    const store = new FileConfigStore(home, "/c");
    await store.write("p", "x", 1);
    const { readdirSync } = await import("node:fs");
    const file = readdirSync(home, { recursive: true, encoding: "utf8" }).find((name) => {
      return name.endsWith("p.json") && readFileSync(path.join(home, name), "utf8").includes('"x": 1');
    });
    writeFileSync(path.join(home, file ?? ""), "{");
    await assert.rejects(store.read("p"), SyntaxError);
    writeFileSync(path.join(home, file ?? ""), "[]");
    await assert.rejects(store.read("p"), { code: "ERR_IO" });
  });
});
