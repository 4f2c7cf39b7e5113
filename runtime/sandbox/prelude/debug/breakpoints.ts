/** Breakpoints by site, and what a hit of one means. */
import type { AgentBreakpoint, HitCondition, LogPart } from "../../../core/debug/agent-messages.ts";

interface Armed {
  readonly breakpoint: AgentBreakpoint;
  hits: number;
}

export interface Checks {
  /** Evaluates in the innermost frame. @throws what the expression throws */
  evaluate(expression: string): unknown;
  /** The value of a `{…}` of a log point as text. */
  show(expression: string): string;
  log(text: string, category: "console" | "stderr"): void;
}

export class Breakpoints {
  /** Some stop where a function is entered, which is no statement. */
  haveFunctions = false;
  #bySite = new Map<number, Armed[]>();

  /** Replaces all; those that stay keep their count of hits. */
  arm(breakpoints: readonly AgentBreakpoint[]): void {
    const before = new Map([...this.#bySite.values()].flat().map((one) => [one.breakpoint.id, one.hits] as const));
    this.#bySite = new Map();
    this.haveFunctions = breakpoints.some(({ reason }) => reason === "function breakpoint");
    for (const breakpoint of breakpoints) {
      const armed: Armed = { breakpoint, hits: before.get(breakpoint.id) ?? 0 };
      for (const site of breakpoint.sites) this.#bySite.set(site, [...(this.#bySite.get(site) ?? []), armed]);
    }
  }

  /** Some stop where a function is entered, which is no statement. */
  get any(): boolean {
    return this.#bySite.size > 0;
  }

  sites(): Iterable<number> {
    return this.#bySite.keys();
  }

  /** Those at a site that stop the plugin now. Counts hits and writes log points. */
  hit(site: number, checks: Checks): readonly AgentBreakpoint[] {
    const stopping: AgentBreakpoint[] = [];
    for (const armed of this.#bySite.get(site) ?? []) {
      const { breakpoint } = armed;
      if (!holds(breakpoint, checks)) continue;
      armed.hits++;
      if (breakpoint.hits && !counts(breakpoint.hits, armed.hits)) continue;
      if (breakpoint.log === undefined) stopping.push(breakpoint);
      else checks.log(fill(breakpoint.log, checks), "console");
    }
    return stopping;
  }
}

function holds({ condition }: AgentBreakpoint, checks: Checks): boolean {
  if (condition === undefined) return true;
  try {
    return Boolean(checks.evaluate(condition));
  } catch (error) {
    checks.log(`The breakpoint's condition \`${condition}\` failed: ${String(error)}`, "stderr");
    return false;
  }
}

function counts({ operator, count }: HitCondition, hits: number): boolean {
  switch (operator) {
    case "==":
      return hits === count;
    case ">=":
      return hits >= count;
    case ">":
      return hits > count;
    case "<":
      return hits < count;
    case "<=":
      return hits <= count;
    case "%":
      return count > 0 && hits % count === 0;
  }
}

function fill(log: readonly LogPart[], checks: Checks): string {
  let text = "";
  for (const part of log) {
    if (typeof part === "string") {
      text += part;
      continue;
    }
    try {
      text += checks.show(part.expression);
    } catch (error) {
      text += `{${String(error)}}`;
    }
  }
  return text;
}
