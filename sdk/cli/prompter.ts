/** Asks for permissions on a terminal; where there is none, says which flag would have answered. */
import { allowFlag } from "../../runtime/core/permissions/allow-flag.ts";
import type { PermissionKind, PromptAnswer, Prompter, PromptRequest } from "../../runtime/core/ports.ts";
import { canAsk, Keys } from "./keys.ts";
import type { Terminal } from "./terminal.ts";

const ANSWERS: Readonly<Record<string, PromptAnswer>> = {
  y: "once",
  s: "session",
  a: "always",
  n: "deny",
  N: "deny-always",
};

const WANTS: Readonly<Record<PermissionKind, string>> = {
  read: "read",
  write: "write",
  net: "connect to",
  memory: "use the memory collection",
  ai: "use the AI model",
  system: "use",
};

const SHOWN: Readonly<Record<PromptAnswer, string>> = {
  once: "allowed once",
  session: "allowed for this run",
  always: "always allowed",
  deny: "denied",
  "deny-always": "always denied",
};

const CTRL_D = "\u0004";

export class TerminalPrompter implements Prompter {
  readonly #keys: Keys;
  readonly #terminal: Terminal;

  constructor(keys: Keys, terminal: Terminal) {
    this.#keys = keys;
    this.#terminal = terminal;
  }

  async ask(request: PromptRequest): Promise<PromptAnswer> {
    if (request.signal.aborted) return "deny";
    return this.#keys.raw(async () => {
      if (!(await this.#keys.quiet(request.signal))) return "deny";
      const answer = () => this.#answer(request.signal);
      return this.#terminal.ask(this.#question(request), answer, (given) => SHOWN[given]);
    });
  }

  /** Waits for one of the keys. Several at once are a paste or a control sequence, not an answer. */
  #answer(signal: AbortSignal): Promise<PromptAnswer> {
    return this.#keys.listen<PromptAnswer>(signal, "deny", (settle) => ({
      onKey: (key) => {
        const answer = key === CTRL_D ? "deny" : Object.hasOwn(ANSWERS, key) ? ANSWERS[key] : undefined;
        if (answer !== undefined) settle(answer);
      },
      end: () => {},
    }));
  }

  #question({ pluginId, pluginName, kind, value, scope, reason, origin }: PromptRequest): string {
    const { bold, yellow, dim } = this.#terminal.colors;
    const lines = [
      `${yellow("Permission")} ${bold(pluginName)} ${dim(`(${pluginId})`)} wants to ${WANTS[kind]} ${bold(value)}`,
      ...(scope === value ? [] : [`  covered by "${scope}" in its plugin.json`]),
      ...(reason === undefined ? [] : [`  the plugin says: "${reason}"`]),
      ...(origin === undefined ? [] : [`  asked by ${origin}`]),
      "  [y] once  [s] for this run  [a] always  [n] no  [N] never › ",
    ];
    return lines.join("\n");
  }
}

/** Denies what would have to be asked, and says on stderr how it could be allowed. */
export class NoPrompter implements Prompter {
  readonly silent = true;
  readonly #terminal: Terminal;
  readonly #why: string;

  /** @param why for the message, such as "there is no terminal to ask on". */
  constructor(terminal: Terminal, why: string) {
    this.#terminal = terminal;
    this.#why = why;
  }

  async ask({ kind, value, scope }: PromptRequest): Promise<PromptAnswer> {
    const flag = allowFlag(kind, scope);
    this.#terminal.line(`Not allowed to ${WANTS[kind]} ${value}: ${this.#why}. To allow it: ${flag}`);
    return "deny";
  }
}

/** The prompter for this process: questions need a terminal on both sides. */
export function createPrompter(terminal: Terminal, mayAsk: boolean): Prompter {
  if (!mayAsk) return new NoPrompter(terminal, "--no-prompt was given");
  if (!canAsk(terminal)) return new NoPrompter(terminal, "there is no terminal to ask on");
  return new TerminalPrompter(new Keys(), terminal);
}
