import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { summarise } from "../../../examples/ai-bookkeeper/src/api/dashboard.ts";
import { categorise, fold, UNCATEGORISED } from "../../../examples/ai-bookkeeper/src/services/category-rules.ts";
import { choosePeriod, type Settings } from "../../../examples/ai-bookkeeper/src/services/settings.ts";
import { reportOf, sampleReport, sampleRows } from "./sample-export.ts";

const SETTINGS: Settings = {
  currency: "EUR",
  fiscalYearStartMonth: 1,
  reportFormat: "pdf",
  defaultPeriod: "latest-quarter",
  openReport: true,
};

describe("bookkeeper: report", () => {
  it("has the totals of 2026-Q3 that a second program found", () => {
    // Python's csv and decimal over the same file, the two rows with an open quote taken out.
    const { rowsIn, rowsReported, rowsOutsidePeriod, rowsRejected, totals } = sampleReport("2026-Q3");
    assert.deepEqual([rowsIn, rowsReported, rowsOutsidePeriod, rowsRejected], [548, 136, 404, 8]);
    assert.deepEqual(
      totals.map(({ currency, count, inCents, outCents, netCents }) => [currency, count, inCents, outCents, netCents]),
      [
        ["EUR", 75, 3_707_848, -993_643, 2_714_205],
        ["USD", 61, 3_986_369, -517_148, 3_469_221],
      ],
    );
  });

  it("lists every broken row of the sample with its line", () => {
    assert.deepEqual(
      sampleRows().rejected.map(({ line, reason }) => `${line}: ${reason}`),
      [
        '46: date "2026-02-30" is not a day written YYYY-MM-DD',
        '126: amount "-12,3,4" is not a decimal number such as -1,234.50',
        "201: expected 5 fields (date, payee, amount, currency, memo), found 4",
        '280: currency "GBP" is not one of EUR, USD',
        "353: a quote is not closed, or stands inside a field",
        '421: date "17/09/2026" is not a day written YYYY-MM-DD',
        "480: payee is empty",
        "572: a quote is not closed, or stands inside a field",
      ],
    );
  });

  it("adds months and categories up to the whole, quarters to the year", () => {
    const year = sampleReport("2026");
    assert.equal(year.rowsReported, 540);
    for (const { count, netCents, categories, months } of year.totals) {
      for (const parts of [categories, months]) {
        assert.equal(
          parts.reduce((sum, part) => sum + part.count, 0),
          count,
        );
        assert.equal(
          parts.reduce((sum, part) => sum + part.netCents, 0),
          netCents,
        );
      }
    }
    const quarters = [1, 2, 3, 4].map((quarter) => sampleReport(`2026-Q${quarter}`));
    assert.equal(
      quarters.reduce((sum, quarter) => sum + quarter.rowsReported, 0),
      540,
    );
    const net = (currency: string) => year.totals.find((totals) => totals.currency === currency)?.netCents;
    for (const currency of ["EUR", "USD"]) {
      const sums = quarters.flatMap(({ totals }) => totals.filter((of) => of.currency === currency));
      assert.equal(
        sums.reduce((sum, { netCents }) => sum + netCents, 0),
        net(currency),
      );
    }
  });

  it("keeps currencies apart, and a refund in its category", () => {
    const { totals } = reportOf([
      "2026-01-01,REWE,-10.00,EUR,",
      "2026-01-02,REWE,4.00,EUR,Refund",
      "2026-01-03,Figma,-1.00,USD,",
    ]);
    assert.deepEqual(
      totals.map(({ currency, categories }) => [currency, ...categories.map((c) => `${c.category} ${c.netCents}`)]),
      [
        ["EUR", "Groceries -600"],
        ["USD", "Software -100"],
      ],
    );
  });

  it("refuses totals that are no longer exact", () => {
    const row = "2026-01-01,A,10000000000.00,EUR,";
    assert.throws(() => reportOf(Array.from({ length: 9_008 }, () => row)), RangeError);
  });

  it("sorts by payee and memo, without minding accents or case", () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ["MÜLLER Bürobedarf", "", "Office supplies"],
      ["Żabka", "", "Groceries"],
      ["Καφέ Ωμέγα", "", "Eating out"],
      ["Кофе Хауз", "", "Eating out"],
      ["Nordwind Studio", "Invoice AR-1200", "Sales"],
      ["Ms. Ada Quill", "", UNCATEGORISED],
    ];
    for (const [payee, memo, category] of cases) assert.equal(categorise(payee, memo), category, payee);
    assert.equal(fold("Žluťoučký KŮŇ"), "zlutoucky kun");
    assert.equal(
      categorise("ab", "x", [
        { category: "first", memo: ["x"] },
        { category: "second", payee: ["a"] },
      ]),
      "first",
    );
  });

  it("chooses the period of the newest transaction when none is asked for", () => {
    const rows = sampleRows().transactions;
    const choose = (defaultPeriod: string, fiscalYearStartMonth = 1) =>
      choosePeriod(undefined, { ...SETTINGS, defaultPeriod, fiscalYearStartMonth }, rows).id;
    assert.equal(choose("latest-quarter"), "2026-Q4");
    assert.equal(choose("latest-month"), "2026-12");
    assert.equal(choose("latest-year"), "2026");
    assert.equal(choose("latest-quarter", 4), "2026-Q3");
    assert.equal(choose("2026-05"), "2026-05");
    assert.equal(choosePeriod("2026-Q1", SETTINGS, rows).id, "2026-Q1");
    assert.throws(() => choosePeriod("latest-month", SETTINGS, rows), /is not one of 2026, 2026-Q3 or 2026-09/);
  });

  it("summarises for the panel, newest first", () => {
    const summary = summarise(sampleRows(), SETTINGS, null);
    assert.equal(summary.period, "2026-Q4");
    assert.deepEqual(summary.periods.slice(0, 6), ["2026", "2026-Q4", "2026-Q3", "2026-Q2", "2026-Q1", "2026-12"]);
    assert.equal(summary.recent.length, 25);
    assert.equal(summary.recent[0]?.date, "2026-12-31");
    assert.equal(summary.rejected.length, summary.rowsRejected);
  });
});
