import assert from "node:assert/strict";
import { type ChildProcess, execFile, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { after, before, describe, it } from "mocha";
import type { PluginInstance } from "../../../runtime/host/plugin-instance.ts";
import { createTestHost, type TestHost } from "../../support/host.ts";
import type { Answer } from "../../support/host-process.ts";
import { installPlugin } from "../../support/installed.ts";
import { AIHUB } from "../cli/aihub.ts";

const ID = "shared";
const DECLARES = {
  permissions: { filesystem: { read: ["./notes/*"], write: ["./notes/*"] }, system: { notifications: true } },
  ui: { commands: ["read", "write", "state", "changes"].map((id) => ({ id, title: id })) },
};
const MAIN = `
const changes = [];
export async function activate() {
  const status = await aiHub.permissions.query({ name: "read", path: "./notes/a" });
  status.addEventListener("change", () => changes.push(status.state));
}
export const commands = {
  read: () => aiHub.fs.readFile("./notes/a"),
  write: () => aiHub.fs.writeFile("./notes/a", "written"),
  state: async () => (await aiHub.permissions.query({ name: "read", path: "./notes/a" })).state,
  changes: () => changes,
};
`;
const REFUSED = { message: "File read not permitted: ./notes/a" };

describe("an installed plugin in two windows", () => {
  let test: TestHost;
  let home: string;
  let folder: string;
  let mine: PluginInstance;
  let other: ChildProcess;

  before(async () => {
    test = await createTestHost();
    home = join(test.dir, "home");
    folder = installPlugin(home, ID, DECLARES, { "main.js": MAIN, "notes/a": "as installed" });
    mine = await test.host.openInstalled(ID);
    other = fork(fileURLToPath(new URL("../../support/host-process.ts", import.meta.url)), [home, ID]);
    assert.deepEqual(await once(other, "message"), ["ready", undefined]);
  });
  after(async () => {
    const ended = other && once(other, "exit");
    other?.disconnect();
    await ended;
    await test.dispose();
  });

  const there = async (command: string): Promise<Answer> => {
    other.send(command);
    const [answer] = (await once(other, "message")) as [Answer];
    return answer;
  };
  const aihub = async (...argv: string[]) => {
    const env = { ...process.env, AIHUB_HOME: home, NO_COLOR: "1" };
    return (await promisify(execFile)(AIHUB, ["permissions", ...argv], { env })).stdout;
  };

  it("what one window decides acts on the next call of the plugin that runs in the other", async () => {
    const permissions = await mine.permissions();
    await mine.start();
    assert.deepEqual(await there("read"), REFUSED);
    for (let round = 0; round < 3; round++) {
      await permissions.allow("read", "./notes/*");
      assert.deepEqual(await there("read"), { value: "as installed" });
      assert.equal(await mine.invoke("read", null), "as installed");
      await permissions.deny("read", "./notes/*");
      assert.deepEqual(await there("read"), REFUSED);
      assert.deepEqual(await there("state"), { value: "denied" });
      await assert.rejects(mine.invoke("read", null), REFUSED);
    }
    await permissions.reset();
    assert.deepEqual(await there("state"), { value: "prompt" });
  });

  it("what was decided for a run ends when it is taken back elsewhere, also when nothing was stored", async () => {
    test.answer = async () => "session";
    assert.equal(await mine.invoke("read", null), "as installed");
    await aihub("revoke", ID, "read");
    assert.equal(await mine.invoke("state", null), "prompt");
    assert.equal(await mine.invoke("read", null), "as installed");
    await aihub("revoke", ID, "read", "--deny");
    await aihub("reset", ID);
    assert.equal(await mine.invoke("state", null), "prompt");
    test.answer = async () => "deny";
    await assert.rejects(mine.invoke("read", null), REFUSED);
    await aihub("reset", ID, "net");
    assert.equal(await mine.invoke("state", null), "denied", "a refusal sticks when other things are decided");
    await aihub("grant", ID, "read", "./notes/*");
    assert.equal(await mine.invoke("read", null), "as installed");
    await aihub("reset", ID);
  });

  it("so does the command line, by the plugin's id", async () => {
    await aihub("grant", ID, "read", "./notes/a");
    assert.equal(await mine.invoke("read", null), "as installed");
    assert.match(await aihub("list", ID), /^partial {2}read {3}\.\/notes\/\*$/m);
    await aihub("revoke", ID, "read");
    assert.equal(await mine.invoke("state", null), "prompt");
    await aihub("revoke", ID, "read", "--deny");
    await assert.rejects(mine.invoke("read", null), REFUSED);
    assert.deepEqual(await there("read"), REFUSED);
    await aihub("grant", ID, "all");
    assert.equal(await mine.invoke("read", null), "as installed");
    await aihub("reset", ID);
    assert.equal(await mine.invoke("state", null), "prompt");
    const { scopes } = JSON.parse(await aihub("list", ID, "--json")) as { scopes: { state: string }[] };
    assert.deepEqual(new Set(scopes.map(({ state }) => state)), new Set(["prompt"]));
    const stored = JSON.parse(readFileSync(join(folder, ".plugin-meta/permissions.json"), "utf8"));
    assert.deepEqual(stored, { version: 2, plugin: ID, allow: {}, deny: {} });
    assert.ok(!existsSync(join(home, "sources")));
  });

  it("tells the plugin of a change that was made elsewhere", async () => {
    await aihub("grant", ID, "read");
    const told = async () => ((await mine.invoke("changes", null)) as string[]).at(-1);
    while ((await told()) !== "granted") await new Promise((resolve) => setTimeout(resolve, 50));
    await aihub("revoke", ID, "read", "--deny");
    while ((await told()) !== "denied") await new Promise((resolve) => setTimeout(resolve, 50));
  });

  it("writes to its data folder and reads that before its code, which stays as installed", async () => {
    await aihub("grant", ID, "all");
    assert.equal(await mine.invoke("read", null), "as installed");
    await mine.invoke("write", null);
    assert.equal(await mine.invoke("read", null), "written");
    assert.equal(readFileSync(join(folder, "data/notes/a"), "utf8"), "written");
    assert.equal(readFileSync(join(folder, "current/notes/a"), "utf8"), "as installed");
  });

  it("explains a decision with the same folders", async () => {
    const explained = JSON.parse(await aihub("explain", ID, "write", "./notes/b", "--json")) as { state: string };
    assert.equal(explained.state, "granted");
    const path = join(realpathSync(join(folder, "current")), "notes/b");
    await assert.rejects(aihub("explain", ID, "write", path, "--json"), { code: 3 });
  });

  it("is the one that its folder names", async () => {
    installPlugin(home, "honest", {}, { "main.js": "" });
    mkdirSync(join(home, "plugins/liar"));
    mkdirSync(join(home, "plugins/liar/current"));
    const text = readFileSync(join(home, "plugins/honest/current/plugin.json"), "utf8");
    writeFileSync(join(home, "plugins/liar/current/plugin.json"), text);
    writeFileSync(join(home, "plugins/liar/current/main.js"), "");
    await assert.rejects(test.host.openInstalled("liar"), { code: "ERR_MANIFEST", message: /calls itself honest/ });
    await assert.rejects(aihub("grant", "liar", "all"), { code: 6 });
    await assert.rejects(test.host.openInstalled("nobody"), { code: "ERR_NOT_FOUND" });
    await assert.rejects(aihub("list", "nobody"), { code: 7 });
  });
});
