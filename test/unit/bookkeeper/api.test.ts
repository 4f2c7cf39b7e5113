import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { serveDashboard } from "../../../examples/ai-bookkeeper/src/api/dashboard.ts";
import { generateReport } from "../../../examples/ai-bookkeeper/src/api/reports.ts";
import { addTransaction } from "../../../examples/ai-bookkeeper/src/api/transactions.ts";
import { EXPORT_FILE, Ledger, MANUAL_FILE } from "../../../examples/ai-bookkeeper/src/services/ledger.ts";
import type { AiHub, FsApi } from "../../../schemas/guest-api.ts";

const EXAMPLE = new URL("../../../examples/ai-bookkeeper/", import.meta.url);

/** A host in memory: files over the example's own, and a record of what the plugin did with it. */
function memoryHost(options: { settings?: Record<string, unknown>; canShow?: boolean } = {}) {
  const written = new Map<string, string | Uint8Array>();
  const seen: string[] = [];
  const listeners: (() => unknown)[] = [];
  let page: (request: unknown) => unknown = () => assert.fail("no page is served");
  const show = async (what: string) => {
    if (options.canShow === false) throw new Error("no screen");
    seen.push(what);
  };
  const fs = {
    readFile: async (path: string, as?: string) => {
      const own = written.get(path) ?? readFileSync(new URL(path, EXAMPLE));
      return as === "bytes" ? new Uint8Array(own as Buffer) : own.toString();
    },
    exists: async (path: string) => written.has(path),
    writeFile: async (path: string, data: string | Uint8Array) => void written.set(path, data),
  } as unknown as FsApi;
  const hub = {
    ui: {
      progress: async () => {},
      showNotification: (message: string, type: string) => show(`${type}: ${message}`),
      openFile: (path: string) => show(`open ${path}`),
      onMessage: (_: string, handler: (request: unknown) => unknown) => {
        page = handler;
        return () => {};
      },
      postMessage: (_: string, message: { type: string; message?: string }) =>
        show(`page ${message.type}${message.message === undefined ? "" : `: ${message.message}`}`),
    },
    events: {
      emit: async (event: string) => {
        seen.push(`event ${event}`);
        if (event === "transaction-added") await Promise.all(listeners.map((listener) => listener()));
      },
      on: (_: string, listener: () => unknown) => {
        listeners.push(listener);
        return () => {};
      },
    },
    config: { get: (key: string, fallback: unknown) => options.settings?.[key] ?? fallback, onChange: () => () => {} },
    log: { warn: (text: string) => void seen.push(`log ${text}`), debug: () => {} },
  } as unknown as AiHub;
  return { hub, fs, ledger: new Ledger(fs), written, seen, ask: async (request: unknown) => page(request) };
}

const ENTRY = { date: "2026-09-30", payee: "Żabka", amount: "-12.50", currency: "EUR" };

describe("bookkeeper: commands", () => {
  it("writes the report that is asked for and says what it did", async () => {
    const { hub, fs, ledger, written, seen } = memoryHost();
    const result = await generateReport(hub, fs, ledger, { period: "2026-Q3", format: "csv" });
    const { path, rowsIn, rowsReported, rowsOutsidePeriod, rowsRejected, rejected } = result;
    assert.equal(path, "./data/output/report-2026-Q3.csv");
    assert.deepEqual([rowsIn, rowsReported, rowsOutsidePeriod, rowsRejected, rejected.length], [548, 136, 404, 8, 8]);
    assert.deepEqual([...written.keys()], [path]);
    assert.deepEqual(seen, [
      "event report-generated",
      `warning: Report ready: 136 transactions, 8 rows rejected (${path})`,
      `open ${path}`,
    ]);
    assert.deepEqual(JSON.parse(JSON.stringify(result)), result);
  });

  it("takes what is missing from the settings", async () => {
    const settings = { reportFormat: "xlsx", defaultPeriod: "latest-month", openReport: false, currency: "USD" };
    for (const input of [undefined, null, {}]) {
      const { hub, fs, ledger, seen } = memoryHost({ settings });
      const { path, totals } = await generateReport(hub, fs, ledger, input);
      assert.equal(path, "./data/output/report-2026-12.xlsx");
      assert.equal(totals[0]?.currency, "USD");
      assert.equal(
        seen.some((line) => line.startsWith("open")),
        false,
      );
    }
  });

  it("writes the report although the host can neither show nor open it", async () => {
    const { hub, fs, ledger, written, seen } = memoryHost({ canShow: false });
    const { path } = await generateReport(hub, fs, ledger, { period: "2026-Q3", format: "pdf" });
    assert.equal((written.get(path) as Uint8Array).subarray(0, 5).toString(), "37,80,68,70,45");
    const warning = "log The report is written, but: Error: no screen";
    assert.deepEqual(seen, ["event report-generated", warning, warning]);
  });

  it("refuses wrong input before it reads or writes anything", async () => {
    const cases: readonly (readonly [unknown, RegExp])[] = [
      [{ period: "2026-Q5", format: "csv" }, /period "2026-Q5" is not one of/],
      [{ period: "../../x" }, /period "\.\.\/\.\.\/x" is not one of/],
      [{ format: "docx" }, /format "docx" is not one of csv, xlsx, pdf/],
      [{ period: 2026 }, /property "period" must be text, found number/],
      [{ perido: "2026" }, /unknown property "perido"; expected period, format/],
      [["2026"], /expected an object/],
      ["2026", /expected an object/],
    ];
    for (const [input, message] of cases) {
      const { hub, fs, ledger, written, seen } = memoryHost();
      await assert.rejects(generateReport(hub, fs, ledger, input), { name: "InputError", message });
      assert.deepEqual([written.size, seen], [0, []]);
    }
  });

  it("adds transactions, also at once, and every one is in the next report", async () => {
    const { hub, fs, ledger, written } = memoryHost();
    const hostile = { ...ENTRY, payee: 'A, "B"\n\nC', memo: "=1\n".repeat(80) };
    await Promise.all([hostile, ENTRY, ENTRY].map((entry) => addTransaction(hub, ledger, entry)));
    assert.match(
      String(written.get(MANUAL_FILE)),
      /^date,payee,amount,currency,memo\n2026-09-30,"A, ""B"" C",-12\.50,EUR,=1 /,
    );
    const { rowsIn, rowsReported, rowsRejected } = await generateReport(hub, fs, ledger, {
      period: "2026-Q3",
      format: "csv",
    });
    assert.deepEqual([rowsIn, rowsReported, rowsRejected], [551, 139, 8]);
    assert.equal(written.has(EXPORT_FILE), false);
  });

  it("refuses a transaction that is wrong or incomplete, and writes nothing", async () => {
    const cases: readonly (readonly [unknown, RegExp])[] = [
      [{}, /missing date, payee, amount, currency;/],
      [{ ...ENTRY, amount: "12,3,4" }, /amount "12,3,4"/],
      [{ ...ENTRY, amount: -12.5 }, /property "amount" must be text/],
      [{ ...ENTRY, date: "2026-02-30" }, /date "2026-02-30"/],
      [{ ...ENTRY, currency: "GBP" }, /currency "GBP" is not one of EUR, USD/],
      [{ ...ENTRY, payee: " \n" }, /payee is empty/],
      [{ ...ENTRY, __proto__x: "1" }, /unknown property/],
    ];
    for (const [input, message] of cases) {
      const { hub, ledger, written, seen } = memoryHost();
      await assert.rejects(addTransaction(hub, ledger, input), { name: "InputError", message });
      assert.deepEqual([written.size, seen], [0, []]);
    }
  });

  it("answers its page, tells it of changes, and turns failures into messages", async () => {
    const { hub, ledger, seen, ask } = memoryHost();
    const add = (input: unknown) => addTransaction(hub, ledger, input);
    serveDashboard(hub, { read: () => ledger.read(), report: async () => ({ path: "./r" }), add });
    await ask({ type: "summary", period: null });
    await ask({ type: "report", period: "2026", format: "csv" });
    await ask({ type: "add", fields: ENTRY });
    await ask({ type: "add", fields: {} });
    await ask({ type: "summary", period: "nonsense" });
    await ask({ type: "other" });
    assert.deepEqual(seen, [
      "page summary",
      "page report",
      "event transaction-added",
      "page changed",
      "page added",
      "page error: missing date, payee, amount, currency; expected date, payee, amount, currency, memo",
      'page error: period "nonsense" is not one of 2026, 2026-Q3 or 2026-09',
      'page error: The panel asked for {"type":"other"}.',
    ]);
  });
});
