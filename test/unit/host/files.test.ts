import assert from "node:assert/strict";
import { readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { RuleLists } from "../../../runtime/host/permissions/broker-options.ts";
import { ALL, createTestHost, manifest, type TestHost } from "../../support/host.ts";

const MAIN = `export const commands = {
  async run({ method, args }) {
    try {
      const value = await aiHub.fs[method](...args);
      return value instanceof Uint8Array ? { bytes: [...value] } : { value: value ?? null };
    } catch (error) {
      return { error: error.message, name: error.name, code: error.code, hint: error.hint };
    }
  },
};`;

describe("aiHub.fs", () => {
  let test: TestHost;
  before(async () => {
    test = await createTestHost();
  });
  after(() => test.dispose());

  async function open(name: string, rules: RuleLists = ALL) {
    const dir = await test.write(name, {
      "plugin.json": manifest({
        name,
        permissions: { filesystem: { read: ["./data", "./data/**"], write: ["./data/out/*"] } },
        ui: { commands: [{ id: "run", title: "Run" }] },
      }),
      "main.js": MAIN,
      "data/a.txt": "héllo",
      "data/sub/b.txt": "b",
      "secret.txt": "secret",
    });
    const instance = await test.host.openFolder(dir, { rules });
    const call = (method: string, ...args: unknown[]) => instance.invoke("run", { method, args });
    return { dir, instance, call };
  }

  it("reads, writes, lists and removes inside its scopes", async () => {
    const { dir, instance, call } = await open("fs-happy");
    assert.deepEqual(await call("readFile", "./data/a.txt"), { value: "héllo" });
    assert.deepEqual(await call("readFile", "data/a.txt", "bytes"), { bytes: [...Buffer.from("héllo")] });
    assert.deepEqual(await call("readdir", "./data"), { value: ["a.txt", "sub"] });
    assert.deepEqual(await call("exists", "./data/none"), { value: false });
    assert.deepEqual(await call("writeFile", "./data/out/r.txt", "ok"), { value: null });
    assert.equal(await readFile(join(dir, "data/out/r.txt"), "utf8"), "ok");
    const { value } = (await call("stat", "./data/out/r.txt")) as { value: { type: string; size: number } };
    assert.deepEqual([value.type, value.size], ["file", 2]);
    assert.deepEqual(await call("rm", "./data/out/r.txt"), { value: null });
    const missing = (await call("readFile", "./data/out/r.txt")) as { code: string; error: string };
    assert.deepEqual([missing.code, missing.error], ["ERR_NOT_FOUND", "No such file or folder: ./data/out/r.txt"]);
    await instance.stop();
  });

  it("refuses what is not declared, in the seed's words", async () => {
    const { instance, call } = await open("fs-denied");
    const paths = ["./secret.txt", "./data/../secret.txt", "/etc/passwd", "./plugin.json", "${workspaceFolder}/x"];
    for (const path of paths.slice(0, 4)) {
      const result = (await call("readFile", path)) as Record<string, string>;
      assert.deepEqual(
        [result.name, result.error, result.code],
        ["SecurityError", `File read not permitted: ${path}`, "ERR_PERMISSION_DENIED"],
      );
      assert.match(result.hint ?? "", /plugin\.json/);
    }
    const write = (await call("writeFile", "./data/a.txt", "x")) as Record<string, string>;
    assert.equal(write.error, "File write not permitted: ./data/a.txt");
    for (const path of ["", "a\0b", "x".repeat(5000)]) {
      assert.equal(((await call("readFile", path)) as Record<string, string>).code, "ERR_INVALID_ARGUMENT");
    }
    await instance.stop();
  });

  it("a link inside a scope does not lead out of it", async () => {
    const { dir, instance, call } = await open("fs-links");
    await symlink(join(dir, "secret.txt"), join(dir, "data/link.txt"));
    await symlink(dir, join(dir, "data/up"));
    await symlink(join(dir, "nowhere"), join(dir, "data/dangling"));
    for (const path of ["./data/link.txt", "./data/up/secret.txt", "./data/dangling"]) {
      for (const method of ["readFile", "exists", "stat", "readdir"]) {
        const result = (await call(method, path)) as Record<string, string>;
        assert.equal(result.code, "ERR_PERMISSION_DENIED", `${method} ${path}`);
      }
    }
    await symlink(join(dir, "created-through-link"), join(dir, "data/out-link"));
    assert.equal(
      ((await call("writeFile", "./data/out-link", "x")) as Record<string, string>).code,
      "ERR_PERMISSION_DENIED",
    );
    await assert.rejects(readFile(join(dir, "created-through-link")));
    await instance.stop();
  });

  it("asks for what is declared but not decided, once for the same scope", async () => {
    const { instance, call } = await open("fs-prompt", { allow: {}, deny: {} });
    test.answer = async () => "session";
    const before = test.seen.prompts.length;
    await Promise.all([call("readFile", "./data/a.txt"), call("readFile", "./data/sub/b.txt")]);
    await call("readFile", "./data/a.txt");
    assert.equal(test.seen.prompts.length - before, 1);
    assert.equal(test.seen.prompts.at(-1)?.scope, "./data/**");
    await instance.stop();
  });

  it("once is once, always outlives the run, a refusal sticks", async () => {
    const { instance, call } = await open("fs-answers", { allow: {}, deny: {} });
    const count = () => test.seen.prompts.length;
    test.answer = async () => "once";
    let before = count();
    await call("readFile", "./data/a.txt");
    await call("readFile", "./data/a.txt");
    assert.equal(count() - before, 2);
    test.answer = async () => "always";
    await call("readFile", "./data/a.txt");
    await instance.stop();
    before = count();
    assert.deepEqual(await call("readFile", "./data/a.txt"), { value: "héllo" });
    assert.equal(count() - before, 0);
    test.answer = async () => "deny";
    for (let i = 0; i < 2; i++) {
      assert.equal(
        ((await call("writeFile", "./data/out/x", "x")) as Record<string, string>).code,
        "ERR_PERMISSION_DENIED",
      );
    }
    assert.equal(count() - before, 1);
    await instance.stop();
  });

  it("a prompter that fails is a denial", async () => {
    const { instance, call } = await open("fs-broken-prompt", { allow: {}, deny: {} });
    test.answer = async () => {
      throw new Error("no screen");
    };
    assert.equal(((await call("readFile", "./data/a.txt")) as Record<string, string>).code, "ERR_PERMISSION_DENIED");
    await instance.stop();
  });

  it("deny wins over allow", async () => {
    const { instance, call } = await open("fs-deny", { allow: { read: "all" }, deny: { read: ["./data/sub/**"] } });
    assert.deepEqual(await call("readFile", "./data/a.txt"), { value: "héllo" });
    assert.equal(
      ((await call("readFile", "./data/sub/b.txt")) as Record<string, string>).code,
      "ERR_PERMISSION_DENIED",
    );
    await instance.stop();
  });

  it("a grant file that is broken grants nothing", async () => {
    const { instance, call } = await open("fs-corrupt", { allow: {}, deny: {} });
    test.answer = async () => "always";
    await call("readFile", "./data/a.txt");
    await instance.stop();
    const { globSync } = await import("node:fs");
    for (const file of globSync(join(test.dir, "home/sources/*/permissions.json")))
      await writeFile(file, '{"version":1,"allow":{"read":');
    test.answer = async () => "deny";
    assert.equal(((await call("readFile", "./data/a.txt")) as Record<string, string>).code, "ERR_PERMISSION_DENIED");
    await instance.stop();
  });
});
