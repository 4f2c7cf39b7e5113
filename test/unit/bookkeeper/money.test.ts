import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { InputError } from "../../../examples/ai-bookkeeper/src/models/input-error.ts";
import {
  addCents,
  formatCents,
  MAX_AMOUNT_CENTS,
  parseCents,
} from "../../../examples/ai-bookkeeper/src/models/money.ts";

describe("bookkeeper: money", () => {
  const good: readonly (readonly [string, number])[] = [
    ["0", 0],
    ["-0.00", 0],
    ["7", 700],
    ["+7.5", 750],
    ["-12.34", -1234],
    ["0.29", 29], // 0.29 * 100 is 28.999999999999996
    ["1.15", 115],
    ["1,234.50", 123450],
    ["-12,345,678.90", -1234567890],
    [" 5.00 ", 500],
    ["10,000,000,000.00", MAX_AMOUNT_CENTS],
    ["0000000000000000000001.00", 100],
  ];
  for (const [text, cents] of good) {
    it(`reads ${text}`, () => {
      assert.equal(Object.is(parseCents(text), cents), true, String(parseCents(text)));
    });
  }

  const bad = [
    "",
    "-",
    "12,3,4",
    "1,23",
    "1234,567",
    "1.234",
    "1.",
    ".5",
    "1e3",
    "0x10",
    "Infinity",
    "NaN",
    "−5.00",
    "--5",
    "5 EUR",
    "(5.00)",
    "10000000000.01",
    "9".repeat(400),
    "١٢",
  ];
  for (const text of bad) {
    it(`refuses ${JSON.stringify(text.slice(0, 20))}`, () => {
      assert.throws(() => parseCents(text), InputError);
    });
  }

  it("gives back what it wrote, for every amount", () => {
    const amount = fc.integer({ min: -MAX_AMOUNT_CENTS, max: MAX_AMOUNT_CENTS });
    fc.assert(
      fc.property(
        amount,
        fc.boolean(),
        (cents, group) => parseCents(formatCents(cents, group)) === (cents === 0 ? 0 : cents),
      ),
    );
  });

  it("refuses a sum that is no longer exact", () => {
    assert.equal(addCents(Number.MAX_SAFE_INTEGER, -1), Number.MAX_SAFE_INTEGER - 1);
    assert.throws(() => addCents(Number.MAX_SAFE_INTEGER, 1), RangeError);
  });
});
