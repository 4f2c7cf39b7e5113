/** What `aihub run` writes to stdout: the value, or with `--json` everything there is to know. */
import process from "node:process";
import type { Usage } from "../../runtime/host/plugin-instance.ts";
import { errorForJson } from "./errors.ts";
import type { LogLine } from "./terminal-ui.ts";

export const NO_USAGE: Usage = { startMs: 0, cpuMs: 0, wallMs: 0, peakMemoryBytes: 0, hostCalls: 0 };

/** How a run ended. */
export interface Outcome {
  readonly value?: unknown;
  /** Absent when it ended well. */
  readonly error?: unknown;
  readonly usage: Usage;
}

export function printReport(outcome: Outcome, logs: readonly LogLine[]): void {
  const failed = "error" in outcome;
  const { value = null, usage } = outcome;
  printValue({ ok: !failed, value, error: failed ? errorForJson(outcome.error) : null, logs, usage });
}

export function printValue(value: unknown): void {
  process.stdout.write(`${safeJson(value, 2)}\n`);
}

/** JSON in which nothing can drive a terminal: what could is written as `\\u…`, which reads back the same. */
export function safeJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    },
  );
}
