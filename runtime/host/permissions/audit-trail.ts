/** Where decisions go: into every log, and a plugin's first violation of a kind to the person. */
import type { Audit, AuditEntry } from "../../core/ports.ts";

export class AuditTrail implements Audit {
  readonly #logs: readonly Audit[];
  readonly #onViolation: (entry: AuditEntry) => void;
  readonly #told = new Set<string>();

  /** @param onViolation called once for each plugin and kind */
  constructor(logs: readonly Audit[], onViolation: (entry: AuditEntry) => void = () => {}) {
    this.#logs = logs;
    this.#onViolation = onViolation;
  }

  record(entry: AuditEntry): void {
    for (const log of this.#logs) log.record(entry);
    if (entry.violation !== true) return;
    const key = `${entry.kind}:${entry.pluginId}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#onViolation(entry);
  }
}
