/** Run from the Test Explorer: in the sandbox, where there is no Intl and no Node. */
import { assert, equal, test } from "@aihub/sdk/testing";
import { InputError } from "../src/models/input-error.ts";
import { addCents, formatCents, MAX_AMOUNT_CENTS, parseCents } from "../src/models/money.ts";

test("amounts are read as whole cents", () => {
  equal(["7", "-12.34", "0.29", "1,234.50"].map(parseCents), [700, -1234, 29, 123450]);
});

test("what is no amount is refused", () => {
  for (const text of ["", "1.234", "12,3,4", "1e3", "9".repeat(400)]) {
    assert(refusal(() => parseCents(text)) instanceof InputError, `${JSON.stringify(text)} was read`);
  }
});

test("what was written is read again", () => {
  for (const cents of [0, 5, -1234, 123450, MAX_AMOUNT_CENTS]) equal(parseCents(formatCents(cents, true)), cents);
});

test("a sum that is no longer exact is refused", () => {
  equal(addCents(Number.MAX_SAFE_INTEGER, -1), Number.MAX_SAFE_INTEGER - 1);
  assert(refusal(() => addCents(Number.MAX_SAFE_INTEGER, 1)) instanceof RangeError);
});

test("the bank export has rows with amounts", async () => {
  assert(aiHub.fs, "plugin.json declares no files");
  const [header = "", ...rows] = (await aiHub.fs.readFile("./data/bank-export.csv")).trim().split(/\r?\n/);
  assert(header.toLowerCase().includes("amount"), header);
  assert(rows.length > 0, "there are no rows");
});

function refusal(action: () => unknown): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return error;
  }
}
