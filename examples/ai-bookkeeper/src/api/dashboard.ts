/** The panel's side of the plugin: answers its page, and tells it when something changed. */
import type { AiHub } from "@aihub/sdk";
import { PANEL_ID, type PanelMessage, type PanelRequest, type Summary } from "../models/dashboard.ts";
import { type PeriodKind, periodOf } from "../models/period.ts";
import { makeReport } from "../services/bookkeeping.ts";
import type { ReadResult } from "../services/csv-reader.ts";
import { choosePeriod, readSettings, type Settings } from "../services/settings.ts";

const RECENT = 25;
const REJECTED = 100;
const KINDS: readonly PeriodKind[] = ["year", "quarter", "month"];

export interface DashboardActions {
  read(): Promise<ReadResult>;
  report(input: unknown): Promise<{ readonly path: string }>;
  add(input: unknown): Promise<unknown>;
}

/** Starts answering the panel's page. */
export function serveDashboard(hub: AiHub, actions: DashboardActions): void {
  hub.ui.onMessage(PANEL_ID, async (request: PanelRequest) => {
    await post(hub, await answer(hub, actions, request));
  });
  hub.events.on("transaction-added", () => post(hub, { type: "changed" }));
  hub.config.onChange(() => void post(hub, { type: "changed" }));
}

/** What the panel shows of a period. @throws InputError when `asked` is no period */
export function summarise(rows: ReadResult, settings: Settings, asked: string | null): Summary {
  const period = choosePeriod(asked ?? undefined, settings, rows.transactions);
  const report = makeReport(rows, period, settings.currency);
  const { rowsIn, rowsReported, rowsOutsidePeriod, rowsRejected, totals } = report;
  return {
    period: period.id,
    periods: periods(rows, settings.fiscalYearStartMonth),
    rowsIn,
    rowsReported,
    rowsOutsidePeriod,
    rowsRejected,
    totals,
    recent: report.transactions.slice(-RECENT).reverse(),
    rejected: report.rejected.slice(0, REJECTED).map((row) => ({ ...row, text: row.text.slice(0, 200) })),
  };
}

function periods(rows: ReadResult, fiscalStart: number): string[] {
  const months = [...new Set(rows.transactions.map(({ date }) => date.slice(0, 7)))].sort().reverse();
  return KINDS.flatMap((kind) => [...new Set(months.map((month) => periodOf(`${month}-01`, kind, fiscalStart).id))]);
}

async function answer(hub: AiHub, actions: DashboardActions, request: PanelRequest): Promise<PanelMessage> {
  try {
    switch (request.type) {
      case "summary":
        return { type: "summary", summary: summarise(await actions.read(), readSettings(hub.config), request.period) };
      case "report":
        return {
          type: "report",
          path: (await actions.report({ period: request.period, format: request.format })).path,
        };
      case "add":
        await actions.add(request.fields);
        return { type: "added" };
      default:
        throw new TypeError(`The panel asked for ${JSON.stringify(request).slice(0, 80)}.`);
    }
  } catch (error) {
    return { type: "error", request: request.type, message: error instanceof Error ? error.message : String(error) };
  }
}

/** A closed panel, or a terminal without one, cannot receive: it asks when it opens. */
async function post(hub: AiHub, message: PanelMessage): Promise<void> {
  try {
    await hub.ui.postMessage(PANEL_ID, JSON.parse(JSON.stringify(message)));
  } catch (error) {
    hub.log.debug(`The panel did not take "${message.type}": ${error}`);
  }
}
