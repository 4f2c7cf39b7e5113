/** Asks the person for one plugin: the same thing once, one thing after the other, and not without end. */
import type { Query } from "../../core/permissions/decide.ts";
import { escapeForDisplay } from "../../core/permissions/escape.ts";
import { reasonFor } from "../../core/permissions/reason.ts";
import type { PromptAnswer } from "../../core/ports.ts";
import { callOrigin } from "../guest-stack.ts";
import type { BrokerOptions } from "./broker-options.ts";

/** Refused questions in one run of a plugin; after them nobody is asked any more, and all of its questions are denied. */
export const MAX_REFUSALS = 10;
export const SILENCED = `The user has refused ${MAX_REFUSALS} requests of this plugin and is not asked again before it is restarted`;
const MAX_SHOWN = 300;
const ANSWERS: readonly PromptAnswer[] = ["once", "session", "always", "deny", "deny-always"];

/** `decided`: nobody had to be asked any more. */
type Said = PromptAnswer | "silenced" | "decided";

export class Questions {
  readonly #options: Pick<BrokerOptions, "pluginId" | "pluginName" | "prompter" | "reasons" | "signal">;
  readonly #remember: (answer: PromptAnswer, query: Query, scope: string) => Promise<void>;
  /** Being asked or waiting for their turn, by kind, scope and value. */
  readonly #asking = new Map<string, Promise<Said>>();
  #turn: Promise<unknown> = Promise.resolve();
  #refusals = 0;

  /** @param remember has kept the answer before anybody learns of it */
  constructor(
    options: Pick<BrokerOptions, "pluginId" | "pluginName" | "prompter" | "reasons" | "signal">,
    remember: (answer: PromptAnswer, query: Query, scope: string) => Promise<void>,
  ) {
    this.#options = options;
    this.#remember = remember;
  }

  /**
   * What is answered holds for all who wait for an answer about this value; who waits with another value of the scope is
   * asked in turn, unless the answer decided about the scope. A prompter that fails, or says anything else, has refused.
   *
   * @param isOpen whether it is undecided still when its turn comes
   */
  ask(query: Query, shown: string, scope: string, isOpen: () => boolean | Promise<boolean>): Promise<Said> {
    const key = JSON.stringify([query.kind, scope, shown]);
    const pending = this.#asking.get(key);
    if (pending) return pending;
    const answer = this.#turn.then(async () => ((await isOpen()) ? this.#askNow(query, shown, scope) : "decided"));
    this.#asking.set(key, answer);
    this.#turn = answer.catch(() => {});
    return answer.finally(() => this.#asking.delete(key));
  }

  /** A person who changed their mind may be asked again. */
  forgetRefusals(): void {
    this.#refusals = 0;
  }

  async #askNow(query: Query, shown: string, scope: string): Promise<Said> {
    if (this.#refusals >= MAX_REFUSALS) return "silenced";
    const { pluginId, pluginName, prompter, reasons, signal } = this.#options;
    const reason = reasonFor(reasons, query);
    const origin = callOrigin();
    const asked = async () =>
      prompter.ask({
        pluginId,
        pluginName: escapeForDisplay(pluginName, MAX_SHOWN),
        kind: query.kind,
        value: escapeForDisplay(shown, MAX_SHOWN),
        scope: escapeForDisplay(scope, MAX_SHOWN),
        ...(reason === undefined ? {} : { reason: escapeForDisplay(reason, MAX_SHOWN) }),
        ...(origin === undefined ? {} : { origin }),
        signal,
      });
    const said = await asked().catch((): PromptAnswer => "deny");
    const answer = ANSWERS.includes(said) ? said : "deny";
    if (answer === "deny" || answer === "deny-always") this.#refusals++;
    await this.#remember(answer, query, scope);
    return answer;
  }
}
