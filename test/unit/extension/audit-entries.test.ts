import assert from "node:assert/strict";
import { appendFile, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { type AuditLine, filterAudit, parseLine, readAudit } from "../../../extension/permissions/audit-entries.ts";
import { AuditLog } from "../../../runtime/host/permissions/audit-log.ts";

describe("the audit trail as it is read", () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "aihub-audit-view-"));
  });
  afterEach(() => rm(home, { recursive: true }));

  const values = async (max = 100) => (await readAudit(home, max)).entries.map(({ value }) => value);
  const write = (count: number, maxBytes?: number) => {
    const log = new AuditLog(join(home, "audit.jsonl"), maxBytes === undefined ? {} : { maxBytes });
    for (let n = 0; n < count; n++) {
      log.record({ pluginId: "demo", kind: "read", value: `/file-${n}`, decision: "granted", scope: "./*" });
    }
    log.dispose();
  };

  it("has the newest entry first, of what the log itself wrote", async () => {
    write(3);
    assert.deepEqual(await values(), ["/file-2", "/file-1", "/file-0"]);
    const [entry] = (await readAudit(home, 1)).entries;
    assert.deepEqual({ ...entry, time: "" }, line({ value: "/file-2", rule: "./*", time: "" }));
  });

  it("goes on into the files that were set aside", async () => {
    write(6, 250);
    assert.deepEqual(await values(), ["/file-5", "/file-4", "/file-3", "/file-2", "/file-1", "/file-0"]);
  });

  it("stops at the number asked for, and says so", async () => {
    write(5);
    assert.deepEqual(await values(2), ["/file-4", "/file-3"]);
    assert.equal((await readAudit(home, 2)).isCut, true);
    assert.equal((await readAudit(home, 5)).isCut, false);
  });

  it("is empty where there is none, and counts lines that are not ours", async () => {
    assert.deepEqual(await readAudit(home, 10), { entries: [], unreadable: 0, isCut: false });
    write(1);
    await appendFile(join(home, "audit.jsonl"), '{"v":1,"plugin":"half');
    assert.deepEqual(await values(), ["/file-0"]);
    assert.equal((await readAudit(home, 10)).unreadable, 1);
  });

  it("of a file grown huge is its end", async () => {
    const file = join(home, "audit.jsonl");
    await writeFile(file, "");
    await truncate(file, 50 * 1024 * 1024);
    await appendFile(file, "\n");
    write(1, Number.POSITIVE_INFINITY);
    assert.deepEqual(await values(), ["/file-0"]);
  });

  it("takes nothing for an entry that is none", () => {
    for (const text of ["null", "1", "[]", "{}", '{"kind":"read"}', "{", JSON.stringify({ ...line(), kind: "all" })]) {
      assert.equal(parseLine(text), undefined, text);
    }
  });

  it("has the frames of a stack that are text", () => {
    const of = (stack: unknown) => parseLine(JSON.stringify({ ...line(), stack }))?.stack;
    assert.deepEqual(of(["a (b.ts:1:1)", 5, null]), ["a (b.ts:1:1)"]);
    for (const none of [undefined, "x", {}]) assert.deepEqual(of(none), []);
  });
});

describe("the filter of the audit trail", () => {
  const entries = [
    line({ plugin: "bookkeeper", value: "/data/Bank.csv" }),
    line({ plugin: "bookkeeper", kind: "net", value: "a.example:443", decision: "denied", rule: "" }),
    line({ plugin: "spy", value: "/etc/passwd", decision: "denied", violation: true, stack: ["run (src/Spy.ts:3:1)"] }),
    line({ plugin: "spy", value: "/data/plugin:x denied", answer: "once" }),
  ];
  const cases: readonly [query: string, found: readonly number[]][] = [
    ["", [0, 1, 2, 3]],
    ["  ", [0, 1, 2, 3]],
    ["bank", [0]],
    ["BOOK denied", [1]],
    ["denied", [1, 2, 3]],
    ["decision:denied", [1, 2]],
    ["plugin:spy decision:granted", [3]],
    ["kind:net", [1]],
    ["is:violation", [2]],
    ["answer:once", [3]],
    ["value:plugin:x", [3]],
    ["a.example:443", [1]],
    ["stack:spy.ts", [2]],
    ["stack:", [2]],
    ["no-such-thing", []],
  ];
  for (const [query, found] of cases) {
    it(`finds ${found.length} by '${query}'`, () => {
      assert.deepEqual(
        filterAudit(entries, query),
        found.map((index) => entries[index]),
      );
    });
  }
});

function line(own: Partial<AuditLine> = {}): AuditLine {
  return {
    time: "2026-01-01T00:00:00.000Z",
    plugin: "demo",
    kind: "read",
    value: "/x",
    decision: "granted",
    rule: "./*",
    violation: false,
    stack: [],
    ...own,
  };
}
