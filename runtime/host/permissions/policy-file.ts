/** The administrator's policy: `AIHUB_POLICY`, or `policy.json` in the home. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { AiHubError } from "../../core/errors.ts";
import { NO_POLICY, type Policy, parsePolicy } from "../../core/permissions/policy.ts";
import { fileStamp } from "./file-stamp.ts";

export class PolicyFile {
  readonly file: string;
  /** It was named, so it has to be there. */
  readonly #required: boolean;
  #stamp: string | undefined;
  #policy: Policy | Error = NO_POLICY;

  /** @param named a path instead of `policy.json` in the home. @default the variable AIHUB_POLICY */
  constructor(home: string, named = process.env.AIHUB_POLICY) {
    this.#required = named !== undefined && named !== "";
    this.file = this.#required ? resolve(named ?? "") : join(home, "policy.json");
  }

  /**
   * The policy as it stands now: the file is looked at every time, and read when it changed.
   *
   * @throws AiHubError ERR_PERMISSION_DENIED when it cannot be read or understood: then nothing is allowed
   */
  read(): Policy {
    try {
      const stamp = fileStamp(this.file);
      if (stamp !== this.#stamp) {
        this.#policy = this.#load(stamp);
        this.#stamp = stamp;
      }
    } catch (error) {
      this.#policy = error instanceof Error ? error : new Error(String(error));
    }
    if (!(this.#policy instanceof Error)) return this.#policy;
    const message = `The policy of this machine cannot be used: ${this.#policy.message}`;
    const hint = `everything is denied until an administrator mends ${this.file}`;
    throw new AiHubError("ERR_PERMISSION_DENIED", message, hint, { cause: this.#policy });
  }

  #load(stamp: string): Policy | Error {
    if (stamp === "") return this.#required ? new Error(`${this.file} is not there`) : NO_POLICY;
    try {
      return parsePolicy(readFileSync(this.file, "utf8"));
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}
