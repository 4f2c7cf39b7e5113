/** `add-transaction`: appends one transaction to the manual entries. */
import type { AiHub } from "@aihub/sdk";
import { InputError } from "../models/input-error.ts";
import { COLUMNS, type Transaction, toTransaction } from "../models/transaction.ts";
import { type Ledger, MANUAL_FILE } from "../services/ledger.ts";
import { textProperties } from "./input.ts";

/**
 * Adds a transaction and sends `transaction-added`.
 * @param input `{date, payee, amount, currency, memo?}`, each of them text: `amount` is decimal, such as `-12.50`
 * @returns the transaction as it was read
 * @throws InputError when a field is missing or wrong
 */
export async function addTransaction(
  hub: AiHub,
  ledger: Ledger,
  input: unknown,
): Promise<Omit<Transaction, "file" | "line">> {
  const fields = textProperties(input, COLUMNS);
  const missing = COLUMNS.filter((column) => column !== "memo" && fields[column] === undefined);
  if (missing.length > 0) throw new InputError(`missing ${missing.join(", ")}; expected ${COLUMNS.join(", ")}`);
  // One entry, one line: what is pasted from a letter must not run over more lines than the reader follows.
  const row = COLUMNS.map((column) => (fields[column] ?? "").replace(/\s+/g, " "));
  const transaction = toTransaction(row, { file: MANUAL_FILE, line: 0 });
  await ledger.append(transaction);
  const { date, payee, cents, currency, memo } = transaction;
  const added = { date, payee, cents, currency, memo };
  await hub.events.emit("transaction-added", added);
  return added;
}
