import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { CliFixtures } from "./aihub.ts";

describe("aihub permissions explain", () => {
  let cli: CliFixtures;
  let policy: string;
  before(() => {
    cli = new CliFixtures();
    mkdirSync(path.join(cli.root, "home"), { recursive: true });
    policy = path.join(cli.root, "home", "policy.json");
  });
  after(() => cli.remove());

  async function explain(kind: string, value: string) {
    const { stdout, code } = await cli.run("permissions", "explain", "plugin", kind, value, "--json");
    const { state, by, rule, where } = JSON.parse(stdout) as Record<string, string>;
    assert.equal(code, state === "denied" ? 3 : 0);
    const relative = (where ?? "").replace(/.*\/(?=[a-z]+\.json)/, "");
    return [state, by, rule, relative].join(" ");
  }

  it("names the rule and its place: policy before user before manifest", async () => {
    const note = "./data/note.txt";
    assert.equal(await explain("read", note), "prompt manifest ./data/* plugin.json:7:30");
    assert.equal(await explain("write", note), "denied manifest  plugin.json");
    assert.equal(await explain("read", "/proc/self/environ"), "denied host  ");
    await cli.run("permissions", "grant", "plugin", "read", note);
    assert.equal(await explain("read", note), `granted user ${note} permissions.json:6:7`);
    await cli.run("permissions", "revoke", "plugin", "read", "./data/*", "--deny");
    assert.equal(await explain("read", note), "denied user ./data/* permissions.json:7:7");
    await cli.run("permissions", "reset", "plugin");
    writeFileSync(policy, '{ "version": 1,\n  // nobody\n  "deny": { "read": ["/x", "./data/n*"], "system": true } }');
    assert.equal(await explain("read", note), "denied policy ./data/n* policy.json:3:28");
    assert.equal(await explain("system", "notifications"), "denied policy all policy.json:3:52");
    const { stdout } = await cli.run("permissions", "explain", "plugin", "system", "notifications");
    assert.match(stdout, /\(The policy of this machine denies it; only an administrator can change that\)$/m);
    writeFileSync(policy, '{ "version": 1, "prompts": false }');
    assert.equal(await explain("read", note), "denied policy prompts policy.json:1:28");
    writeFileSync(policy, '{ "version": 1, "plugins": { "deny": ["cli-plugin@1"] } }');
    assert.equal(await explain("read", note), "denied policy cli-plugin@1 policy.json:1:39");
    writeFileSync(policy, "{");
    assert.equal(await explain("read", note), "denied policy  policy.json");
    const run = await cli.report("run", "-A", "plugin", "read");
    assert.equal(run.code, 3);
    assert.match(run.report.error?.message ?? "", /policy of this machine cannot be used/);
    rmSync(policy);
  });

  it("says that no scope reaches AI Hub's own files", async () => {
    const home = path.join(cli.root, "home");
    for (const [kind, file] of [
      ["read", path.join(home, "policy.json")],
      ["write", path.join(home, "plugins/other/data/x")],
    ] as const) {
      assert.equal(await explain(kind, file), "denied host  ");
      const { stdout } = await cli.run("permissions", "explain", "plugin", kind, file);
      assert.match(
        stdout,
        /^denied by the host\nFile \w+ not permitted: .* \(No permission reaches AI Hub's own files/,
      );
    }
  });

  it("speaks to people too", async () => {
    const { stdout } = await cli.run("permissions", "explain", "plugin", "net", "https://a.example");
    assert.match(stdout, /^denied by the manifest at .*plugin\.json\nProtocol not permitted: https \(add "https" to /);
    assert.equal((await cli.run("permissions", "explain", "plugin", "files", "x")).code, 2);
  });
});
