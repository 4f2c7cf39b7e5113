import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import type { PromptAnswer } from "../../../runtime/core/ports.ts";
import type { PluginInstance } from "../../../runtime/host/plugin-instance.ts";
import { createTestHost, manifest, type TestHost } from "../../support/host.ts";

const MAIN = `
const { permissions } = aiHub;
const followed = [];
const show = ({ state, partial }) => state + (partial ? " in part" : "");
const ask = (method) => async (descriptor) => {
  try { return show(await permissions[method](descriptor)); } catch (error) { return error.code ?? error.name; }
};
export const commands = {
  query: ask("query"),
  request: ask("request"),
  revoke: ask("revoke"),
  read: () => aiHub.fs.readFile("./data/a").catch((error) => error.code),
  async follow(descriptor) {
    const status = await permissions.query(descriptor);
    status.addEventListener("change", (event) => followed.push(event.type + " " + show(status)));
    status.onchange = (event) => aiHub.ui.showNotification(show(event.target));
  },
  followed: () => followed,
};`;

describe("aiHub.permissions", () => {
  let test: TestHost;
  let plugin: PluginInstance;
  before(async () => {
    test = await createTestHost();
  });
  after(() => test.dispose());
  beforeEach(async () => {
    const ids = ["query", "request", "revoke", "read", "follow", "followed"];
    const dir = await test.write(`plugin-${test.seen.logs.length}-${Math.random()}`, {
      "plugin.json": manifest({
        permissions: {
          filesystem: { read: ["./data/*", "./b"] },
          network: { domains: ["*.a.example"], protocols: ["https"] },
          system: { notifications: true },
        },
        ui: { commands: ids.map((id) => ({ id, title: id })) },
      }),
      "main.js": MAIN,
      "data/a": "content",
    });
    test.seen.prompts.length = 0;
    plugin = await test.host.openFolder(dir);
  });
  afterEach(() => plugin.stop());

  const call = (entry: string, descriptor?: object) => plugin.invoke(entry, descriptor ?? null);
  const answer = (given: PromptAnswer) => {
    test.answer = async () => given;
  };

  it("tells what is declared, without asking anybody", async () => {
    assert.equal(await call("query", { name: "read", path: "./data/a" }), "prompt");
    assert.equal(await call("query", { name: "read", path: "./c" }), "denied");
    assert.equal(await call("query", { name: "read", path: "./data/*" }), "prompt");
    assert.equal(await call("query", { name: "read" }), "prompt");
    assert.equal(await call("query", { name: "write" }), "denied");
    assert.equal(await call("query", { name: "net", host: "x.a.example" }), "prompt");
    assert.equal(await call("query", { name: "net", host: "https://x.a.example/y" }), "prompt");
    assert.equal(await call("query", { name: "net", host: "ftp://x.a.example" }), "denied");
    assert.equal(await call("query", { name: "net", host: "*.b.a.example" }), "prompt");
    assert.equal(await call("query", { name: "system", capability: "notifications" }), "prompt");
    assert.equal(await call("query", { name: "system", capability: "camera" }), "denied");
    assert.equal(await call("query", { name: "read", path: "/proc/self/environ" }), "denied");
    assert.equal(test.seen.prompts.length, 0);
  });

  it("refuses what is no permission", async () => {
    assert.equal(await call("query", { name: "env" }), "TypeError");
    assert.equal(await call("query", { name: "constructor" }), "TypeError");
    assert.equal(await call("query", {}), "TypeError");
    assert.equal(await call("query", { name: "net", host: "a b" }), "ERR_INVALID_ARGUMENT");
    assert.equal(await call("query", { name: "read", path: "" }), "ERR_INVALID_ARGUMENT");
  });

  it("asks once, and keeps what was answered", async () => {
    answer("session");
    assert.equal(await call("request", { name: "read", path: "./data/a" }), "granted");
    assert.equal(await call("request", { name: "read", path: "./data/b" }), "granted");
    assert.equal(await call("query", { name: "read" }), "prompt in part");
    assert.equal(await call("read"), "content");
    assert.deepEqual(
      test.seen.prompts.map(({ kind, scope }) => [kind, scope]),
      [["read", "./data/*"]],
    );
  });

  it("never asks for what is not declared", async () => {
    answer("always");
    assert.equal(await call("request", { name: "read", path: "./c" }), "denied");
    assert.equal(await call("request", { name: "write" }), "denied");
    assert.equal(await call("request", { name: "read", path: "../*" }), "denied");
    assert.equal(test.seen.prompts.length, 0);
  });

  it("holds for one use what was allowed once", async () => {
    answer("once");
    await call("request", { name: "read", path: "./data/a" });
    answer("deny");
    assert.equal(await call("read"), "content");
    assert.equal(await call("read"), "ERR_PERMISSION_DENIED");
  });

  it("asks for each declared scope of a kind", async () => {
    answer("session");
    assert.equal(await call("request", { name: "read" }), "granted");
    assert.deepEqual(
      test.seen.prompts.map(({ scope }) => scope),
      ["./data/*", "./b"],
    );
    assert.equal(await call("request", { name: "net", host: "*.b.a.example" }), "granted");
    assert.equal(await call("query", { name: "net", host: "c.a.example" }), "prompt");
  });

  it("takes grants back, those of the store too", async () => {
    answer("always");
    assert.equal(await call("request", { name: "read" }), "granted");
    assert.equal(await call("revoke", { name: "read", path: "./data/a" }), "prompt");
    assert.equal(await call("query", { name: "read", path: "./b" }), "granted");
    answer("deny");
    assert.equal(await call("read"), "ERR_PERMISSION_DENIED");
    assert.equal(await call("query", { name: "read", path: "./data/a" }), "denied");
  });

  it("tells a plugin that listens of changes from anywhere", async () => {
    answer("session");
    await call("follow", { name: "read", path: "./data/*" });
    const shown = new Promise<void>((resolve) => {
      test.answer = async () => {
        resolve();
        return "session";
      };
    });
    mkdirSync(join(test.dir, "home"), { recursive: true });
    writeFileSync(join(test.dir, "home", "policy.json"), '{ "version": 1, "deny": { "read": true } }');
    await shown; // the listener's notification is asked for: the change has arrived
    assert.deepEqual(await call("followed"), ["change denied"]);
    writeFileSync(join(test.dir, "home", "policy.json"), '{ "version": 1 }');
  });
});
