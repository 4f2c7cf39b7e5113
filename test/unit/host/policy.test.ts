import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import { parsePolicy } from "../../../runtime/core/permissions/policy.ts";
import { PolicyFile } from "../../../runtime/host/permissions/policy-file.ts";
import { ALL, createTestHost, manifest, type TestHost } from "../../support/host.ts";

describe("the policy of the machine", () => {
  let test: TestHost;
  before(async () => {
    test = await createTestHost();
    mkdirSync(join(test.dir, "home"), { recursive: true });
  });
  afterEach(() => rmSync(join(test.dir, "home", "policy.json"), { force: true }));
  after(() => test.dispose());

  const policy = (content: object | string) => {
    const text = typeof content === "string" ? content : JSON.stringify({ version: 1, ...content });
    writeFileSync(join(test.dir, "home", "policy.json"), text);
  };
  const plugin = async (rules = ALL) => {
    const dir = await test.write("plugin", {
      "plugin.json": manifest({
        permissions: { filesystem: { read: ["./data/*"] } },
        ui: { commands: [{ id: "read", title: "Read" }] },
      }),
      "main.js": 'export const commands = { read: () => aiHub.fs.readFile("./data/a") };',
      "data/a": "content",
    });
    return test.host.openFolder(dir, { rules });
  };

  it("beats grants, and acts on a plugin that runs", async () => {
    const instance = await plugin();
    assert.equal(await instance.invoke("read", null), "content");
    policy({ deny: { read: ["./data/a"] } });
    await assert.rejects(instance.invoke("read", null), {
      message: /File read not permitted: \.\/data\/a/,
      hint: "The policy of this machine denies it; only an administrator can change that",
    });
    policy({ deny: { write: true } });
    assert.equal(await instance.invoke("read", null), "content");
    policy({ plugins: { deny: ["test-plugin@1"] } });
    await assert.rejects(instance.invoke("read", null), { message: /File read not permitted/ });
    policy("{ broken");
    await assert.rejects(instance.invoke("read", null), { message: /policy of this machine cannot be used/ });
    await instance.stop();
  });

  it("keeps plugins from starting", async () => {
    policy({ plugins: { allow: ["other"] } });
    await assert.rejects((await plugin()).start(), { code: "ERR_PERMISSION_DENIED", message: /not among the plugins/ });
    policy("");
    await assert.rejects((await plugin()).start(), { code: "ERR_PERMISSION_DENIED", message: /cannot be used/ });
  });

  it("asks nobody when it says so", async () => {
    test.answer = async () => "session";
    policy({ prompts: false });
    const instance = await plugin({ allow: {}, deny: {} });
    await assert.rejects(instance.invoke("read", null), { message: /File read not permitted/ });
    assert.equal(test.seen.prompts.length, 0);
    policy({});
    assert.equal(await instance.invoke("read", null), "content");
    await instance.stop();
  });

  it("caps the time of a call", async () => {
    policy({ limits: { timeoutMs: 300 } });
    const dir = await test.write("endless", {
      "plugin.json": manifest({ limits: { timeoutMs: 20_000 } }),
      "main.js": "export function activate() { for (;;); }",
    });
    await assert.rejects((await test.host.openFolder(dir)).start(), { code: "ERR_TIMEOUT" });
  });

  it("reads the example of its documentation", () => {
    const text = readFileSync(new URL("../../../docs/policy.md", import.meta.url), "utf8");
    const { allowedPlugins, forbiddenPlugins, deny, limits, prompts } = parsePolicy(
      /```jsonc\n(.*?)```/s.exec(text)?.[1] ?? "",
    );
    assert.deepEqual([allowedPlugins?.length, forbiddenPlugins.length, deny.system, prompts], [2, 1, "all", false]);
    assert.deepEqual(limits, { timeoutMs: 30_000, memoryMB: 256, maxTokens: 8000, maxTokensPerDay: 200_000 });
  });

  it("has to be there when it is named", () => {
    const named = new PolicyFile(test.dir, join(test.dir, "nowhere.json"));
    assert.throws(() => named.read(), { code: "ERR_PERMISSION_DENIED", message: /is not there/ });
    writeFileSync(named.file, '{"version":1,"prompts":false}');
    assert.equal(named.read().prompts, false);
    rmSync(named.file);
    assert.throws(() => named.read(), { code: "ERR_PERMISSION_DENIED" });
    assert.throws(() => new PolicyFile(test.dir, test.dir).read(), { code: "ERR_PERMISSION_DENIED" });
  });
});
