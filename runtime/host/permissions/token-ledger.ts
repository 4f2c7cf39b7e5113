/**
 * Keeps count of the tokens that one plugin uses, over restarts and in all processes. Tokens are written down as spent
 * before a model is asked; what was not needed is given back afterwards. So a crash in between counts as spent, and calls
 * at the same time cannot overspend together.
 */
import { AiHubError } from "../../core/errors.ts";
import type { TokenBudget } from "../../core/permissions/budgets.ts";
import { StateFile } from "./state-file.ts";
import { type TokenUse, usageFormat } from "./usage-file.ts";

/**
 * Tokens set aside for one request.
 *
 * @example
 * const reservation = await broker.reserveTokens("local/llama", promptTokens + maxAnswerTokens);
 * const answer = await ask(); // when it throws, what was reserved stays spent
 * await reservation.settle(answer.usage.totalTokens);
 */
export interface TokenReservation {
  readonly tokens: number;
  /**
   * Says how many it were in the end; more than reserved are counted too. Only the first call counts, and what is no
   * number of tokens leaves all that were reserved spent. Never rejects: what cannot be given back stays spent.
   */
  settle(used: number): Promise<void>;
}

export interface TokenLedgerOptions {
  /** The plugin's id, or the folder of one that is not installed; for people who read the file. */
  readonly plugin?: string;
  /** Told once of each way in which the file could not be used. @default nobody is */
  readonly onProblem?: (message: string) => void;
  /** @default the system's */
  readonly now?: () => Date;
}

export class TokenLedger {
  readonly #file: StateFile<TokenUse>;
  readonly #now: () => Date;
  readonly #onProblem: (message: string) => void;
  /** Used beyond what was reserved, and not written down because that failed. */
  #owed = 0;

  constructor(file: string, { plugin = "", onProblem = () => {}, now = () => new Date() }: TokenLedgerOptions = {}) {
    this.#now = now;
    this.#onProblem = onProblem;
    this.#file = new StateFile(
      file,
      usageFormat(plugin, () => this.#today()),
      onProblem,
    );
  }

  get file(): string {
    return this.#file.file;
  }

  /** Tokens that count as spent today. @throws AiHubError ERR_PERMISSION_DENIED when the file cannot be read */
  spent(): number {
    return this.#current(this.#file.read()).spent + this.#owed;
  }

  /**
   * @param tokens the most that the request may use, prompt and answer together
   * @throws AiHubError ERR_INVALID_ARGUMENT when it is no whole number above 0, ERR_QUOTA when it is more than one request
   * may use or than is left of the day, ERR_PERMISSION_DENIED when it cannot be written down: then nothing is reserved
   */
  async reserve(tokens: number, { perRequest, perDay }: TokenBudget): Promise<TokenReservation> {
    if (!Number.isSafeInteger(tokens) || tokens <= 0) {
      throw new AiHubError("ERR_INVALID_ARGUMENT", `Not a number of tokens: ${tokens}`);
    }
    if (tokens > perRequest) {
      const hint =
        "permissions.ai.maxTokens in plugin.json, the budget of a day, or the policy of this machine says so";
      throw new AiHubError("ERR_QUOTA", `A request may use ${perRequest} tokens; this one asks for ${tokens}`, hint);
    }
    let day = "";
    let owed = 0;
    const add = (stored: TokenUse): TokenUse => {
      const now = this.#current(stored);
      const spent = now.spent + this.#owed;
      if (spent + tokens > perDay) throw usedUp(tokens, Math.max(0, perDay - spent), perDay, now.day);
      ({ day } = now);
      [owed, this.#owed] = [this.#owed, 0];
      return { day, spent: spent + tokens };
    };
    await this.#file.update(add).catch((error: unknown) => {
      this.#owed += owed;
      if (error instanceof AiHubError && error.code === "ERR_QUOTA") throw error;
      this.#onProblem(error instanceof Error ? error.message : String(error));
      const hint = "Nothing is sent to a model while its tokens cannot be counted";
      throw new AiHubError("ERR_PERMISSION_DENIED", "Not permitted: the use of tokens cannot be stored", hint);
    });
    let settled = false;
    return {
      tokens,
      settle: async (used) => {
        if (settled) return;
        settled = true;
        if (Number.isSafeInteger(used) && used >= 0) await this.#correct(used - tokens, day);
      },
    };
  }

  async #correct(difference: number, day: string): Promise<void> {
    if (difference === 0) return;
    // What was reserved yesterday is not given back to today.
    const correct = (stored: TokenUse): TokenUse =>
      stored.day === day ? { day, spent: clamp(stored.spent + difference) } : stored;
    await this.#file.update(correct).catch(() => {
      if (difference > 0) this.#owed += difference;
    });
  }

  /** A clock that was set back does not start a new day. */
  #current(stored: TokenUse): TokenUse {
    const today = this.#today();
    return stored.day >= today ? stored : { day: today, spent: 0 };
  }

  #today(): string {
    return this.#now().toISOString().slice(0, 10);
  }
}

/** What a person is told of the budget. Never throws: a count that cannot be read is said to be that. */
export function tokenUse(ledger: TokenLedger, { perDay, perRequest }: TokenBudget): string {
  try {
    const spent = Math.min(ledger.spent(), perDay);
    const perRequestText = perRequest < perDay ? `, a request may use ${perRequest}` : "";
    return `${spent} of ${perDay} tokens used today${perRequestText}`;
  } catch {
    return "the tokens used cannot be read, so none are to be had";
  }
}

function clamp(tokens: number): number {
  return Math.min(Math.max(0, tokens), Number.MAX_SAFE_INTEGER);
}

function usedUp(tokens: number, left: number, perDay: number, day: string): AiHubError {
  const message = `The token budget is used up: ${left} of ${perDay} tokens are left for ${day}, ${tokens} are needed`;
  const hint =
    "it starts anew at midnight UTC; permissions.ai.maxTokensPerDay in plugin.json sets it, and the policy of this " +
    "machine may lower it";
  return new AiHubError("ERR_QUOTA", message, hint);
}
