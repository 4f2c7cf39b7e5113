import assert from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, it } from "mocha";
import { GrantStore } from "../../../runtime/host/permissions/grant-store.ts";

describe("the store of grants", () => {
  const dir = mkdtempSync(join(tmpdir(), "aihub-grants-"));
  const file = join(dir, "meta", "permissions.json");
  let problems: string[] = [];
  const open = () => new GrantStore(file, { plugin: "test", onProblem: (message) => void problems.push(message) });
  const content = () => JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  beforeEach(() => {
    problems = [];
  });
  afterEach(() => rmSync(join(dir, "meta"), { recursive: true, force: true }));
  after(() => rmSync(dir, { recursive: true, force: true }));

  it("has decided nothing before it is written", () => {
    assert.deepEqual(open().read(), { allow: {}, deny: {} });
    assert.deepEqual(problems, []);
  });

  it("moves a scope between its lists", async () => {
    const store = open();
    await store.add("allow", "read", "./a");
    await store.add("allow", "read", "./b");
    await store.add("allow", "read", "./b");
    await store.add("deny", "read", "./a");
    assert.deepEqual(store.read(), { allow: { read: ["./b"] }, deny: { read: ["./a"] } });
    await store.add("allow", "read", "./a");
    assert.deepEqual(content(), { version: 2, plugin: "test", allow: { read: ["./b", "./a"] }, deny: {} });
  });

  it("sees what another process decides", async () => {
    const [mine, other] = [open(), open()];
    assert.deepEqual(mine.read().allow, {});
    await other.add("allow", "net", "a.example");
    assert.deepEqual(mine.read().allow, { net: ["a.example"] });
    await other.update(() => ({ allow: {}, deny: {} }));
    assert.deepEqual(mine.read().allow, {});
  });

  it("loses nothing when many add at once", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `./${index}`);
    await Promise.all(names.map((name) => open().add("allow", "read", name)));
    assert.deepEqual([...(open().read().allow.read ?? [])].sort(), [...names].sort());
  });

  it("takes over the lock of a process that crashed", async () => {
    mkdirSync(`${file}.lock`, { recursive: true });
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(`${file}.lock`, longAgo, longAgo);
    await open().add("allow", "read", "./a");
    assert.deepEqual(open().read().allow, { read: ["./a"] });
  });

  it("does not wait where no lock can be had", async function () {
    this.timeout(25_000); // waiting would take longer
    mkdirSync(join(dir, "meta"), { recursive: true });
    writeFileSync(`${file}.lock`, "not a lock");
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(`${file}.lock`, longAgo, longAgo);
    await assert.rejects(open().add("allow", "read", "./a"), { code: "ERR_IO" });
    rmSync(`${file}.lock`);
    await open().add("allow", "read", "./b");
    assert.deepEqual(open().read().allow, { read: ["./b"] });
  });

  it("reads what older versions wrote, and rewrites it", async () => {
    await open().add("allow", "ai", "x");
    for (const old of [{ allow: { read: ["./a"] } }, { version: 1, allow: { read: ["./a"] }, deny: { net: ["b"] } }]) {
      writeFileSync(file, JSON.stringify(old));
      const store = open();
      assert.deepEqual(store.read(), { allow: old.allow, deny: old.deny ?? {} });
      await store.add("deny", "write", "./c");
      assert.equal(content().version, 2);
    }
  });

  for (const broken of [
    "",
    "{",
    "[]",
    "null",
    '{"version":"1"}',
    '{"version":1,"allow":{"read":"./a"}}',
    '{"version":1,"allow":{"read":[1]}}',
    '{"version":1,"deny":{"reed":["./a"]}}',
    '{"version":1,"allow":[]}',
  ]) {
    it(`sets aside ${broken || "an empty file"}, says so once, and grants nothing`, async () => {
      const store = open();
      await store.add("allow", "read", "./a");
      writeFileSync(file, broken);
      assert.deepEqual(store.read(), { allow: {}, deny: {} });
      assert.deepEqual(store.read(), { allow: {}, deny: {} });
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", /damaged/);
      assert.match(readdirSync(join(dir, "meta")).join(), /^permissions\.json\.corrupt-[\dTZ-]+$/);
      await store.add("allow", "read", "./b");
      assert.deepEqual(store.read().allow, { read: ["./b"] });
    });
  }

  it("denies everything, and leaves the file, when a newer version wrote it", async () => {
    const store = open();
    await store.add("allow", "read", "./a");
    const newer = '{"version":3,"rules":[]}';
    writeFileSync(file, newer);
    assert.throws(() => store.read(), { code: "ERR_PERMISSION_DENIED" });
    assert.throws(() => store.read(), { code: "ERR_PERMISSION_DENIED" });
    await assert.rejects(store.add("allow", "read", "./b"), { code: "ERR_IO", message: /newer version/ });
    assert.equal(readFileSync(file, "utf8"), newer);
    assert.equal(problems.length, 1);
  });

  it("denies everything when the file is something else than a file", async () => {
    const store = new GrantStore(dir);
    assert.throws(() => store.read(), { code: "ERR_PERMISSION_DENIED" });
  });

  it("changes nothing when it cannot be written", async function () {
    if (process.getuid?.() === 0) return this.skip(); // root writes everywhere
    const store = open();
    await store.add("allow", "read", "./a");
    chmodSync(join(dir, "meta"), 0o500);
    await assert.rejects(store.add("allow", "read", "./b"), { code: "ERR_IO" });
    chmodSync(join(dir, "meta"), 0o700);
    assert.deepEqual(store.read().allow, { read: ["./a"] });
  });
});
