/** What the machine decides on the command line: its policy, what it does not have, and what was used of a budget. */
import assert from "node:assert/strict";
import { mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import { grantFile, usageFile } from "../../../runtime/host/permissions/grant-place.ts";
import { TokenLedger } from "../../../runtime/host/permissions/token-ledger.ts";
import type { Explanation } from "../../../sdk/cli/permissions/explain.ts";
import { CliFixtures } from "./aihub.ts";

const MANIFEST = {
  name: "Machine",
  version: "1.0.0",
  type: "tool",
  license: "MIT",
  author: "Tests",
  description: "Wants much.",
  build: { entry: "main.js" },
  permissions: {
    ai: { models: ["local/*"], maxTokens: 60, maxTokensPerDay: 100 },
    memory: { collections: ["books"] },
    system: { camera: true, clipboard: true },
  },
  limits: { timeoutMs: 60_000, memoryMB: 256 },
  ui: { commands: ["spin", "fill", "copy"].map((id) => ({ id, title: id })) },
};
const MAIN = `export const commands = {
  spin() { for (;;); },
  fill(megabytes) { const held = []; for (let n = 0; n < megabytes; n++) held.push(new Uint8Array(2 ** 20)); return held.length; },
  copy: () => aiHub.ui.writeClipboard("x"),
};`;

describe("the machine and its permissions", () => {
  let cli: CliFixtures;
  let policy: string;
  before(() => {
    cli = new CliFixtures();
    policy = path.join(cli.root, "elsewhere.json");
    mkdirSync(path.join(cli.root, "machine"));
    writeFileSync(path.join(cli.root, "machine", "plugin.json"), JSON.stringify(MANIFEST));
    writeFileSync(path.join(cli.root, "machine", "main.js"), MAIN);
  });
  afterEach(() => {
    cli.env = { AIHUB_POLICY: "" };
  });
  after(() => cli.remove());

  const usePolicy = (content: object) => {
    writeFileSync(policy, JSON.stringify({ version: 1, ...content }));
    cli.env = { AIHUB_POLICY: policy };
  };
  const run = async (command: string, ...flags: string[]) => {
    const { code, report } = await cli.report("run", "-A", ...flags, "machine", command);
    return { code, error: report.error?.code, message: report.error?.message ?? "", value: report.value };
  };
  const explain = async (kind: string, value: string) => {
    const { stdout, code } = await cli.run("permissions", "explain", "machine", kind, value, "--json");
    return { code, ...(JSON.parse(stdout) as Explanation) };
  };

  it("a policy named by AIHUB_POLICY caps the time, whatever manifest and command line say", async () => {
    usePolicy({ limits: { timeoutMs: 300 } });
    const { code, error } = await run("spin", "--timeout", "60000");
    assert.deepEqual([code, error], [4, "ERR_TIMEOUT"]);
  });

  it("and the memory", async () => {
    const fill = ["--memory", "256", "--input", "100"];
    assert.deepEqual(await run("fill", ...fill), { code: 0, error: undefined, message: "", value: 100 });
    usePolicy({ limits: { memoryMB: 64 } });
    const { code, error } = await run("fill", ...fill);
    assert.deepEqual([code, error], [5, "ERR_MEMORY"]);
  });

  it("a policy named by AIHUB_POLICY replaces the one in the home, and denies all when it is not there", async () => {
    const own = path.join(cli.root, "home", "policy.json");
    mkdirSync(path.dirname(own), { recursive: true });
    writeFileSync(own, '{ "version": 1, "deny": { "system": true } }');
    assert.match((await run("copy")).message, /System capability not permitted: clipboard/);
    assert.equal((await explain("system", "clipboard")).where.startsWith(own), true);
    usePolicy({});
    assert.equal((await explain("system", "clipboard")).state, "prompt");
    cli.env = { AIHUB_POLICY: path.join(cli.root, "nowhere.json") };
    const { code, error, message } = await run("copy");
    assert.deepEqual([code, error], [3, "ERR_PERMISSION_DENIED"]);
    assert.match(message, /policy of this machine cannot be used: .*nowhere\.json is not there/);
    rmSync(own);
  });

  it("a terminal has no clipboard", async () => {
    const { code, message } = await run("copy");
    assert.deepEqual([code, message], [1, "The clipboard is not available in this host"]);
  });

  it("a camera is not available, and everybody is told so", async () => {
    const { code, state, by, reason } = await explain("system", "camera");
    assert.deepEqual([code, state, by], [3, "denied", "host"]);
    assert.match(reason, /^System capability not available in this host: camera \(No permission can give it/);
    const { stdout } = await cli.run("permissions", "list", "machine");
    assert.match(stdout, /^denied {3}system camera {2}\(not available in this host\)$/m);
    assert.match(stdout, /^prompt {3}system clipboard$/m);
  });

  it("tokens used are shown beside the budget, the policy's ceilings with it", async () => {
    const home = path.join(cli.root, "home");
    const usage = usageFile(grantFile(home, { realDir: realpathSync(path.join(cli.root, "machine")) }));
    const ledger = new TokenLedger(usage);
    await (await ledger.reserve(60, { perRequest: 60, perDay: 100 })).settle(42);
    const list = async () => (await cli.run("permissions", "list", "machine")).stdout;
    assert.match(await list(), /^prompt {3}ai {5}local\/\* {2}\(42 of 100 tokens used today, a request may use 60\)$/m);
    assert.match((await explain("ai", "local/a")).reason, /; 42 of 100 tokens used today, a request may use 60$/);
    usePolicy({ limits: { maxTokensPerDay: 50, maxTokens: 50 } });
    assert.match(await list(), /42 of 50 tokens used today\)$/m);
    writeFileSync(usage, "{");
    const { stdout, stderr } = await cli.run("permissions", "list", "machine");
    assert.match(stdout, /50 of 50 tokens used today\)$/m);
    assert.match(stderr, /warning: The usage file .* is damaged and was set aside .* counts as used up/);
  });

  it("memory is by name, as the manifest names it", async () => {
    assert.equal((await explain("memory", "books")).state, "prompt");
    assert.match((await explain("memory", "book")).reason, /add "book" to permissions\.memory\.collections/);
  });
});
