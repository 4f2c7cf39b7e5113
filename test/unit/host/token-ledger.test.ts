import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, it } from "mocha";
import { TokenLedger } from "../../../runtime/host/permissions/token-ledger.ts";

const BUDGET = { perRequest: 60, perDay: 100 };
const MODULE = new URL("../../../runtime/host/permissions/token-ledger.ts", import.meta.url).href;

describe("the token ledger", () => {
  const dir = mkdtempSync(join(tmpdir(), "aihub-tokens-"));
  const file = join(dir, "meta", "usage.json");
  let problems: string[] = [];
  let now = new Date("2026-01-31T23:59:00Z");
  const open = (at = file) =>
    new TokenLedger(at, { plugin: "test", onProblem: (text) => void problems.push(text), now: () => now });
  beforeEach(() => {
    problems = [];
    now = new Date("2026-01-31T23:59:00Z");
  });
  afterEach(() => rmSync(join(dir, "meta"), { recursive: true, force: true }));
  after(() => rmSync(dir, { recursive: true, force: true }));

  it("counts what is reserved as spent, and gives back what was not needed", async () => {
    const ledger = open();
    assert.equal(ledger.spent(), 0);
    const reservation = await ledger.reserve(60, BUDGET);
    assert.equal(reservation.tokens, 60);
    assert.equal(ledger.spent(), 60);
    await reservation.settle(15);
    assert.equal(ledger.spent(), 15);
    await reservation.settle(0); // only the first counts
    assert.equal(ledger.spent(), 15);
    assert.deepEqual(JSON.parse(readFileSync(file, "utf8")), {
      version: 1,
      plugin: "test",
      tokens: { day: "2026-01-31", spent: 15 },
    });
  });

  it("counts more than reserved too", async () => {
    const ledger = open();
    await (await ledger.reserve(10, BUDGET)).settle(95);
    assert.equal(ledger.spent(), 95);
    await assert.rejects(ledger.reserve(6, BUDGET), { code: "ERR_QUOTA" });
    await ledger.reserve(5, BUDGET);
  });

  for (const used of [-1, Number.NaN, Number.POSITIVE_INFINITY, 0.5]) {
    it(`leaves all spent when ${used} tokens were used`, async () => {
      const ledger = open();
      const reservation = await ledger.reserve(10, BUDGET);
      await reservation.settle(used);
      await reservation.settle(0);
      assert.equal(ledger.spent(), 10);
    });
  }

  for (const tokens of [0, -5, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) {
    it(`reserves no ${tokens} tokens`, async () => {
      await assert.rejects(open().reserve(tokens, BUDGET), { code: "ERR_INVALID_ARGUMENT" });
      assert.equal(open().spent(), 0);
    });
  }

  it("says what is left when the budget of a request or of the day is used up", async () => {
    const ledger = open();
    await assert.rejects(ledger.reserve(61, BUDGET), {
      name: "QuotaExceededError",
      code: "ERR_QUOTA",
      message: "A request may use 60 tokens; this one asks for 61",
    });
    await ledger.reserve(60, BUDGET);
    await assert.rejects(ledger.reserve(41, BUDGET), (error: Error & { code?: string; hint?: string }) => {
      assert.equal(error.code, "ERR_QUOTA");
      assert.match(
        error.message,
        /^The token budget is used up: 40 of 100 tokens are left for 2026-01-31, 41 are needed$/,
      );
      assert.match(error.hint ?? "", /midnight UTC.*maxTokensPerDay/);
      return true;
    });
    await ledger.reserve(40, BUDGET);
  });

  it("begins anew with the day, but not when the clock is set back; yesterday gives nothing to today", async () => {
    const ledger = open();
    const late = await ledger.reserve(50, BUDGET);
    now = new Date("2026-02-01T00:01:00Z");
    assert.equal(ledger.spent(), 0);
    await ledger.reserve(30, BUDGET);
    await late.settle(0);
    assert.equal(ledger.spent(), 30);
    now = new Date("2026-01-01T00:00:00Z");
    assert.equal(ledger.spent(), 30);
    await assert.rejects(ledger.reserve(60, { perRequest: 60, perDay: 80 }), { code: "ERR_QUOTA" });
  });

  it("is not overspent by many at once in one process", async () => {
    const results = await Promise.allSettled(Array.from({ length: 15 }, () => open().reserve(10, BUDGET)));
    assert.equal(results.filter(({ status }) => status === "fulfilled").length, 10);
    assert.equal(open().spent(), 100);
  });

  it("is not overspent by two processes, and keeps what those that were killed had reserved", async () => {
    const program = `
      import { writeSync } from "node:fs";
      import { TokenLedger } from ${JSON.stringify(MODULE)};
      const ledger = new TokenLedger(${JSON.stringify(file)}, { now: () => new Date("2026-01-31") });
      for (;;) {
        try {
          await ledger.reserve(7, { perRequest: 7, perDay: 100 });
          writeSync(1, "7");
        } catch (error) {
          writeSync(1, error.code);
          process.kill(process.pid, "SIGKILL");
        }
      }`;
    const run = () =>
      new Promise<string>((resolve) => {
        execFile(process.execPath, ["--input-type=module", "-e", program], (_, stdout) => resolve(stdout));
      });
    const outputs = await Promise.all([run(), run()]);
    for (const output of outputs) assert.match(output, /^7*ERR_QUOTA$/);
    assert.equal(outputs.join("").split("7").length - 1, 14);
    assert.equal(open().spent(), 98);
  });

  for (const broken of [
    "",
    "{",
    "null",
    "[]",
    '{"tokens":{"day":"2026-01-31","spent":0}}',
    '{"version":1,"tokens":{"day":"2026-01-31"}}',
    '{"version":1,"tokens":{"day":"today","spent":0}}',
    '{"version":1,"tokens":{"day":"2026-01-31","spent":-5}}',
    '{"version":1,"tokens":{"day":"2026-01-31","spent":"0"}}',
  ]) {
    it(`takes all for spent, until tomorrow, when it finds ${broken || "an empty file"}`, async () => {
      await open().reserve(1, BUDGET);
      writeFileSync(file, broken);
      await assert.rejects(open().reserve(1, BUDGET), { code: "ERR_QUOTA" });
      await assert.rejects(open().reserve(1, BUDGET), { code: "ERR_QUOTA" }, "after a restart too");
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", /usage\.json is damaged and was set aside as .*counts as used up/);
      const aside = readdirSync(join(dir, "meta")).find((name) => name.startsWith("usage.json.corrupt-")) ?? "";
      assert.equal(readFileSync(join(dir, "meta", aside), "utf8"), broken);
      now = new Date("2026-02-01T00:00:00Z");
      await open().reserve(60, BUDGET);
    });
  }

  it("denies, and leaves the file, when a newer version wrote it", async () => {
    await open().reserve(1, BUDGET);
    writeFileSync(file, '{"version":2}');
    await assert.rejects(open().reserve(1, BUDGET), { code: "ERR_PERMISSION_DENIED" });
    assert.throws(() => open().spent(), { code: "ERR_PERMISSION_DENIED" });
    assert.equal(readFileSync(file, "utf8"), '{"version":2}');
  });

  it("denies, and tells the host alone why, when nothing can be written: a file in place of the folder", async () => {
    writeFileSync(join(dir, "meta"), "in the way");
    await assert.rejects(open().reserve(1, BUDGET), (error: Error & { code?: string }) => {
      assert.equal(error.code, "ERR_PERMISSION_DENIED");
      assert.doesNotMatch(error.message, /meta/);
      return true;
    });
    assert.match(problems.join(), /usage could not be stored/);
  });

  it("denies when the file is a folder", async () => {
    mkdirSync(file, { recursive: true });
    await assert.rejects(open().reserve(1, BUDGET), { code: "ERR_PERMISSION_DENIED" });
  });

  it("remembers what could not be written down of an overrun", async () => {
    const ledger = open();
    const reservation = await ledger.reserve(10, BUDGET);
    rmSync(join(dir, "meta"), { recursive: true });
    writeFileSync(join(dir, "meta"), "in the way");
    await reservation.settle(50);
    rmSync(join(dir, "meta"));
    assert.equal(ledger.spent(), 40);
    await assert.rejects(ledger.reserve(61, { perRequest: 100, perDay: 100 }), { code: "ERR_QUOTA" });
    await ledger.reserve(60, BUDGET);
    assert.equal(open().spent(), 100);
    assert.equal(ledger.spent(), 100);
  });
});
