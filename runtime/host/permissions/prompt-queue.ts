/**
 * One prompt at a time for the whole host. Each is shown, though another plugin may ask for the same: an answer is for the
 * plugin and the value that the person saw. What one plugin asks twice at once is asked once by `Questions`.
 */
import type { PromptAnswer, Prompter, PromptRequest } from "../../core/ports.ts";

export class PromptQueue implements Prompter {
  readonly #prompter: Prompter;
  #last: Promise<unknown> = Promise.resolve();

  constructor(prompter: Prompter) {
    this.#prompter = prompter;
  }

  /** Never rejects: a prompt that fails, or is withdrawn because its plugin stopped, is a denial. */
  ask(request: PromptRequest): Promise<PromptAnswer> {
    const answer = this.#last.then(() => this.#askNow(request));
    this.#last = answer;
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
