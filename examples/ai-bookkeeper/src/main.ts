/** AI Bookkeeper: reads a bank export, sorts it into categories, writes reports and shows a dashboard. */
import type { Handler } from "@aihub/sdk";
import { serveDashboard } from "./api/dashboard.ts";
import { generateReport } from "./api/reports.ts";
import { addTransaction } from "./api/transactions.ts";
import { PANEL_ID } from "./models/dashboard.ts";
import { Ledger } from "./services/ledger.ts";

const { fs } = aiHub;
if (!fs) throw new Error("plugin.json must declare permissions.filesystem.");
const ledger = new Ledger(fs);

const report = reporting("generate-report", (input) => generateReport(aiHub, fs, ledger, input));
const add = reporting("add-transaction", (input) => addTransaction(aiHub, ledger, input));

export const commands = { "generate-report": report, "add-transaction": add };
export const endpoints = { "/generate-report": report };

export async function activate(): Promise<void> {
  serveDashboard(aiHub, { read: () => ledger.read(), report, add });
  await aiHub.ui.createPanel({ id: PANEL_ID });
}

/** Sends `error-occurred` before the caller gets the error. */
function reporting<T>(
  operation: string,
  run: (input: unknown) => Promise<T>,
): Handler<unknown, Promise<T>> & ((input: unknown) => Promise<T>) {
  return async (input) => {
    try {
      return await run(input);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      await aiHub.events
        .emit("error-occurred", { operation, message })
        .catch((reason) => aiHub.log.warn(String(reason)));
      throw error;
    }
  };
}
