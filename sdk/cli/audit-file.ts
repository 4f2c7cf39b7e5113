/** The trail that `--audit FILE` keeps: one JSON line for each decision about a permission. */
import { closeSync, constants, openSync, writeSync } from "node:fs";
import { AiHubError } from "../../runtime/core/errors.ts";
import type { Audit, AuditEntry } from "../../runtime/core/ports.ts";

const VERSION = 1;

export class AuditFile implements Audit {
  readonly #descriptor: number;

  /** Opens the file for appending. @throws AiHubError ERR_IO when that is not possible. */
  constructor(file: string) {
    try {
      this.#descriptor = openSync(file, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT, 0o600);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new AiHubError("ERR_IO", `Cannot write the audit file: ${reason}`, undefined, { cause: error });
    }
  }

  /** Written before the decision takes effect, so that no access is missing from the trail. */
  record(entry: AuditEntry): void {
    writeSync(this.#descriptor, `${JSON.stringify({ v: VERSION, time: new Date().toISOString(), ...entry })}\n`);
  }

  dispose(): void {
    closeSync(this.#descriptor);
  }
}
