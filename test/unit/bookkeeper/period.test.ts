import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { InputError } from "../../../examples/ai-bookkeeper/src/models/input-error.ts";
import { contains, isDate, parsePeriod, periodOf } from "../../../examples/ai-bookkeeper/src/models/period.ts";

describe("bookkeeper: periods", () => {
  const cases: readonly (readonly [text: string, fiscalStart: number, from: string, to: string])[] = [
    ["2026", 1, "2026-01-01", "2026-12-31"],
    ["2026-Q3", 1, "2026-07-01", "2026-09-30"],
    ["2026-Q1", 1, "2026-01-01", "2026-03-31"],
    ["2026-02", 1, "2026-02-01", "2026-02-28"],
    ["2028-02", 1, "2028-02-01", "2028-02-29"],
    ["2100-02", 1, "2100-02-01", "2100-02-28"],
    ["2026-12", 4, "2026-12-01", "2026-12-31"],
    ["2026", 4, "2026-04-01", "2027-03-31"],
    ["2026-Q1", 4, "2026-04-01", "2026-06-30"],
    ["2026-Q4", 4, "2027-01-01", "2027-03-31"],
    ["2026-Q2", 11, "2027-02-01", "2027-04-30"],
  ];
  for (const [text, fiscalStart, from, to] of cases) {
    it(`${text} with a fiscal year from month ${fiscalStart} is ${from} to ${to}`, () => {
      assert.deepEqual(parsePeriod(text, fiscalStart), { id: text, from, to });
    });
  }

  for (const text of [
    "",
    "2026-Q5",
    "2026-Q0",
    "2026-13",
    "2026-00",
    "26",
    "2026-q3",
    " 2026",
    "2026-09-01",
    "../2026",
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => parsePeriod(text), InputError);
    });
  }

  it("finds for every day a period of each kind that holds it", () => {
    const day = fc.date({ min: new Date("1970-01-01"), max: new Date("2999-12-31"), noInvalidDate: true });
    const kind = fc.constantFrom("month", "quarter", "year");
    fc.assert(
      fc.property(day, kind, fc.integer({ min: 1, max: 12 }), (date, kind, fiscalStart) => {
        const text = date.toISOString().slice(0, 10);
        const period = periodOf(text, kind as "month", fiscalStart);
        return isDate(text) && contains(period, text) && isDate(period.from) && isDate(period.to);
      }),
    );
  });

  it("knows the days of the calendar", () => {
    for (const text of [
      "2026-02-29",
      "2026-04-31",
      "2026-13-01",
      "2026-00-10",
      "2026-1-1",
      "2026-01-00",
      "01/02/2026",
    ]) {
      assert.equal(isDate(text), false, text);
    }
    for (const text of ["2024-02-29", "2000-02-29", "2026-12-31"]) assert.equal(isDate(text), true, text);
  });
});
