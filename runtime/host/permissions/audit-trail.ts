/** Where decisions go: into every log, and a plugin's first violation of a kind to the person. */
import type { Audit, AuditEntry } from "../../core/ports.ts";
import { callStack } from "../guest-stack.ts";

export interface AuditTrailOptions {
  /** Called once for each plugin and kind. */
  readonly onViolation?: ((entry: AuditEntry) => void) | undefined;
  /** Whether to record where in its code the plugin was. @default never */
  readonly stacks?: (() => boolean) | undefined;
}

export class AuditTrail implements Audit {
  readonly #logs: readonly Audit[];
  readonly #options: AuditTrailOptions;
  readonly #told = new Set<string>();

  constructor(logs: readonly Audit[], options: AuditTrailOptions = {}) {
    this.#logs = logs;
    this.#options = options;
  }

  record(decision: AuditEntry): void {
    const { onViolation, stacks } = this.#options;
    const stack = stacks?.() === true ? callStack() : undefined;
    const entry = stack ? { ...decision, stack } : decision;
    for (const log of this.#logs) log.record(entry);
    if (entry.violation !== true) return;
    const key = `${entry.kind}:${entry.pluginId}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    onViolation?.(entry);
  }
}
