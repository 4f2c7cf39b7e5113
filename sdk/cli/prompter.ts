/** Asks for permissions on a terminal; where there is none, says which flag would have answered. */
import process from "node:process";
import type { PermissionKind, PromptAnswer, Prompter, PromptRequest } from "../../runtime/core/ports.ts";
import type { Terminal } from "./terminal.ts";

/** The part of a terminal's stdin that a prompt needs. */
export interface KeySource {
  setRawMode(raw: boolean): unknown;
  on(event: "data", listener: (chunk: Buffer) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  off(event: "data", listener: (chunk: Buffer) => void): unknown;
  off(event: "end", listener: () => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

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

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";

/** How long no key must come before a question is shown, in milliseconds. */
const QUIET_MS = 100;
/** After so much typing ahead the answer is no. */
const IMPATIENT_MS = 5000;

export class TerminalPrompter implements Prompter {
  readonly #keys: KeySource;
  readonly #terminal: Terminal;
  readonly #interrupt: () => void;

  /** @param interrupt what Ctrl-C does: while a key is awaited the terminal does not turn it into a signal. */
  constructor(keys: KeySource, terminal: Terminal, interrupt = () => void process.emit("SIGINT", "SIGINT")) {
    this.#keys = keys;
    this.#terminal = terminal;
    this.#interrupt = interrupt;
  }

  async ask(request: PromptRequest): Promise<PromptAnswer> {
    if (request.signal.aborted) return "deny";
    this.#keys.setRawMode(true);
    try {
      if (!(await this.#drain(request.signal))) return "deny";
      this.#terminal.write(this.#question(request));
      const answer = await this.#answer(request.signal);
      this.#terminal.line(SHOWN[answer]);
      return answer;
    } finally {
      this.#keys.setRawMode(false);
      this.#keys.pause();
    }
  }

  /** Throws away what was typed before the question could be seen. False when the keys do not stop coming. */
  #drain(signal: AbortSignal): Promise<boolean> {
    return this.#listen(signal, false, (settle) => {
      const begin = performance.now();
      let quiet = setTimeout(settle, QUIET_MS, true);
      return {
        onKey: () => {
          clearTimeout(quiet);
          if (performance.now() - begin > IMPATIENT_MS) settle(false);
          else quiet = setTimeout(settle, QUIET_MS, true);
        },
        end: () => clearTimeout(quiet),
      };
    });
  }

  /** Waits for one of the keys. Several at once are a paste or a control sequence, not an answer. */
  #answer(signal: AbortSignal): Promise<PromptAnswer> {
    return this.#listen<PromptAnswer>(signal, "deny", (settle) => ({
      onKey: (key) => {
        const answer = key === CTRL_D ? "deny" : Object.hasOwn(ANSWERS, key) ? ANSWERS[key] : undefined;
        if (answer !== undefined) settle(answer);
      },
      end: () => {},
    }));
  }

  /** Reads keys until `settle` is called; the end of the input, an abort and Ctrl-C settle with `otherwise`. */
  #listen<T>(
    signal: AbortSignal,
    otherwise: T,
    start: (settle: (value: T) => void) => { onKey(key: string): void; end(): void },
  ): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>();
    const { onKey, end } = start(resolve);
    const stop = (): void => resolve(otherwise);
    const onData = (chunk: Buffer): void => {
      const key = chunk.toString("utf8");
      if (key.includes(CTRL_C)) {
        stop();
        this.#interrupt();
      } else onKey(key);
    };
    this.#keys.on("data", onData);
    this.#keys.on("end", stop);
    this.#keys.resume();
    signal.addEventListener("abort", stop, { once: true });
    return promise.finally(() => {
      end();
      this.#keys.off("data", onData);
      this.#keys.off("end", stop);
      signal.removeEventListener("abort", stop);
    });
  }

  #question({ pluginId, pluginName, kind, value, scope, reason }: PromptRequest): string {
    const { bold, yellow, dim } = this.#terminal.colors;
    const lines = [
      `${yellow("Permission")} ${bold(pluginName)} ${dim(`(${pluginId})`)} wants to ${WANTS[kind]} ${bold(value)}`,
      ...(scope === value ? [] : [`  covered by "${scope}" in its plugin.json`]),
      ...(reason === undefined ? [] : [`  the plugin says: "${reason}"`]),
      "  [y] once  [s] for this run  [a] always  [n] no  [N] never › ",
    ];
    return lines.join("\n");
  }
}

/** Denies what would have to be asked, and says on stderr how it could be allowed. */
export class NoPrompter implements Prompter {
  readonly #terminal: Terminal;
  readonly #why: string;

  /** @param why for the message, such as "there is no terminal to ask on". */
  constructor(terminal: Terminal, why: string) {
    this.#terminal = terminal;
    this.#why = why;
  }

  async ask({ kind, value, scope }: PromptRequest): Promise<PromptAnswer> {
    const flag = `--allow-${kind}='${scope.replaceAll("'", "'\\''")}'`;
    this.#terminal.line(`Not allowed to ${WANTS[kind]} ${value}: ${this.#why}. To allow it: ${flag}`);
    return "deny";
  }
}

/** The prompter for this process: questions need a terminal on both sides. */
export function createPrompter(terminal: Terminal, mayAsk: boolean): Prompter {
  if (!mayAsk) return new NoPrompter(terminal, "--no-prompt was given");
  if (!process.stdin.isTTY || !terminal.isTTY) return new NoPrompter(terminal, "there is no terminal to ask on");
  return new TerminalPrompter(process.stdin, terminal);
}
