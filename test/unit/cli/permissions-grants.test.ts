import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { CliFixtures } from "./aihub.ts";

describe("aihub permissions grant, revoke, reset and list", () => {
  let cli: CliFixtures;
  before(() => {
    cli = new CliFixtures();
  });
  after(() => cli.remove());

  const read = () => cli.report("run", "--no-prompt", "plugin", "read");
  const change = async (...argv: string[]) => {
    const result = await cli.run("permissions", ...argv);
    assert.deepEqual(result, { code: 0, stdout: "", stderr: "" });
  };
  const states = async () => {
    const { stdout } = await cli.run("permissions", "list", "plugin", "--json");
    const { scopes } = JSON.parse(stdout) as { scopes: { kind: string; state: string }[] };
    return Object.fromEntries(scopes.map(({ kind, state }) => [kind, state]));
  };

  it("decide what a run may do", async () => {
    assert.equal((await read()).code, 3);
    await change("grant", "plugin", "read");
    assert.deepEqual(await states(), { read: "granted", system: "prompt" });
    assert.equal((await read()).code, 0);
    await change("revoke", "plugin", "all");
    assert.equal((await read()).code, 3);
    await change("grant", "plugin", "read", "./data/note.txt");
    assert.deepEqual(await states(), { read: "partial", system: "prompt" });
    assert.equal((await read()).code, 0);
    await change("revoke", "plugin", "read", "--deny");
    assert.deepEqual(await states(), { read: "denied", system: "prompt" });
    await change("grant", "plugin", "system", "notifications");
    await change("reset", "plugin", "read");
    assert.deepEqual(await states(), { read: "prompt", system: "granted" });
    await change("reset", "plugin");
    assert.deepEqual(await states(), { read: "prompt", system: "prompt" });
  });

  it("say what is declared and decided", async () => {
    await change("grant", "plugin", "read", "./data/n*");
    const { stdout } = await cli.run("permissions", "list", "plugin");
    assert.match(
      stdout,
      /^partial {2}read {3}\.\/data\/\*\nprompt {3}system notifications\n\ndecided \(.*\):\ngranted {2}read {3}\.\/data\/n\*\n$/,
    );
    await change("revoke", "plugin", "read", "./data/**");
    assert.deepEqual(await states(), { read: "prompt", system: "prompt" });
  });

  it("take back every grant that permits what is revoked, and say so of a wider one", async () => {
    await change("grant", "plugin", "read");
    await change("revoke", "plugin", "read", "./other/*");
    assert.deepEqual(await states(), { read: "granted", system: "prompt" });
    const result = await cli.run("permissions", "revoke", "plugin", "read", "./data/note.txt");
    assert.deepEqual(result, { code: 0, stdout: "", stderr: "Took back read ./data/* as a whole\n" });
    assert.equal((await read()).code, 3);
    await change("grant", "plugin", "all");
    await change("reset", "plugin", "all");
    assert.deepEqual(await states(), { read: "prompt", system: "prompt" });
  });

  it("list what the policy denies as denied, whatever was granted", async () => {
    await change("grant", "plugin", "all");
    const policy = path.join(cli.root, "policy.json");
    for (const [text, expected] of [
      [
        '{"version":1,"deny":{"read":true}}',
        /^denied {3}read {3}.* {2}\(by the policy of this machine\)\ngranted {2}system .*\n\n/,
      ],
      ["{", /^denied {3}read {3}.* {2}\(by the policy of this machine\)\ndenied {3}system .*\n\n/],
    ] as const) {
      writeFileSync(policy, text);
      cli.env = { AIHUB_POLICY: policy };
      assert.match((await cli.run("permissions", "list", "plugin")).stdout, expected);
    }
    cli.env = { AIHUB_POLICY: "" };
    await change("reset", "plugin");
  });

  it("say of a grant that a wider refusal stands against it", async () => {
    await change("revoke", "plugin", "read", "./data", "--deny");
    const { code, stderr } = await cli.run("permissions", "grant", "plugin", "read");
    assert.equal(code, 0);
    assert.match(stderr, /^read \.\/data\/\* is denied all the same: 'aihub permissions explain' says what stands/);
    assert.equal((await read()).code, 3);
    await change("reset", "plugin");
  });

  it("grant nothing that is not declared", async () => {
    for (const [expected, ...argv] of [
      [3, "grant", "plugin", "read", "./**"],
      [3, "grant", "plugin", "net", "a.example"],
      [2, "grant", "plugin", "read", "../x"],
      [2, "grant", "plugin", "everything"],
      [2, "grant", "plugin", "all", "./data/*"],
      [7, "list", "no-such-plugin"],
      [6, "list", "broken-manifest"],
    ] as const) {
      const result = await cli.run("permissions", ...argv);
      assert.equal(result.code, expected, argv.join(" "));
      assert.match(result.stderr, /^error: /);
    }
    assert.deepEqual(await states(), { read: "prompt", system: "prompt" });
  });

  it("warn of a damaged file, once, and grant nothing", async () => {
    await change("grant", "plugin", "all");
    const sources = path.join(cli.root, "home", "sources");
    const [folder = ""] = readdirSync(sources);
    const file = path.join(sources, folder, "permissions.json");
    writeFileSync(file, readFileSync(file, "utf8").slice(0, 40));
    const result = await cli.run("permissions", "list", "plugin", "--json");
    assert.match(result.stderr, /^warning: .* is damaged and was set aside/);
    assert.equal(existsSync(file), false);
    assert.deepEqual(await states(), { read: "prompt", system: "prompt" });
    assert.equal((await cli.run("permissions", "list", "plugin")).stderr, "");
  });
});
