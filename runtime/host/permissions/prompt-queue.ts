/** One prompt at a time for the whole host; the same question asked twice at once is asked once. */
import type { PromptAnswer, Prompter, PromptRequest } from "../../core/ports.ts";

export class PromptQueue implements Prompter {
  readonly #prompter: Prompter;
  readonly #pending = new Map<string, Promise<PromptAnswer>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(prompter: Prompter) {
    this.#prompter = prompter;
  }

  /** Never rejects: a prompt that fails, or is withdrawn because its plugin stopped, is a denial. */
  ask(request: PromptRequest): Promise<PromptAnswer> {
    const key = JSON.stringify([request.pluginId, request.kind, request.scope]);
    const pending = this.#pending.get(key);
    if (pending) return pending;
    const answer = this.#last.then(() => this.#askNow(request));
    this.#pending.set(key, answer);
    this.#last = answer;
    void answer.then(() => this.#pending.delete(key));
    return answer;
  }

  async #askNow(request: PromptRequest): Promise<PromptAnswer> {
    if (request.signal.aborted) return "deny";
    const withdrawn = new Promise<PromptAnswer>((resolve) => {
      request.signal.addEventListener("abort", () => resolve("deny"), { once: true });
    });
    try {
      return await Promise.race([this.#prompter.ask(request), withdrawn]);
    } catch {
      return "deny";
    }
  }
}
