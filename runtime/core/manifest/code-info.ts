import type { Severity } from "../result.ts";

/** What is known of a code. */
export interface CodeInfo {
  readonly severity: Severity;
  readonly title: string;
  /** What is expected, for the reader of a report. */
  readonly description: string;
}
