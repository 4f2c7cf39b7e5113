import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { after, before, describe, it } from "mocha";
import type { AuditEntry } from "../../../runtime/core/ports.ts";
import { AuditLog } from "../../../runtime/host/permissions/audit-log.ts";
import { ALL, createTestHost, manifest } from "../../support/host.ts";

const ENTRY: AuditEntry = { pluginId: "p", kind: "read", value: "/a", decision: "granted", scope: "./**" };

describe("the audit log", () => {
  let dir: string;
  let count = 0;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "aihub-audit-"));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  const fresh = () => join(dir, `log-${count++}`, "audit.jsonl");

  it("writes a line for each decision, what could deceive escaped and cut", () => {
    const file = fresh();
    const log = new AuditLog(file);
    log.record({ ...ENTRY, answer: "always" });
    log.record({
      ...ENTRY,
      value: `/x\u001b[2K\u202e\n${"y".repeat(5000)}`,
      decision: "denied",
      scope: "",
      violation: true,
    });
    log.dispose();
    const [first, second, ...rest] = lines(file);
    const { time, ...fields } = first ?? {};
    assert.ok(Math.abs(Date.now() - Date.parse(String(time))) < 60_000);
    assert.deepEqual(fields, {
      v: 1,
      plugin: "p",
      kind: "read",
      value: "/a",
      decision: "granted",
      rule: "./**",
      answer: "always",
    });
    assert.match(String(second?.value), /^\/x\\u\{1b\}\[2K\\u\{202e\}\\ny+…$/);
    assert.equal(String(second?.value).length, 1000);
    assert.equal(second?.violation, true);
    assert.deepEqual(rest, []);
    if (process.platform !== "win32") assert.equal(statSync(file).mode & 0o777, 0o600);
  });

  it("begins a new file when one is full, and keeps three", () => {
    const file = fresh();
    const log = new AuditLog(file, { maxBytes: 2000 });
    for (let n = 0; n < 200; n++) log.record({ ...ENTRY, value: `/${n}` });
    log.dispose();
    assert.deepEqual(readdirSync(join(file, "..")).sort(), ["audit.jsonl", "audit.jsonl.1", "audit.jsonl.2"]);
    const kept = [`${file}.2`, `${file}.1`, file].flatMap((part) => lines(part).map(({ value }) => value));
    const expected = Array.from({ length: kept.length }, (_, n) => `/${200 - kept.length + n}`);
    assert.deepEqual(kept, expected);
    for (const part of [file, `${file}.1`, `${file}.2`]) assert.ok(statSync(part).size < 2200);
  });

  it("goes on in a new file when somebody takes the old one away", () => {
    const file = fresh();
    const log = new AuditLog(file);
    log.record(ENTRY);
    rmSync(file);
    log.record({ ...ENTRY, value: "/b" });
    assert.deepEqual(
      lines(file).map(({ value }) => value),
      ["/b"],
    );
    log.dispose();
  });

  it("denies after its end, and makes no new file", () => {
    const file = fresh();
    const log = new AuditLog(file);
    log.record(ENTRY);
    log.dispose();
    rmSync(join(file, ".."), { recursive: true });
    assert.throws(() => log.record(ENTRY), { code: "ERR_PERMISSION_DENIED" });
    assert.equal(existsSync(join(file, "..")), false);
  });

  it("a file the person named is neither rotated nor given a folder", () => {
    const file = fresh();
    const log = new AuditLog(file, { maxBytes: Infinity });
    assert.throws(() => log.open(), { code: "ERR_IO" });
    assert.equal(existsSync(join(file, "..")), false);
  });

  it("names its file for those who guard it, unless it is a pipe or a device", () => {
    const file = join(tmpdir(), "aihub-not-there.jsonl");
    assert.equal(new AuditLog(file).file, file);
    if (process.platform !== "win32") assert.equal(new AuditLog("/dev/null").file, undefined);
  });

  it("takes whole lines of several processes, across rotations", async () => {
    const file = fresh();
    await mkdir(join(file, ".."));
    const source = new URL("../../../runtime/host/permissions/audit-log.ts", import.meta.url).href;
    const program = `import { AuditLog } from ${JSON.stringify(source)};
      const log = new AuditLog(process.argv[1], { maxBytes: 40_000 });
      for (let n = 0; n < 300; n++) log.record({ pluginId: process.argv[2], kind: "read", value: "/" + n, decision: "denied", scope: "" });`;
    const run = (name: string) =>
      promisify(execFile)(process.execPath, ["--input-type=module", "-e", program, file, name]);
    await Promise.all(["a", "b", "c"].map(run));
    const kept = [`${file}.2`, `${file}.1`, file].filter(existsSync).flatMap(lines);
    assert.equal(kept.length, 900); // 900 lines fit in three files: none is lost
    for (const name of ["a", "b", "c"]) {
      const values = kept.filter(({ plugin }) => plugin === name).map(({ value }) => value);
      assert.equal(new Set(values).size, 300);
    }
    assert.ok(existsSync(`${file}.1`), "nothing was rotated");
  });

  it("a trail that cannot be written denies, and says so once", () => {
    const file = fresh();
    const problems: string[] = [];
    const log = new AuditLog(join(file, "x"), { onProblem: (message) => problems.push(message) });
    const inTheWay = new AuditLog(file); // a file where the folder should be
    inTheWay.open();
    inTheWay.dispose();
    for (let n = 0; n < 3; n++) assert.throws(() => log.record(ENTRY), { code: "ERR_PERMISSION_DENIED" });
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? "", /everything that needs a permission is denied/);
  });
});

describe("the audit trail of a host", () => {
  const MAIN = `export const commands = {
    run: ([method, ...args]) => aiHub.fs[method](...args).then((v) => v ?? "done", (error) => error.code + " " + error.message),
  };`;

  it("records grants, denials and violations, and tells the person of the first violation of a kind", async () => {
    const told: AuditEntry[] = [];
    const test = await createTestHost({ onViolation: (entry) => told.push(entry) });
    try {
      const dir = await test.write("audited", {
        "plugin.json": manifest({
          name: "audited",
          permissions: { filesystem: { read: ["./data/**"], write: ["./data/**"] } },
          ui: { commands: [{ id: "run", title: "Run" }] },
        }),
        "main.js": MAIN,
        "data/a.txt": "content that is nobody's business",
        "secret.txt": "secret",
      });
      await symlink("../secret.txt", join(dir, "data/link"));
      const instance = await test.host.openFolder(dir, { rules: ALL });
      const call = (...args: unknown[]) => instance.invoke("run", args);
      await call("readFile", "./data/a.txt");
      await call("writeFile", "./data/b.txt", "written and not recorded");
      await call("readFile", "./secret.txt");
      for (const path of ["./data/link", "/proc/self/environ", "./../../etc/passwd", "./data/link"])
        await call("readFile", path);
      await call("rm", "./data/link");
      await instance.stop();
      const log = join(test.dir, "home/audit.jsonl");
      const recorded = lines(log).map(({ kind, value, decision, rule, violation }) => [
        kind,
        String(value).replace(dir, "."),
        decision,
        rule,
        violation ?? false,
      ]);
      const climbed = join(dir, "../../etc/passwd");
      assert.deepEqual(recorded, [
        ["read", "./data/a.txt", "granted", "all", false],
        ["write", "./data/b.txt", "granted", "all", false],
        ["read", "./secret.txt", "denied", "", false],
        ["read", "./secret.txt", "denied", "", true],
        ["read", "/proc/self/environ", "denied", "", true],
        ["read", climbed, "denied", "", true],
        ["read", "./secret.txt", "denied", "", true],
        ["write", "./secret.txt", "denied", "", true],
      ]);
      assert.deepEqual(
        told.map(({ kind, pluginId }) => [kind, pluginId]),
        [
          ["read", "audited"],
          ["write", "audited"],
        ],
      );
      assert.doesNotMatch(readFileSync(log, "utf8"), /business|not recorded/);
    } finally {
      await test.dispose();
    }
  });

  it("what the policy forbids is a violation, what the person refused is not", async () => {
    const told: AuditEntry[] = [];
    const test = await createTestHost({ onViolation: (entry) => told.push(entry) });
    try {
      await test.write("home", { "policy.json": { version: 1, deny: { read: ["./data/private/**"] } } });
      const dir = await test.write("forbidden", {
        "plugin.json": manifest({
          name: "forbidden",
          permissions: { filesystem: { read: ["./data/**"] } },
          ui: { commands: [{ id: "run", title: "Run" }] },
        }),
        "main.js": MAIN,
      });
      const rules = { allow: { read: "all" as const }, deny: { read: ["./data/refused/**"] } };
      const instance = await test.host.openFolder(dir, { rules });
      for (const path of ["./data/refused/a", "./data/private/a", "./data/private/b"]) {
        assert.match(String(await instance.invoke("run", ["exists", path])), /^ERR_PERMISSION_DENIED/);
      }
      await instance.stop();
      const recorded = lines(join(test.dir, "home/audit.jsonl")).map(({ rule, violation }) => [rule, violation]);
      const forbidden = ["./data/private/**", true];
      assert.deepEqual(recorded, [["./data/refused/**", undefined], forbidden, forbidden]);
      assert.deepEqual(
        told.map(({ value }) => value),
        [join(dir, "data/private/a")],
      );
    } finally {
      await test.dispose();
    }
  });

  it("without a trail nothing is permitted", async () => {
    const test = await createTestHost();
    try {
      const dir = await test.write("untraced", {
        "plugin.json": manifest({
          name: "untraced",
          permissions: { filesystem: { read: ["./data/**"], write: ["./data/**"] } },
          ui: { commands: [{ id: "run", title: "Run" }] },
        }),
        "main.js": MAIN,
        "data/a.txt": "a",
      });
      const instance = await test.host.openFolder(dir, { rules: ALL });
      const call = (...args: unknown[]) => instance.invoke("run", args);
      await mkdir(join(test.dir, "home/audit.jsonl"), { recursive: true });
      const denied = "ERR_PERMISSION_DENIED Not permitted: the audit trail cannot be written";
      for (let n = 0; n < 2; n++) assert.equal(await call("readFile", "./data/a.txt"), denied);
      assert.equal(test.seen.logs.filter(({ text }) => text.includes("audit trail")).length, 1);
      rmSync(join(test.dir, "home/audit.jsonl"), { recursive: true });
      assert.equal(await call("readFile", "./data/a.txt"), "a");
      await instance.stop();
    } finally {
      await test.dispose();
    }
  });
});

function lines(file: string): Record<string, unknown>[] {
  return readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
