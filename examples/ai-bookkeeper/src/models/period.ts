/** A reporting period: a run of whole months. Dates are ISO text, which sorts and compares as it stands. */
import { InputError } from "./input-error.ts";

export interface Period {
  /** `2026`, `2026-Q3` or `2026-09`: safe in a file name. */
  readonly id: string;
  /** First and last day, `YYYY-MM-DD`, both inside. */
  readonly from: string;
  readonly to: string;
}

export type PeriodKind = "month" | "quarter" | "year";

/**
 * Reads a period. Years and quarters begin with the fiscal year, so with April as `fiscalStart` `2026-Q1` is April to
 * June 2026; a month is always the calendar's.
 * @param fiscalStart month in which the fiscal year begins, 1 to 12
 * @throws InputError when the text is no period
 */
export function parsePeriod(text: string, fiscalStart = 1): Period {
  const match = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/.exec(text);
  if (!match?.[1]) {
    throw new InputError(`period ${JSON.stringify(text.slice(0, 40))} is not one of 2026, 2026-Q3 or 2026-09`);
  }
  const year = Number(match[1]);
  if (match[3]) return months(text, year, Number(match[3]), 1);
  if (match[2]) return months(text, year, fiscalStart + (Number(match[2]) - 1) * 3, 3);
  return months(text, year, fiscalStart, 12);
}

/** The period of a kind that holds a day. @param date `YYYY-MM-DD` */
export function periodOf(date: string, kind: PeriodKind, fiscalStart = 1): Period {
  if (kind === "month") return parsePeriod(date.slice(0, 7));
  const sinceStart = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - fiscalStart;
  const year = String(Math.floor(sinceStart / 12)).padStart(4, "0");
  return parsePeriod(kind === "year" ? year : `${year}-Q${Math.floor((sinceStart % 12) / 3) + 1}`, fiscalStart);
}

export function contains(period: Period, date: string): boolean {
  return date >= period.from && date <= period.to;
}

/** Whether the text is a day that the calendar has, as `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function months(id: string, year: number, firstMonth: number, count: number): Period {
  const first = year * 12 + firstMonth - 1;
  const last = first + count - 1;
  return {
    id,
    from: `${monthText(first)}-01`,
    to: `${monthText(last)}-${daysIn(Math.floor(last / 12), (last % 12) + 1)}`,
  };
}

function monthText(index: number): string {
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}
