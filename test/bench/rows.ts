/** From samples to what is printed: one row a contender, with its ratio and the verdict on the target. */
import { readFile } from "node:fs/promises";
import { AI_HUB, type Contender, type Measure, type Target } from "./plan.ts";
import type { Samples } from "./runner.ts";
import { ratios, type Summary, summarise } from "./statistics.ts";

export type Verdict = "met" | "missed" | "not measured";

export interface Row {
  readonly measure: string;
  readonly contender: string;
  readonly unit: string;
  readonly summary?: Summary;
  /** AI Hub's figure divided by this contender's, round by round. */
  readonly ratio?: Summary;
  readonly target?: string;
  readonly verdict?: Verdict;
  /** Why there is no figure. */
  readonly note?: string;
}

export function rowsOf(measure: Measure, results: ReadonlyMap<Contender, Samples>): Row[] {
  const ours = results.get(AI_HUB);
  return [...results].map(([contender, result]) => {
    const row = { measure: measure.title, contender: contender.name, unit: measure.unit };
    const target = targetFor(measure, contender);
    const promise = target ? { target: wordsOf(target, measure.unit) } : {};
    if ("unavailable" in result) {
      return {
        ...row,
        ...promise,
        ...(target && { verdict: "not measured" }),
        note: `not available: ${result.unavailable}`,
      };
    }
    const summary = summarise(result.samples);
    if (contender === AI_HUB) {
      return { ...row, ...promise, summary, ...(target && { verdict: verdictOn(target, summary.median) }) };
    }
    if (!ours || "unavailable" in ours)
      return { ...row, ...promise, summary, ...(target && { verdict: "not measured" }) };
    const ratio = ratios(ours.samples, result.samples);
    return { ...row, ...promise, summary, ratio, ...(target && { verdict: verdictOn(target, ratio.median) }) };
  });
}

/** The editor tests leave how long the extension took to activate; it cannot be measured without an editor. */
export async function activationRow(file: URL): Promise<Row> {
  const target: Target = { atMost: 50 };
  const row = {
    measure: "Extension activation, its own time",
    contender: AI_HUB.name,
    unit: "ms",
    target: wordsOf(target, "ms"),
  };
  const report = await readFile(file, "utf8").catch(() => undefined);
  const ms = report === undefined ? undefined : (JSON.parse(report) as { ms?: unknown }).ms;
  if (typeof ms !== "number") return { ...row, verdict: "not measured", note: "not measured: the editor tests do it" };
  return { ...row, summary: summarise([ms]), verdict: verdictOn(target, ms) };
}

/** The target stands on the row it is measured against. */
function targetFor(measure: Measure, contender: Contender): Target | undefined {
  return (measure.target?.against ?? AI_HUB) === contender ? measure.target : undefined;
}

function wordsOf({ against, atMost, atLeast }: Target, unit: string): string {
  const bound = atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`;
  return `${bound} ${against ? "×" : unit}`;
}

function verdictOn({ atMost, atLeast }: Target, value: number): Verdict {
  return value <= (atMost ?? Number.POSITIVE_INFINITY) && value >= (atLeast ?? 0) ? "met" : "missed";
}
