import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { after, before, describe, it } from "mocha";
import { AIHUB, CliFixtures } from "./aihub.ts";

/** util-linux's `script` runs a command in a pseudo-terminal; macOS has another of that name, Windows none. */
const HAS_SCRIPT = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") === true;

describe("aihub run in a terminal", () => {
  let cli: CliFixtures;
  before(function () {
    if (!HAS_SCRIPT) this.skip();
    cli = new CliFixtures();
  });
  after(() => cli?.remove());

  /** Types `keys` when the question stands, or at once when `early`. */
  async function run(keys: string, early = ""): Promise<{ code: number | null; screen: string }> {
    const env = { ...process.env, AIHUB_HOME: path.join(cli.root, "home") };
    const command = `'${AIHUB}' run plugin read`;
    const child = spawn("script", ["-qec", command, "/dev/null"], {
      cwd: cli.root,
      env,
      stdio: ["pipe", "pipe", "inherit"],
    });
    let screen = "";
    let asked = false;
    child.stdin.write(early);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      screen += text;
      if (asked || !screen.includes("›")) return;
      asked = true;
      child.stdin.write(keys);
    });
    const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
    return { code, screen: stripVTControlCharacters(screen).replaceAll("\r\n", "\n") };
  }

  it("asks, and does what the person says", async () => {
    const allowed = await run("y");
    assert.match(
      allowed.screen,
      /CLI Plugin \(cli-plugin\) wants to read .*note\.txt\n.*"\.\/data\/\*".*\n.*"To read the notes\."/,
    );
    assert.match(allowed.screen, /allowed once\n/);
    assert.equal(allowed.code, 0);
    const denied = await run("n");
    assert.match(denied.screen, /denied\n/);
    assert.equal(denied.code, 3);
  });

  it("takes no answer from what was typed before the question", async () => {
    assert.equal((await run("n", "yyyy")).code, 3);
  });

  it("stops at Ctrl-C in the question", async () => {
    const { code, screen } = await run("\u0003");
    assert.equal(code, 130);
    assert.match(screen, /Stopped\n/);
  });

  it("remembers what was decided for always", async () => {
    assert.equal((await run("a")).code, 0);
    const again = await run("n");
    assert.doesNotMatch(again.screen, /›/);
    assert.equal(again.code, 0);
  });
});
