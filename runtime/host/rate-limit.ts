/** A number of tokens per time: what a person can take in, not what a machine could bear. */
import { AiHubError } from "../core/errors.ts";

export class RateLimit {
  readonly #what: string;
  readonly #count: number;
  readonly #windowMs: number;
  #times: number[] = [];

  /** `count` of `what` in any `windowMs` milliseconds. */
  constructor(what: string, count: number, windowMs: number) {
    this.#what = what;
    this.#count = count;
    this.#windowMs = windowMs;
  }

  /** @throws AiHubError ERR_QUOTA when the window is full. */
  take(): void {
    const now = performance.now();
    this.#times = this.#times.filter((time) => now - time < this.#windowMs);
    if (this.#times.length >= this.#count) {
      throw new AiHubError("ERR_QUOTA", `At most ${this.#count} ${this.#what} in ${this.#windowMs / 1000} seconds`);
    }
    this.#times.push(now);
  }
}
