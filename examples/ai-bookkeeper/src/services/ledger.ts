/** The plugin's files of transactions: the bank's export, which is never written, and what the user added by hand. */
import type { FsApi } from "@aihub/sdk";
import { formatCents } from "../models/money.ts";
import { COLUMNS, type Transaction } from "../models/transaction.ts";
import { writeRows } from "./csv.ts";
import { type ReadResult, readTransactions } from "./csv-reader.ts";

export const EXPORT_FILE = "./data/bank-export.csv";
export const MANUAL_FILE = "./data/manual-entries.csv";

export class Ledger {
  readonly #fs: FsApi;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(fs: FsApi) {
    this.#fs = fs;
  }

  /** Reads both files anew. @throws when the export is missing or either header is wrong */
  async read(): Promise<ReadResult> {
    const bank = readTransactions(await this.#fs.readFile(EXPORT_FILE), EXPORT_FILE);
    if (!(await this.#fs.exists(MANUAL_FILE))) return bank;
    const manual = readTransactions(await this.#fs.readFile(MANUAL_FILE), MANUAL_FILE);
    return {
      rowsIn: bank.rowsIn + manual.rowsIn,
      transactions: [...bank.transactions, ...manual.transactions],
      rejected: [...bank.rejected, ...manual.rejected],
    };
  }

  /** Appends a transaction to the manual entries. Calls run one after another, so none overwrites the other. */
  append(transaction: Transaction): Promise<void> {
    const write = this.#writing.then(async () => {
      const before = (await this.#fs.exists(MANUAL_FILE)) ? await this.#fs.readFile(MANUAL_FILE) : "";
      const { date, payee, cents, currency, memo } = transaction;
      const rows = [[date, payee, formatCents(cents), currency, memo]];
      const text = writeRows(before === "" ? [[...COLUMNS], ...rows] : rows);
      await this.#fs.writeFile(MANUAL_FILE, `${before}${before === "" || before.endsWith("\n") ? "" : "\n"}${text}`);
    });
    this.#writing = write.catch(() => {});
    return write;
  }
}
