/** Takes one query of a plugin to its end: decided by a rule, or by the person, and recorded before it takes effect. */
import { AiHubError } from "../../core/errors.ts";
import { isUnavailable } from "../../core/permissions/capabilities.ts";
import { decide, type Query } from "../../core/permissions/decide.ts";
import type { AuditEntry, PromptAnswer } from "../../core/ports.ts";
import type { BrokerOptions } from "./broker-options.ts";
import { Questions, SILENCED } from "./questions.ts";
import { type Outcome, StandingRules } from "./standing-rules.ts";

/** Beside the person's answers: two denials that they did not give, and what was decided while it waited to be asked. */
export type Answer = PromptAnswer | "silenced" | "not stored" | "decided";

const NOT_STORED = "The answer could not be stored, and so it does not hold";

export class Authority {
  readonly rules: StandingRules;
  readonly #questions: Questions;
  readonly #options: BrokerOptions;

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.rules = new StandingRules(options);
    this.#questions = new Questions(options, (answer, { kind }, scope) => this.rules.remember(answer, kind, scope));
  }

  /**
   * @param shown the value as people and logs see it
   * @param denied the message of a denial
   * @param suspicious a denial is an attempt to escape
   * @throws AiHubError ERR_PERMISSION_DENIED, and ERR_NOT_AVAILABLE for a capability that no host has
   */
  async check(query: Query, shown: string, denied: string, suspicious = false): Promise<Outcome> {
    const decision = this.rules.decide(query);
    const protocol = query.kind === "net" ? query.protocol : undefined;
    const entry = { kind: query.kind, value: shown, protocol, scope: decision.scope };
    if (decision.state === "granted") {
      this.record({ ...entry, decision: "granted" });
      return "rule";
    }
    if (decision.state === "prompt" && this.rules.usePass(query)) {
      this.record({ ...entry, decision: "granted", answer: "once" });
      return "once";
    }
    if (decision.state === "prompt") {
      const answer = await this.ask(query, shown, decision.scope, () => this.#isOpen(query));
      if (answer === "decided") return this.check(query, shown, denied, suspicious);
      const allowed = answer === "once" || answer === "session" || answer === "always";
      // Meanwhile somebody may have denied it elsewhere.
      const stands = allowed && decide(this.rules.current(), query, this.#options.roots).state !== "denied";
      this.record({ ...entry, decision: stands ? "granted" : "denied", ...given(answer) });
      if (stands) return answer === "once" ? "once" : "rule";
      if (answer === "silenced") throw new AiHubError("ERR_PERMISSION_DENIED", denied, SILENCED);
      if (answer === "not stored") throw new AiHubError("ERR_PERMISSION_DENIED", denied, NOT_STORED);
    } else {
      const violation = suspicious || this.rules.isForbidden(query.kind, decision.scope);
      this.record({ ...entry, decision: "denied", ...(violation ? { violation } : {}) });
    }
    if (query.kind === "system" && isUnavailable(query.kind, query.name))
      throw new AiHubError("ERR_NOT_AVAILABLE", decision.reason, decision.hint);
    // Of the network the decision knows better whether it is the host or the protocol; of files it knows too much.
    const message = query.kind === "net" && decision.state === "denied" ? decision.reason : denied;
    throw new AiHubError("ERR_PERMISSION_DENIED", message, decision.hint || decision.reason);
  }

  /** What was refused so far counts no longer towards the silence of questions. */
  forgetRefusals(): void {
    this.#questions.forgetRefusals();
  }

  /** @throws AiHubError ERR_PERMISSION_DENIED when it cannot be written */
  record(entry: Omit<AuditEntry, "pluginId">): void {
    this.#options.audit.record({ pluginId: this.#options.pluginId, ...entry });
  }

  /**
   * Asks the person, unless it is decided by the time that their turn comes. An "always" that cannot be stored is no
   * answer: a grant that they could not find again must not act. Never rejects.
   */
  async ask(query: Query, shown: string, scope: string, isOpen: () => boolean | Promise<boolean>): Promise<Answer> {
    try {
      return await this.#questions.ask(query, shown, scope, isOpen);
    } catch {
      return "not stored";
    }
  }

  /** Rules that cannot be read permit nothing, and so leave nothing to ask. */
  #isOpen(query: Query): boolean {
    try {
      return this.rules.decide(query).state === "prompt";
    } catch {
      return false;
    }
  }
}

/** The answer as the audit trail keeps it: only one that a person gave. */
export function given(answer: Answer): { answer?: PromptAnswer } {
  return answer === "silenced" || answer === "not stored" || answer === "decided" ? {} : { answer };
}
