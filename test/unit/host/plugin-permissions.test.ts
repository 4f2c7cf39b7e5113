import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { RuleLists } from "../../../runtime/host/permissions/broker-options.ts";
import { createTestHost, manifest, type TestHost } from "../../support/host.ts";

const UNDECIDED: RuleLists = { allow: {}, deny: {} };

describe("a person's view of a plugin's permissions", () => {
  let test: TestHost;
  before(async () => {
    test = await createTestHost();
  });
  after(() => test.dispose());

  async function open(name: string) {
    const dir = await test.write(name, {
      "plugin.json": manifest({
        name,
        permissions: {
          filesystem: { read: ["./data/*", "/srv/**"] },
          system: { notifications: true },
          reasons: { "filesystem.read": "Because." },
        },
        optionalPermissions: { network: { domains: ["a.example"] } },
        ui: { commands: [{ id: "read", title: "Read" }] },
      }),
      "main.js": 'export const commands = { read: () => aiHub.fs.readFile("./data/a") };',
      "data/a": "content",
    });
    const instance = await test.host.openFolder(dir, { rules: UNDECIDED });
    const permissions = await instance.permissions();
    const read = () => instance.invoke("read", null);
    const state = () => {
      const [first] = permissions.list();
      return first && [first.state, first.by];
    };
    return { instance, permissions, read, state };
  }

  it("lists what is declared: where, why, how broad, and that nobody decided", async () => {
    const { permissions } = await open("listed");
    assert.deepEqual(permissions.list(), [
      entry({ kind: "read", scope: "./data/*", pointer: "/permissions/filesystem/read/0", reason: "Because." }),
      entry({
        kind: "read",
        scope: "/srv/**",
        pointer: "/permissions/filesystem/read/1",
        reason: "Because.",
        broad: true,
      }),
      entry({ kind: "system", scope: "notifications", pointer: "/permissions/system/notifications" }),
      entry({
        kind: "net",
        scope: "a.example",
        pointer: "/optionalPermissions/network/domains/0",
        optional: true,
        state: "denied", // no protocol is declared
        by: "manifest",
      }),
    ]);
  });

  it("acts on the next call of a running plugin: allowed, denied, asked again", async () => {
    const { instance, permissions, read, state } = await open("changed");
    test.answer = async () => "session";
    assert.equal(await read(), "content");
    assert.deepEqual(state(), ["granted", "session"]);
    await permissions.deny("read", "./data/*");
    assert.deepEqual(state(), ["denied", "always"]);
    await assert.rejects(read(), { message: /File read not permitted/ });
    await permissions.allow("read", "./data/*");
    assert.deepEqual(state(), ["granted", "always"]);
    const asked = test.seen.prompts.length;
    assert.equal(await read(), "content");
    assert.equal(test.seen.prompts.length, asked);
    await permissions.forget("read", "./data/*");
    assert.deepEqual(state(), ["prompt", "nobody"]);
    assert.equal(await read(), "content");
    assert.equal(test.seen.prompts.length, asked + 1);
    await instance.stop();
  });

  it("takes back a refusal for this run, and an answer for it", async () => {
    const { instance, permissions, read, state } = await open("refused");
    test.answer = async () => "deny";
    await assert.rejects(read(), { message: /File read not permitted/ });
    assert.deepEqual(state(), ["denied", "session"]);
    test.answer = async () => "session";
    await permissions.reset();
    assert.equal(await read(), "content");
    await permissions.reset();
    test.answer = async () => "deny";
    await assert.rejects(read(), { message: /File read not permitted/ });
    await permissions.allow("read", "./data/*");
    assert.equal(await read(), "content");
    await instance.stop();
    assert.deepEqual(state(), ["granted", "always"], "what is stored outlives the run");
  });

  it("removes with a scope the narrower decisions in it", async () => {
    const { instance, permissions, read } = await open("narrower");
    await permissions.deny("read", "./data/a");
    await assert.rejects(read(), { message: /File read not permitted/ });
    await permissions.allow("read", "./data/*");
    assert.equal(await read(), "content");
    await instance.stop();
  });

  it("says what the policy decided, and a broken policy denies everything", async () => {
    const { permissions, state } = await open("governed");
    mkdirSync(join(test.dir, "home"), { recursive: true });
    const policy = (text: string) => writeFileSync(join(test.dir, "home", "policy.json"), text);
    policy('{ "version": 1, "deny": { "read": true } }');
    await permissions.allow("read", "./data/*");
    assert.deepEqual(state(), ["denied", "policy"]);
    policy('{ "version": 1, "prompts": false }');
    assert.deepEqual(state(), ["granted", "always"]);
    await permissions.forget("read", "./data/*");
    assert.deepEqual(state(), ["denied", "policy"]);
    policy("{ broken");
    assert.deepEqual(state(), ["denied", "policy"]);
  });
});

function entry(own: object): object {
  return { optional: false, broad: false, reason: undefined, state: "prompt", by: "nobody", ...own };
}
