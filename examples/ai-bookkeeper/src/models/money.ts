/** Money is an integer number of cents with its currency beside it: never a float, never two currencies in one sum. */
import { InputError } from "./input-error.ts";

export const CURRENCIES = ["EUR", "USD"] as const;
export type Currency = (typeof CURRENCIES)[number];

/** Ten billion: what no single line of a small firm's bank account reaches, and what a slipped column does. */
export const MAX_AMOUNT_CENTS = 10 ** 12;

export function isCurrency(text: string): text is Currency {
  return (CURRENCIES as readonly string[]).includes(text);
}

/**
 * Reads decimal text such as `-1,234.50`, `+7` or `0.5` as cents. The point is the decimal sign; commas may only
 * separate groups of three digits. Nothing passes through a float.
 * @throws InputError when the text is anything else, has more than two decimals or exceeds {@link MAX_AMOUNT_CENTS}.
 */
export function parseCents(text: string): number {
  const match = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!match) throw new InputError(`amount ${quote(text)} is not a decimal number such as -1,234.50`);
  const [, sign, whole = "", decimals = ""] = match;
  const digits = `${whole.replaceAll(",", "")}${decimals.padEnd(2, "0")}`.replace(/^0+(?=\d)/, "");
  // Two digits above the limit are still exact, so the comparison itself cannot round.
  if (digits.length > 15 || Number(digits) > MAX_AMOUNT_CENTS) {
    throw new InputError(`amount ${quote(text)} is larger than ${formatCents(MAX_AMOUNT_CENTS)}`);
  }
  const cents = Number(digits);
  return sign === "-" && cents !== 0 ? -cents : cents;
}

/** Adds two amounts of one currency. @throws RangeError when the sum is no longer exact. */
export function addCents(a: number, b: number): number {
  const sum = a + b;
  if (!Number.isSafeInteger(sum)) throw new RangeError("The total exceeds what can be counted exactly.");
  return sum;
}

/** `-123450` as `-1234.50`; with `group`, as `-1,234.50`. The sandbox has no Intl, so this is fixed. */
export function formatCents(cents: number, group = false): string {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  const whole = digits.slice(0, -2);
  const grouped = group ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  return `${cents < 0 ? "-" : ""}${grouped}.${digits.slice(-2)}`;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
