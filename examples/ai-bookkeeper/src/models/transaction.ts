/** One line of a bank account, and the rule by which five text fields become one. */
import { InputError } from "./input-error.ts";
import { CURRENCIES, type Currency, isCurrency, parseCents } from "./money.ts";
import { isDate } from "./period.ts";

/** The columns of every file of transactions, in order. */
export const COLUMNS = ["date", "payee", "amount", "currency", "memo"] as const;

/** Where a row lies: a file and its first line there, counted from 1. */
export interface Origin {
  readonly file: string;
  readonly line: number;
}

export interface Transaction extends Origin {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly payee: string;
  /** Negative: money left the account. */
  readonly cents: number;
  readonly currency: Currency;
  readonly memo: string;
}

/** A row that is not a transaction, whole, with the reason. */
export interface RejectedRow extends Origin {
  readonly reason: string;
  readonly text: string;
}

/**
 * Reads the five fields of a row.
 * @throws InputError naming the first field that is wrong
 */
export function toTransaction(fields: readonly string[], origin: Origin): Transaction {
  if (fields.length !== COLUMNS.length) {
    throw new InputError(`expected ${COLUMNS.length} fields (${COLUMNS.join(", ")}), found ${fields.length}`);
  }
  const [date = "", payee = "", amount = "", currency = "", memo = ""] = fields.map((field) =>
    field.normalize("NFC").trim(),
  );
  if (!isDate(date)) throw new InputError(`date ${JSON.stringify(date.slice(0, 40))} is not a day written YYYY-MM-DD`);
  if (payee === "") throw new InputError("payee is empty");
  const cents = parseCents(amount);
  if (!isCurrency(currency)) {
    throw new InputError(`currency ${JSON.stringify(currency.slice(0, 40))} is not one of ${CURRENCIES.join(", ")}`);
  }
  return { ...origin, date, payee, cents, currency, memo };
}
