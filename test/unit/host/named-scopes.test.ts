/** Collections, models and capabilities: what the services that are still to come will find decided here. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, it } from "mocha";
import { declared } from "../../../runtime/core/permissions/permission-set.ts";
import type { PluginPolicy } from "../../../runtime/core/permissions/policy.ts";
import { declaredReasons } from "../../../runtime/core/permissions/reason.ts";
import type { AuditEntry, PermissionKind, PromptAnswer, PromptRequest } from "../../../runtime/core/ports.ts";
import { Broker } from "../../../runtime/host/permissions/broker.ts";
import { GrantStore } from "../../../runtime/host/permissions/grant-store.ts";
import { ReservedPlaces } from "../../../runtime/host/permissions/reserved-places.ts";
import { TokenLedger } from "../../../runtime/host/permissions/token-ledger.ts";

const MANIFEST = {
  permissions: {
    memory: { collections: ["books", "notes"], maxSize: "1KB" },
    ai: { models: ["gpt-4", "local/*"], maxTokens: 60, maxTokensPerDay: 100 },
    system: { notifications: true },
    reasons: { memory: "Keeps your books.", ai: "Sorts them." },
  },
};

describe("memory, ai and system", () => {
  const dir = mkdtempSync(join(tmpdir(), "aihub-named-"));
  after(() => rmSync(dir, { recursive: true, force: true }));

  let runs = 0;
  let home = "";
  let asked: PromptRequest[] = [];
  let audited: AuditEntry[] = [];
  let policy: PluginPolicy = { deny: {}, prompts: true, limits: {} };
  let answer: PromptAnswer = "deny";
  beforeEach(() => {
    home = join(dir, String(runs++));
    [asked, audited, answer] = [[], [], "deny"];
    policy = { deny: {}, prompts: true, limits: {} };
  });

  /** A new run of the plugin, in the same home. */
  const start = () =>
    new Broker({
      pluginId: "test",
      pluginName: "Test",
      declared: declared(MANIFEST),
      rules: { allow: {}, deny: {} },
      store: new GrantStore(join(home, "permissions.json")),
      ledger: new TokenLedger(join(home, "usage.json")),
      amounts: MANIFEST,
      policy: () => policy,
      roots: {
        plugin: dir,
        data: dir,
        workspace: [],
        reserved: new ReservedPlaces(home, () => join(home, "policy.json")),
      },
      reasons: declaredReasons(MANIFEST),
      prompter: {
        ask: async (request) => {
          asked.push(request);
          return answer;
        },
      },
      audit: { record: (entry) => void audited.push(entry) },
      signal: new AbortController().signal,
    });
  const use = (broker: Broker, kind: PermissionKind, value: string): Promise<unknown> => {
    if (kind === "memory") return broker.checkCollection(value);
    return kind === "ai" ? broker.reserveTokens(value, 1) : broker.checkSystem(value);
  };

  const cases: [PermissionKind, value: string, scope: string, undeclared: string, denial: RegExp, reason?: string][] = [
    ["memory", "books", "books", "boo", /^Memory collection not permitted: boo$/, "Keeps your books."],
    ["memory", "notes", "notes", "NOTES", /^Memory collection not permitted: NOTES$/, "Keeps your books."],
    ["memory", "notes", "notes", "no*", /^Memory collection not permitted: no\*$/, "Keeps your books."],
    ["ai", "gpt-4", "gpt-4", "gpt-4o", /^AI model not permitted: gpt-4o$/, "Sorts them."],
    ["ai", "local/llama3:8b", "local/*", "local/a/b", /^AI model not permitted: local\/a\/b$/, "Sorts them."],
    ["system", "notifications", "notifications", "clipboard", /^System capability not permitted: clipboard$/],
  ];
  for (const [kind, value, scope, undeclared, denial, reason] of cases) {
    it(`${kind} ${value}: query, use, prompt, refusal, grant and revocation agree`, async () => {
      const broker = start();
      const state = () => broker.own.query(kind, value);
      assert.equal(await state(), "prompt");
      assert.equal(await broker.own.query(kind, undeclared), "denied");
      await assert.rejects(use(broker, kind, undeclared), { code: "ERR_PERMISSION_DENIED", message: denial });
      assert.equal(asked.length, 0);

      answer = "once";
      await use(broker, kind, value);
      assert.equal(await state(), "prompt");
      assert.deepEqual([asked[0]?.kind, asked[0]?.value, asked[0]?.scope], [kind, value, scope]);
      assert.equal(asked[0]?.reason, reason);

      answer = "always";
      await use(broker, kind, value);
      assert.equal(await state(), "granted");
      assert.equal(await start().own.query(kind, value), "granted", "after a restart");
      await broker.own.revoke(kind, value);
      assert.equal(await state(), "prompt");

      answer = "deny-always";
      await assert.rejects(use(broker, kind, value), { code: "ERR_PERMISSION_DENIED" });
      assert.equal(await state(), "denied");
      const questions = asked.length;
      await assert.rejects(use(start(), kind, value), { code: "ERR_PERMISSION_DENIED" }, "a refusal sticks");
      assert.equal(asked.length, questions);
      assert.ok(audited.some((entry) => entry.kind === kind && entry.answer === "deny-always"));
    });

    it(`${kind} ${value}: the policy wins over a grant`, async () => {
      answer = "always";
      const broker = start();
      await use(broker, kind, value);
      policy = { ...policy, deny: { [kind]: [scope] } };
      assert.equal(await broker.own.query(kind, value), "denied");
      await assert.rejects(use(broker, kind, value), { code: "ERR_PERMISSION_DENIED" });
      assert.equal(audited.at(-1)?.violation, true);
    });
  }

  for (const name of ["", "a\0b", "x".repeat(257)]) {
    it(`takes ${JSON.stringify(name.slice(0, 5))} for no name`, async () => {
      answer = "always";
      await assert.rejects(start().checkCollection(name), { code: "ERR_PERMISSION_DENIED" });
      await assert.rejects(start().reserveTokens(name, 1), { code: "ERR_PERMISSION_DENIED" });
      assert.equal(asked.length, 0);
    });
  }

  it("shares the budget of the day among models, runs and windows", async () => {
    answer = "session";
    const [one, other] = [start(), start()];
    await (await one.reserveTokens("gpt-4", 60)).settle(50);
    await other.reserveTokens("local/a", 40);
    await assert.rejects(start().reserveTokens("gpt-4", 11), {
      code: "ERR_QUOTA",
      message: /10 of 100 tokens are left/,
    });
    const last = audited.at(-1);
    assert.deepEqual(
      [last?.kind, last?.value, last?.decision, last?.scope],
      ["ai", "gpt-4 (11 tokens)", "denied", "tokens"],
    );
    await start().reserveTokens("gpt-4", 10);
  });

  it("obeys the administrator's ceilings, also while it runs", async () => {
    answer = "session";
    const broker = start();
    await broker.reserveTokens("gpt-4", 20);
    policy = { ...policy, limits: { maxTokensPerDay: 30 } };
    await assert.rejects(broker.reserveTokens("gpt-4", 11), { code: "ERR_QUOTA" });
    policy = { ...policy, limits: { maxTokens: 5 } };
    await assert.rejects(broker.reserveTokens("gpt-4", 6), { code: "ERR_QUOTA", message: /may use 5 tokens/ });
    await broker.reserveTokens("gpt-4", 5);
  });

  it("spends nothing on what is refused", async () => {
    await assert.rejects(start().reserveTokens("gpt-4", 5), { code: "ERR_PERMISSION_DENIED" });
    assert.equal(new TokenLedger(join(home, "usage.json")).spent(), 0);
  });

  it("is denied when the count cannot be kept", async () => {
    answer = "session";
    writeFileSync(home, "in place of the folder");
    await assert.rejects(start().reserveTokens("gpt-4", 5), { code: "ERR_PERMISSION_DENIED" });
    assert.equal(audited.at(-1)?.decision, "denied");
  });

  it("tells the memory how much it may keep", () => {
    assert.equal(start().memoryBytes, 1024);
  });
});
