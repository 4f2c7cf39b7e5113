import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { AIHUB, CliFixtures, seen } from "./aihub.ts";

describe("the aihub command", () => {
  let cli: CliFixtures;
  before(() => {
    cli = new CliFixtures();
  });
  after(() => cli.remove());

  it("explains itself", async () => {
    const help = await cli.run("--help");
    assert.equal(help.code, 0);
    assert.equal(help.stderr, "");
    for (const part of ["run ", "validate ", "Examples:", "Permissions:", "Exit codes:"])
      assert.ok(help.stdout.includes(part), part);
    const run = await cli.run("run", "--help");
    for (const flag of [
      "--input",
      "--allow-read",
      "-A",
      "--no-prompt",
      "--timeout",
      "--memory",
      "--workspace",
      "--audit",
      "--json",
    ]) {
      assert.ok(run.stdout.includes(flag), flag);
    }
    const version = await cli.run("--version");
    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  });

  it("exits with 2 at wrong usage, and guesses what was meant", async () => {
    for (const [argv, expected] of [
      [[], /Usage: aihub/],
      [["rum", "plugin"], /unknown command 'rum'\n\(Did you mean run\?\)/],
      [["run"], /missing required argument/],
      [["run", "plugin", "--jsn"], /Did you mean --json\?/],
      [["validate", "plugin", "--format", "xml"], /--format is pretty, json or sarif, not 'xml'/],
    ] as const) {
      const result = await cli.run(...argv);
      assert.equal(result.code, 2, argv.join(" "));
      assert.match(result.stderr, expected);
      assert.equal(result.stdout, "");
    }
  });

  it("stops the plugin cleanly at Ctrl-C", async () => {
    const { child, result } = cli.start("run", "plugin", "wait");
    await seen(child, "waiting");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await result;
    assert.deepEqual([code, stdout], [130, ""]);
    assert.match(stderr, /waiting\ndeactivated\nStopped\n$/);
  });

  it("reports an interrupted run as JSON too, also while it activates", async () => {
    const { child, result } = cli.start("run", "restless", "--json");
    // The log is in the report, so nothing tells when it activates; the build's stamp comes just before.
    while (!existsSync(path.join(cli.root, "restless/dist/.build.json")))
      await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill("SIGTERM");
    const { code, stdout } = await result;
    assert.equal(code, 143);
    const report = JSON.parse(stdout) as { ok: boolean; error: { code: string } };
    assert.deepEqual([report.ok, report.error.code], [false, "ERR_CANCELLED"]);
  });

  it("ends at once at the second Ctrl-C", async () => {
    const { child, result } = cli.start("run", "plugin", "cling");
    await seen(child, "clinging");
    child.kill("SIGINT");
    // One that comes right behind the first counts as the same, and on a busy machine two may be heard together.
    const again = setInterval(() => child.kill("SIGINT"), 300);
    const { code, stderr } = await result.finally(() => clearInterval(again));
    assert.equal(code, 130);
    assert.doesNotMatch(stderr, /Stopped/);
  });

  it("does not mind a reader that leaves", async () => {
    const { child } = cli.start("run", "bare/value.js");
    child.stdout?.destroy();
    let stderr = "";
    child.stderr?.on("data", (chunk: string) => {
      stderr += chunk;
    });
    await new Promise((resolve) => child.on("close", resolve));
    assert.equal(stderr, "");
  });

  it("hands over to Node 24 when an older one starts it", async function () {
    const old = oldNode();
    if (old === undefined) return this.skip();
    const run = (...argv: string[]) => {
      const env = { ...process.env, AIHUB_HOME: path.join(cli.root, "home"), AIHUB_POLICY: "" };
      const child = spawn(old, [AIHUB, ...argv], { cwd: cli.root, env, stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.on("data", (chunk: Buffer) => {
          output += chunk.toString();
        });
      }
      const end = new Promise<{ code: number | null; output: string }>((resolve) => {
        child.on("close", (code) => resolve({ code, output }));
      });
      return { child, end };
    };
    assert.deepEqual(await run("run", "bare/function.ts").end, { code: 0, output: "42\n" });
    assert.equal((await run("run", "nowhere").end).code, 7);
    const waiting = run("run", "plugin", "wait");
    await seen(waiting.child, "waiting");
    waiting.child.kill("SIGINT");
    const { code, output } = await waiting.end;
    assert.equal(code, 130);
    assert.match(output, /deactivated\nStopped\n$/);
  });
});

/** A Node before 24 on the PATH; there need not be one. */
function oldNode(): string | undefined {
  const name = process.platform === "win32" ? "node.exe" : "node";
  const files = (process.env.PATH ?? "").split(path.delimiter).map((folder) => path.join(folder, name));
  return files.filter(existsSync).find((file) => {
    return Number.parseInt(execFileSync(file, ["--version"], { encoding: "utf8" }).slice(1), 10) < 24;
  });
}
