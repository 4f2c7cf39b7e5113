import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "mocha";
import { CliFixtures } from "./aihub.ts";
import { HAS_TERMINAL, inTerminal, type Typed } from "./pseudo-terminal.ts";

const MANIFEST = {
  name: "Reviewed\u202e",
  id: "reviewed",
  version: "1.0.0",
  type: "tool",
  permissions: {
    filesystem: { read: ["./data/*", "/etc/*"] },
    network: { domains: ["api.example.com"], protocols: ["https"] },
    system: { camera: true },
    reasons: { "filesystem.read": "Reads \u001b[31m notes." },
  },
  optionalPermissions: { system: { clipboard: true } },
};
const ALLOW = "What may Reviewed";
const DENY = "deny for good?";
const DOWN = "\u001b[B";

describe("aihub permissions review", () => {
  let cli: CliFixtures;
  let count = 0;
  let dir = "";
  before(() => {
    cli = new CliFixtures();
  });
  beforeEach(() => {
    dir = `reviewed-${++count}`;
    mkdirSync(path.join(cli.root, dir));
    writeFileSync(path.join(cli.root, dir, "plugin.json"), JSON.stringify(MANIFEST));
  });
  after(() => cli.remove());

  const stored = async () => {
    const { allow, deny } = JSON.parse((await cli.run("permissions", "list", dir, "--json")).stdout) as {
      allow: object;
      deny: object;
    };
    return { allow, deny };
  };
  const review = (...typed: readonly Typed[]) => inTerminal(cli, `permissions review ${dir}`, typed);

  it("is refused without a terminal, and says what decides without one", async () => {
    const { code, stderr } = await cli.run("permissions", "review", dir);
    assert.equal(code, 2);
    assert.match(stderr, /no terminal to ask on: 'aihub permissions grant'/);
    assert.deepEqual(await stored(), { allow: {}, deny: {} });
  });

  it("allows what is not broad when the person takes it as it is", async function () {
    if (!HAS_TERMINAL) this.skip();
    const { code, screen } = await review({ when: ALLOW, keys: "\r" }, { when: DENY, keys: "\r" });
    assert.equal(code, 0, screen);
    assert.match(screen, /read \/etc\/\*.*broad: reads files beyond/);
    assert.doesNotMatch(screen, /\u202e|camera/);
    assert.deepEqual(await stored(), { allow: { read: ["./data/*"], net: ["api.example.com"] }, deny: {} });
  });

  it("allows what is chosen and denies what is refused, and shows it so the next time", async function () {
    if (!HAS_TERMINAL) this.skip();
    // Takes the first away; of the rest, "./data/*" and "/etc/*" come first, and the second is denied.
    const first = await review({ when: ALLOW, keys: " \r" }, { when: DENY, keys: `${DOWN} \r` });
    assert.equal(first.code, 0, first.screen);
    const decided = { allow: { net: ["api.example.com"] }, deny: { read: ["/etc/*"] } };
    assert.deepEqual(await stored(), decided);
    await review({ when: ALLOW, keys: "\r" }, { when: DENY, keys: "\r" });
    const again = await stored();
    assert.deepEqual(again.deny, decided.deny);
  });

  it("changes nothing when it is left, in either question", async function () {
    if (!HAS_TERMINAL) this.skip();
    const left = [
      [{ when: ALLOW, keys: "\u0003" }],
      [
        { when: ALLOW, keys: "\r" },
        { when: DENY, keys: "\u0003" },
      ],
    ];
    for (const typed of left) {
      const { screen } = await review(...typed);
      assert.match(screen, /Nothing was changed/);
      assert.deepEqual(await stored(), { allow: {}, deny: {} });
    }
  });
});
