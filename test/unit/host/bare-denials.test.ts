import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { createTestHost, runSource, type TestHost } from "../../support/host.ts";

describe("denials in a bare file", () => {
  let test: TestHost;
  before(async () => {
    test = await createTestHost();
  });
  after(() => test.dispose());

  const denial = async (call: string) => {
    const source = `export default () => ${call}.catch(({ message, hint }) => ({ message, hint }));`;
    const rules = { allow: { read: ["./x"], net: ["localhost:1"], system: [] }, deny: {} };
    return (await runSource(test, source, { rules })).activated as { message: string; hint: string };
  };

  it("name the flag, and not a plugin.json that is not there", async () => {
    assert.match(
      (await denial(`aiHub.fs.readFile("./data/it's")`)).hint,
      /^Run again with --allow-read='\.\/data\/it'\\''s'$/,
    );
    assert.equal((await denial(`fetch("https://a.example")`)).hint, "Run again with --allow-net=a.example");
    assert.equal((await denial(`aiHub.ui.showNotification("x")`)).hint, "Run again with --allow-system=notifications");
  });

  it("do not tell where a path leads, whatever its name", async () => {
    for (const name of ["secret", "it's", 'say \\"x\\"', "a\\nb", "x".repeat(200)]) {
      const { message, hint } = await denial(`aiHub.fs.readFile("../../../${name}")`);
      assert.match(hint, /^the path leads out .* --allow-read$/, message);
    }
  });
});
