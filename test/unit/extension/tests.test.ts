import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "mocha";
import { declaredTests } from "../../../extension/tests/declared-tests.ts";
import { failurePlaces, failureText, terminalText } from "../../../extension/tests/failure-text.ts";
import { AiHubError, PluginError } from "../../../runtime/core/errors.ts";
import { BuildError } from "../../../runtime/host/build/build-error.ts";

const IMPORT = 'import { test } from "@aihub/sdk/testing";\n';

describe("tests that a source declares", () => {
  const names = (source: string, path = "a.test.ts") => declaredTests(path, source)?.map(({ name }) => name);

  it("are found with their place", () => {
    const source = `${IMPORT}test("one", () => {});\nif (true) {\n  test(\`two\`, async () => {\n  });\n}\n`;
    const found = declaredTests("a.test.ts", source);
    const texts = found?.map(({ start, end }) => source.slice(start, end));
    assert.deepEqual(texts, ['test("one", () => {})', "test(`two`, async () => {\n  })"]);
    assert.deepEqual(names(source), ["one", "two"]);
  });

  it("are known by what `test` is imported as", () => {
    assert.deepEqual(
      names('import { test as it, equal } from "@aihub/sdk/testing"; it("a", f); test("b", f); equal("c")'),
      ["a"],
    );
    assert.deepEqual(
      names('import * as t from "@aihub/sdk/testing"; t.test("a", f); t["test"]("b", f); t.equal("c"); u.test("d")'),
      ["a", "b"],
    );
    assert.deepEqual(names('import { test } from "elsewhere"; test("a", f)'), []);
    assert.deepEqual(names('test("a", f)'), []);
  });

  it("are in JSX too, and in what only looks like it", () => {
    assert.deepEqual(names(`${IMPORT}test("a", () => <b>test("no")</b>);`, "a.test.tsx"), ["a"]);
    assert.deepEqual(names(`${IMPORT}test("a", () => <string>x); (test as any)("b", f);`), ["a", "b"]);
  });

  it("have names written down, each once", () => {
    const calls = [
      "test(name, f)",
      "test(`a${b}`, f)",
      "test('a' + b, f)",
      "test()",
      "test(1, f)",
      "test('', f)",
      "test('\\n', f)",
    ];
    assert.deepEqual(names(`${IMPORT}${calls.join(";\n")}; test("x", f); test("x", g); test("__proto__", f)`), [
      "x",
      "__proto__",
    ]);
  });

  it("are unknown while the text cannot be read", () => {
    assert.equal(names("["), undefined);
    assert.equal(names("(".repeat(100_000)), undefined);
    assert.equal(names(`${IMPORT}${" ".repeat(1_000_001)}`), undefined);
    assert.equal(names(`${IMPORT}${"a.".repeat(100_000)}b; test("deep", f)`)?.length, 1);
  });
});

describe("a failure in the Test Explorer", () => {
  const dir = join(import.meta.dirname, "plugin");
  const thrown = (stack: string) => new PluginError({ name: "Error", message: "m", code: "ERR_PLUGIN", stack });

  it("has its places in the plugin's folder, and none outside of it", () => {
    const stack = `Error: at forged (src/message.ts:1:1)
    at equal (../../sdk/guest/testing.ts:3:4)
    at check (test/a.test.ts:12:5)
    at src/main.ts:7
    at src/main.ts:7:8
    at evil (/etc/passwd:1:1)
    at evil (src/../../x.ts:1:1)
    at zero (src/zero.ts:0:0)
    at native (native)
    at a (b) (src/odd.ts:1:2)`;
    const places = failurePlaces(thrown(stack), dir).map(({ label, file, line, column }) => [
      label,
      file,
      line,
      column,
    ]);
    assert.deepEqual(places, [
      ["check", join(dir, "test", "a.test.ts"), 12, 5],
      ["", join(dir, "src", "main.ts"), 7, 8],
      ["a (b)", join(dir, "src", "odd.ts"), 1, 2],
    ]);
  });

  it("of a build is where the build says", () => {
    const error = new BuildError([
      { file: "src/a.ts", line: 3, column: 4, message: "Expected ;" },
      { file: "", line: 1, column: 1, message: "no place" },
      { file: "../b.ts", line: 1, column: 1, message: "elsewhere" },
    ]);
    assert.deepEqual(failurePlaces(error, dir), [{ label: "", file: join(dir, "src", "a.ts"), line: 3, column: 4 }]);
    assert.deepEqual(failurePlaces("text", dir), []);
  });

  it("is text that moves no cursor", () => {
    assert.equal(
      terminalText("a\tb\n\u001b]52;c;eA==\u0007\r\n\u202Ec"),
      "a  b\r\n\\u{1b}]52;c;eA==\\u{7}\r\n\\u{202e}c",
    );
    assert.ok(terminalText("x\n".repeat(1000)).length < 1000);
    assert.equal(failureText(thrown("Error: m\n    at f (a.ts:1:1)"), true), "Error: m\r\n    at f (a.ts:1:1)");
    assert.equal(failureText(thrown("Error: m\n    at f (a.ts:1:1)")), "m");
    assert.equal(
      failureText(new PluginError({ name: "TypeError", message: "m", code: "ERR_PLUGIN", stack: "" })),
      "TypeError: m",
    );
    assert.equal(
      failureText(new AiHubError("ERR_TIMEOUT", "too long", "limits.timeoutMs")),
      "too long\r\nhint: limits.timeoutMs",
    );
    assert.equal(failureText(null), "null");
  });

  it("with a hostile stack takes no time to read", () => {
    const lines = ["at (".repeat(20_000), `at ${"a".repeat(100_000)}:1:1`, `at ${" (".repeat(50_000)}a:1:1)`];
    assert.ok(failurePlaces(thrown(lines.join("\n").repeat(3)), dir).length < 10);
  });
});
