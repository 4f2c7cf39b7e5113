import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "mocha";
import { isUnavailable } from "../../../runtime/core/permissions/capabilities.ts";
import { hostMethods } from "../../../runtime/host/rpc/table.ts";
import { ALL, createTestHost, manifest, type TestHost } from "../../support/host.ts";

const SCHEMA = new URL("../../../schemas/plugin.schema.json", import.meta.url);

const MAIN = `export const commands = {
  async ask(method) {
    const { state, partial, reason } = await aiHub.permissions[method]({ name: "system", capability: "camera" });
    return { state, partial, reason: reason ?? null };
  },
  async other() {
    const { state, reason } = await aiHub.permissions.query({ name: "system", capability: "notifications" });
    return { state, reason: reason ?? null };
  },
};`;

describe("capabilities that no host has", () => {
  let test: TestHost;
  before(async () => {
    test = await createTestHost();
  });
  after(() => test.dispose());

  it("are those of the schema that no host method uses", () => {
    const schema = JSON.parse(readFileSync(SCHEMA, "utf8"));
    const named = Object.keys(schema.definitions.permissionBlock.properties.system.properties);
    const used = Object.values(hostMethods).flatMap(({ permission }) =>
      permission.kind === "system" ? [permission.name] : [],
    );
    assert.ok(used.includes("notifications"));
    for (const name of named) assert.equal(isUnavailable("system", name), !used.includes(name), name);
  });

  it("do not include the clipboard", async () => {
    const dir = await test.write("clipboard", {
      "plugin.json": manifest({
        permissions: { system: { clipboard: true } },
        ui: { commands: [{ id: "copy", title: "Copy" }] },
      }),
      "main.js": `export const commands = {
        async copy(text) {
          await aiHub.ui.writeClipboard(text);
          return aiHub.ui.readClipboard();
        },
      };`,
    });
    test.answer = async () => "deny";
    const refused = await test.host.openFolder(dir);
    await assert.rejects(refused.invoke("copy", "x"), { code: "ERR_PLUGIN", message: /not permitted: clipboard/ });
    assert.deepEqual(test.seen.clipboard, []);
    await refused.stop();
    test.seen.prompts.length = 0;
    const plugin = await test.host.openFolder(dir, { rules: ALL });
    assert.equal(await plugin.invoke("copy", "copied"), "copied");
    await assert.rejects(plugin.invoke("copy", "x".repeat(1024 * 1024 + 1)), /must NOT have more than/);
    assert.deepEqual(test.seen.clipboard, ["copied"]);
    await plugin.stop();
  });

  it("answer so, whatever is granted, and nobody is asked", async () => {
    const dir = await test.write("camera", {
      "plugin.json": manifest({
        permissions: { system: { camera: true, microphone: true, notifications: true }, ai: { models: ["m"] } },
        ui: {
          commands: [
            { id: "ask", title: "Ask" },
            { id: "other", title: "Other" },
          ],
        },
      }),
      "main.js": MAIN,
    });
    test.answer = async () => "always";
    const denied = { state: "denied", partial: false, reason: "not available in this host" };
    for (const rules of [{ allow: {}, deny: {} }, ALL]) {
      const plugin = await test.host.openFolder(dir, { rules });
      for (const method of ["query", "request", "revoke"]) assert.deepEqual(await plugin.invoke("ask", method), denied);
      assert.equal(((await plugin.invoke("other", null)) as { reason: unknown }).reason, null);
      const camera = (await plugin.permissions()).list().find(({ scope }) => scope === "camera");
      assert.deepEqual([camera?.state, camera?.by], ["denied", "host"]);
      const model = (await plugin.permissions()).list().find(({ kind }) => kind === "ai");
      assert.equal(model?.note, "0 of 1000000 tokens used today");
      await plugin.stop();
    }
    assert.equal(test.seen.prompts.length, 0);
  });
});
