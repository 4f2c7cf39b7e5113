import assert from "node:assert/strict";
import { Command, CommanderError } from "commander";
import { describe, it } from "mocha";
import { addRunFlags, type RunFlags, readRunFlags, separatePermissionFlags } from "../../../sdk/cli/flags.ts";

function parse(...argv: string[]): { flags: RunFlags; rest: string[] } {
  const command = addRunFlags(new Command("run").argument("<target>").argument("[entry]"));
  command.exitOverride().configureOutput({ writeErr: () => {} });
  command.parse(separatePermissionFlags(argv), { from: "user" });
  return { flags: readRunFlags(command.opts()), rest: command.args };
}

describe("the flags of aihub run", () => {
  it("allow nothing by themselves and ask", () => {
    const { flags, rest } = parse("plugin", "entry");
    assert.deepEqual(rest, ["plugin", "entry"]);
    assert.deepEqual(flags.allow, {});
    assert.deepEqual(flags.deny, {});
    assert.equal(flags.prompt, true);
    assert.equal(flags.json, false);
  });

  it("take a permission's value after = only", () => {
    const { flags, rest } = parse("--allow-read", "plugin", "--deny-net", "entry");
    assert.deepEqual(rest, ["plugin", "entry"]);
    assert.deepEqual(flags.allow, { read: "all" });
    assert.deepEqual(flags.deny, { net: "all" });
  });

  it("split scopes at commas, but not in braces, and add up", () => {
    const { flags } = parse("p", "--allow-read=./a,./{b,c}/*", "--allow-read=/etc/hosts", "--deny-write=./x");
    assert.deepEqual(flags.allow, { read: ["./a", "./{b,c}/*", "/etc/hosts"] });
    assert.deepEqual(flags.deny, { write: ["./x"] });
    assert.deepEqual(parse("p", "--allow-read=./a", "--allow-read", "--allow-read=./b").flags.allow, { read: "all" });
  });

  it("allow everything with -A, which takes nothing from the denials", () => {
    const { flags } = parse("-A", "p", "--deny-system=clipboard");
    assert.deepEqual(flags.allow, { read: "all", write: "all", net: "all", memory: "all", ai: "all", system: "all" });
    assert.deepEqual(flags.deny, { system: ["clipboard"] });
  });

  it("read the rest", () => {
    const argv = ["p", "--no-prompt", "--timeout", "250", "--memory=64", "--workspace", "w", "--json", "--input", "{}"];
    const { flags } = parse(...argv);
    assert.deepEqual(
      [flags.prompt, flags.timeout, flags.memory, flags.workspace, flags.json, flags.input],
      [false, 250, 64, "w", true, "{}"],
    );
  });

  it("leave what follows -- alone", () => {
    assert.deepEqual(parse("--", "--allow-read", "-A").rest, ["--allow-read", "-A"]);
    assert.deepEqual(parse("--", "--allow-read", "-A").flags.allow, {});
  });

  const wrong: readonly string[][] = [
    ["p", "--allow-read="],
    ["p", "--allow-read=./a,"],
    ["p", "--allow-read=../a"],
    ["p", "--deny-read=a"],
    ["p", "--allow-net=https://a.example"],
    ["p", "--allow-everything"],
    ["p", "--timeout", "0"],
    ["p", "--timeout", "1e3"],
    ["p", "--timeout", "-5"],
    ["p", "--memory", "1.5"],
    ["p", "--memory", "99999999999"],
    ["p", "--input"],
    ["p", "e", "extra"],
    [],
  ];
  for (const argv of wrong) {
    it(`refuse ${JSON.stringify(argv)}`, () => {
      assert.throws(() => parse(...argv), CommanderError);
    });
  }
});
