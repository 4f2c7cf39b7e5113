/** Whatever fails on the way to a decision, the decision is no. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, it } from "mocha";
import { AiHubError } from "../../../runtime/core/errors.ts";
import { byKind, PERMISSION_KINDS } from "../../../runtime/core/permissions/kinds.ts";
import { declared } from "../../../runtime/core/permissions/permission-set.ts";
import type { Audit, AuditEntry, PromptAnswer, Prompter, PromptRequest } from "../../../runtime/core/ports.ts";
import { AuditLog } from "../../../runtime/host/permissions/audit-log.ts";
import { Broker } from "../../../runtime/host/permissions/broker.ts";
import type { RuleLists } from "../../../runtime/host/permissions/broker-options.ts";
import { grantFile } from "../../../runtime/host/permissions/grant-place.ts";
import { GrantStore } from "../../../runtime/host/permissions/grant-store.ts";
import { PromptQueue } from "../../../runtime/host/permissions/prompt-queue.ts";
import { ReservedPlaces } from "../../../runtime/host/permissions/reserved-places.ts";
import { ALL, createTestHost, manifest } from "../../support/host.ts";

const NO_RULES: RuleLists = { allow: {}, deny: {} };
const DENIED = { code: "ERR_PERMISSION_DENIED" };
const MANIFEST = {
  permissions: {
    filesystem: { read: ["./a"], write: ["./a"] },
    network: { domains: ["a.example"], protocols: ["https"] },
    memory: { collections: ["notes"] },
    ai: { models: ["local/*"] },
    system: { notifications: true },
  },
};

const moduleUrl = (name: string) => new URL(`../../../runtime/host/permissions/${name}.ts`, import.meta.url).href;

describe("failures mean denied", () => {
  const dir = mkdtempSync(join(tmpdir(), "aihub-failures-"));
  after(() => rmSync(dir, { recursive: true, force: true }));
  let runs = 0;
  let home = "";
  let audited: AuditEntry[] = [];
  beforeEach(() => {
    home = join(dir, String(runs++));
    mkdirSync(join(home, "plugin"), { recursive: true });
    audited = [];
  });

  interface Setup {
    readonly rules?: RuleLists;
    readonly ask?: Prompter["ask"];
    readonly audit?: Audit;
    readonly signal?: AbortSignal;
  }
  const broker = ({ rules = NO_RULES, ask = async () => "deny", audit, signal }: Setup = {}) => {
    const root = join(home, "plugin");
    return new Broker({
      pluginId: "test",
      pluginName: "Test",
      declared: declared(MANIFEST),
      rules,
      store: new GrantStore(join(home, "meta", "permissions.json")),
      roots: {
        plugin: root,
        data: root,
        workspace: [],
        reserved: new ReservedPlaces(join(home, "hub"), () => "/none"),
      },
      reasons: {},
      prompter: new PromptQueue({ ask }),
      audit: audit ?? { record: (entry) => void audited.push(entry) },
      signal: signal ?? new AbortController().signal,
    });
  };
  const notifications = (one: Broker) => one.own.query("system", "notifications");

  it("an audit trail on a full disk", async function () {
    if (!existsSync("/dev/full")) return this.skip();
    const file = join(home, "audit.jsonl");
    symlinkSync("/dev/full", file);
    const problems: string[] = [];
    const audit = new AuditLog(file, {
      maxBytes: Number.POSITIVE_INFINITY,
      onProblem: (text) => void problems.push(text),
    });
    const one = broker({ rules: ALL, audit });
    for (const access of ["read", "write", "read-write"] as const)
      await assert.rejects(one.checkPath(access, "./a"), DENIED);
    await assert.rejects(one.checkSystem("notifications"), { ...DENIED, message: /audit trail cannot be written/ });
    await assert.rejects(one.checkNet({ protocol: "https", host: "a.example", port: undefined }), DENIED);
    await assert.rejects(one.checkCollection("notes"), DENIED);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? "", /ENOSPC/);
    audit.dispose();
  });

  it("an audit trail that is a folder", async () => {
    mkdirSync(join(home, "audit.jsonl"));
    const audit = new AuditLog(join(home, "audit.jsonl"));
    await assert.rejects(broker({ rules: ALL, audit }).checkPath("read", "./a"), DENIED);
    audit.dispose();
  });

  it("an answer that is to hold always and cannot be stored: not even for this time, and without telling where", async () => {
    writeFileSync(join(home, "meta"), "a file in place of the folder");
    const one = broker({ ask: async () => "always" });
    // The store itself can be read: there is nothing in it.
    await assert.rejects(one.checkSystem("notifications"), (error: unknown) => {
      assert.ok(error instanceof AiHubError);
      assert.equal(error.code, "ERR_PERMISSION_DENIED");
      assert.doesNotMatch(`${error.message} ${error.hint}`, new RegExp(home));
      return true;
    });
    rmSync(join(home, "meta"));
    assert.equal(await notifications(one), "prompt");
  });

  it("a store that another process has locked: a grant does not hold, a refusal does for this run", async () => {
    // Each waits for a lock of its own, so that they wait at the same time. No lock gets old.
    const locked = (setup: Setup) => {
      home = join(dir, String(runs++));
      const lock = join(home, "meta", "permissions.json.lock");
      mkdirSync(lock, { recursive: true });
      const later = new Date(Date.now() + 3_600_000);
      utimesSync(lock, later, later);
      return broker(setup);
    };
    const granting = locked({ ask: async () => "always" });
    const refusing = locked({ ask: async () => "deny-always" });
    await Promise.all([
      assert.rejects(granting.checkSystem("notifications"), { ...DENIED, hint: /could not be stored/ }),
      assert.rejects(refusing.checkSystem("notifications"), DENIED),
    ]);
    assert.equal(await notifications(granting), "prompt");
    assert.equal(await notifications(refusing), "denied");
    assert.deepEqual(
      audited.map(({ decision, answer }) => [decision, answer]).sort(),
      [
        ["denied", undefined],
        ["denied", "deny-always"],
      ].sort(),
    );
  });

  it("a full disk: no grant is stored, no token is spent, and what was stored before stays", async function () {
    if (process.platform === "win32") return this.skip();
    const [grants, usage] = [join(home, "meta", "permissions.json"), join(home, "meta", "usage.json")];
    await new GrantStore(grants).add("deny", "read", "./a");
    const program = `
      import { GrantStore } from ${JSON.stringify(moduleUrl("grant-store"))};
      import { TokenLedger } from ${JSON.stringify(moduleUrl("token-ledger"))};
      process.on("SIGXFSZ", () => {}); // else write-file-atomic ends the process, to tidy up
      const tell = (error) => console.log([error.code, error.cause?.code].filter(Boolean).join(" "));
      await new GrantStore(${JSON.stringify(grants)}).add("allow", "read", "./a").catch(tell);
      await new TokenLedger(${JSON.stringify(usage)}).reserve(1, { perRequest: 1, perDay: 1 }).catch(tell);`;
    // No file of this process may grow: what a full disk comes to, without filling one.
    const limited = ["-c", 'ulimit -f 0 && exec "$0" --input-type=module -e "$1"', process.execPath, program];
    const { stdout, stderr } = spawnSync("/bin/sh", limited, { encoding: "utf8" });
    assert.deepEqual(stdout.trim().split("\n"), ["ERR_IO EFBIG", "ERR_PERMISSION_DENIED"], stderr);
    assert.deepEqual(new GrantStore(grants).read(), { allow: {}, deny: { read: ["./a"] } });
    assert.equal(existsSync(usage), false);
  });

  it("a store that is damaged: it is set aside, and the person is told once, not the log alone", async () => {
    const test = await createTestHost();
    try {
      const plugin = await test.write("plugin", {
        "plugin.json": manifest({
          permissions: { filesystem: { read: ["./a"] } },
          ui: { commands: [{ id: "run", title: "Run" }] },
        }),
        "main.js": 'export const commands = { run: () => aiHub.fs.readFile("./a").catch((error) => error.code) };',
        a: "content",
      });
      test.answer = async () => "always";
      const instance = await test.host.openFolder(plugin, { rules: NO_RULES });
      assert.equal(await instance.invoke("run", null), "content");
      await instance.stop();
      const file = grantFile(join(test.dir, "home"), { realDir: plugin });
      writeFileSync(file, readFileSync(file, "utf8").slice(0, 50));
      test.answer = async () => "deny";
      for (let n = 0; n < 2; n++) {
        assert.equal(await instance.invoke("run", null), "ERR_PERMISSION_DENIED");
        await instance.stop();
      }
      const [{ message, type } = { message: "", type: "" }, ...more] = test.seen.notifications;
      assert.match(
        message,
        /^The permissions file .* is damaged and was set aside as .*; nothing is granted until you/,
      );
      assert.deepEqual([type, more], ["warning", []]);
    } finally {
      await test.dispose();
    }
  });

  it("a store that cannot be read", async () => {
    mkdirSync(join(home, "meta", "permissions.json"), { recursive: true });
    const one = broker({ rules: ALL, ask: async () => "always" });
    await assert.rejects(one.checkPath("read", "./a"), DENIED);
    await assert.rejects(one.checkSystem("notifications"), DENIED);
    await assert.rejects(one.own.query("system", "notifications"), DENIED);
  });

  const prompters: [string, Prompter["ask"]][] = [
    ["rejects", async () => Promise.reject(new Error("crashed"))],
    [
      "throws",
      () => {
        throw new Error("crashed");
      },
    ],
    ["answers nothing", async () => undefined as unknown as PromptAnswer],
    ["answers something else", async () => "yes" as PromptAnswer],
    ["answers with the name of a property", async () => "constructor" as PromptAnswer],
  ];
  for (const [what, ask] of prompters) {
    it(`a prompter that ${what}`, async () => {
      const one = broker({ ask });
      await assert.rejects(one.checkSystem("notifications"), DENIED);
      assert.equal(await notifications(one), "denied", "a refusal, for this run");
      assert.equal(audited.at(-1)?.decision, "denied");
      assert.equal(existsSync(join(home, "meta", "permissions.json")), false);
    });
  }

  it("a prompter that never answers, when the plugin stops; the next question gets its turn", async () => {
    const life = new AbortController();
    const asked: PromptRequest[] = [];
    const queue = new PromptQueue({
      ask: (request) => {
        asked.push(request);
        if (asked.length > 1) return Promise.resolve("session");
        setImmediate(() => life.abort());
        return new Promise(() => {});
      },
    });
    const stopped = broker({ ask: (request) => queue.ask(request), signal: life.signal });
    const other = broker({ ask: (request) => queue.ask({ ...request, pluginId: "other" }) });
    const never = stopped.checkSystem("notifications");
    const next = other.checkSystem("notifications");
    await assert.rejects(never, DENIED);
    await next;
    assert.equal(asked[0]?.signal.aborted, true);
  });

  it("a prompter that never answers does not keep a plugin from stopping", async () => {
    const test = await createTestHost();
    try {
      test.answer = () => new Promise(() => {});
      const folder = await test.write("waits", {
        "plugin.json": manifest({ permissions: MANIFEST.permissions, ui: { commands: [{ id: "run", title: "Run" }] } }),
        "main.js": 'export const commands = { run: () => aiHub.fs.readFile("./a") };',
        a: "content",
      });
      const plugin = await test.host.openFolder(folder);
      const call = assert.rejects(plugin.invoke("run", null));
      while (test.seen.prompts.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await plugin.stop();
      await call;
      assert.equal(test.seen.prompts[0]?.signal.aborted, true);
      const trail = readFileSync(join(test.dir, "home", "audit.jsonl"), "utf8")
        .trim()
        .split("\n");
      assert.equal(JSON.parse(trail.at(-1) ?? "").decision, "denied");
    } finally {
      await test.dispose();
    }
  });

  it("allow-all together with deny-all (CVE-2025-48888)", async () => {
    const all = byKind(() => "all" as const);
    const one = broker({ rules: { allow: all, deny: all }, ask: async () => "always" });
    for (const kind of PERMISSION_KINDS) assert.equal(await one.own.query(kind, undefined), "denied", kind);
    await assert.rejects(one.checkPath("read", "./a"), DENIED);
    await assert.rejects(one.checkPath("write", "./a"), DENIED);
    await assert.rejects(one.checkNet({ protocol: "https", host: "a.example", port: undefined }), DENIED);
    await assert.rejects(one.checkCollection("notes"), DENIED);
    await assert.rejects(one.reserveTokens("local/a", 1), DENIED);
    await assert.rejects(one.checkSystem("notifications"), DENIED);
    assert.ok(audited.every(({ decision }) => decision === "denied"));
  });
});
