/** The time of one request. It stands still between runs, while a person is asked. */
import { AiHubError } from "../../core/errors.ts";

export class Timer {
  readonly #cancelled: AbortSignal;
  readonly #totalMs: number;
  #leftMs: number;

  /** @param cancelled ends every run when it aborts */
  constructor(totalMs: number, cancelled: AbortSignal) {
    this.#totalMs = totalMs;
    this.#leftMs = totalMs;
    this.#cancelled = cancelled;
  }

  /**
   * Runs something that ends when its signal aborts.
   *
   * @throws AiHubError ERR_TIMEOUT, ERR_CANCELLED, or what `work` throws
   */
  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const startedAt = performance.now();
    const cancel = (): void => controller.abort(new AiHubError("ERR_CANCELLED", "The request was cancelled"));
    const expire = (): void =>
      controller.abort(new AiHubError("ERR_TIMEOUT", `The request took longer than ${this.#totalMs} ms`));
    if (this.#cancelled.aborted) cancel();
    this.#cancelled.addEventListener("abort", cancel, { once: true });
    const timer = setTimeout(expire, Math.max(0, this.#leftMs));
    try {
      controller.signal.throwIfAborted();
      return await work(controller.signal);
    } finally {
      clearTimeout(timer);
      this.#cancelled.removeEventListener("abort", cancel);
      this.#leftMs -= performance.now() - startedAt;
    }
  }
}
