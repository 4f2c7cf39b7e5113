import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { CliFixtures } from "./aihub.ts";
import { HAS_TERMINAL, inTerminal } from "./pseudo-terminal.ts";

describe("aihub run in a terminal", () => {
  let cli: CliFixtures;
  before(function () {
    if (!HAS_TERMINAL) this.skip();
    cli = new CliFixtures();
  });
  after(() => cli?.remove());

  const run = (keys: string, early = "") => inTerminal(cli, "run plugin read", [{ when: "›", keys }], early);

  it("asks, and does what the person says", async () => {
    const allowed = await run("y");
    assert.match(
      allowed.screen,
      /CLI Plugin \(cli-plugin\) wants to read .*note\.txt\n.*"\.\/data\/\*".*\n.*"To read the notes\."\n +asked by src\/main\.ts:\d+/,
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
