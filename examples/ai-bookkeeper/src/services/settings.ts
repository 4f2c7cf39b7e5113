/** The plugin's settings as `config/schema.json` describes them, with its defaults. */
import type { ConfigApi } from "@aihub/sdk";
import type { Currency } from "../models/money.ts";
import { type Period, type PeriodKind, parsePeriod, periodOf } from "../models/period.ts";
import type { ReportFormat } from "../models/report.ts";
import type { Transaction } from "../models/transaction.ts";

export interface Settings {
  readonly currency: Currency;
  /** 1 to 12. */
  readonly fiscalYearStartMonth: number;
  readonly reportFormat: ReportFormat;
  /** A period, or `latest-` and a {@link PeriodKind}. */
  readonly defaultPeriod: string;
  readonly openReport: boolean;
}

export function readSettings(config: Pick<ConfigApi, "get">): Settings {
  return {
    currency: config.get("currency", "EUR"),
    fiscalYearStartMonth: config.get("fiscalYearStartMonth", 1),
    reportFormat: config.get("reportFormat", "pdf"),
    defaultPeriod: config.get("defaultPeriod", "latest-quarter"),
    openReport: config.get("openReport", true),
  };
}

/**
 * The period to use: the one asked for, else the default of the settings.
 * @throws InputError when the text is no period
 */
export function choosePeriod(asked: string | undefined, settings: Settings, rows: readonly Transaction[]): Period {
  const text = asked ?? settings.defaultPeriod;
  const kind = /^latest-(month|quarter|year)$/.exec(text)?.[1] as PeriodKind | undefined;
  if (!kind || asked !== undefined) return parsePeriod(text, settings.fiscalYearStartMonth);
  const newest =
    rows
      .map(({ date }) => date)
      .sort()
      .at(-1) ?? "";
  // An empty ledger has no newest day; any period then gives the same empty report.
  return newest === "" ? parsePeriod("2026") : periodOf(newest, kind, settings.fiscalYearStartMonth);
}
