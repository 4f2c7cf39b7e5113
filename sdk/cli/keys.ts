/** The keys of a terminal, one listener at a time. */
import process from "node:process";
import type { Terminal } from "./terminal.ts";

/** The part of a terminal's stdin that questions need. */
export interface KeySource {
  setRawMode(raw: boolean): unknown;
  on(event: "data", listener: (chunk: Buffer) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  off(event: "data", listener: (chunk: Buffer) => void): unknown;
  off(event: "end", listener: () => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

/** Questions need a terminal on both sides. */
export function canAsk(terminal: Terminal): boolean {
  return process.stdin.isTTY === true && terminal.isTTY;
}

const CTRL_C = "\u0003";
/** How long no key must come before a question is shown, in milliseconds. */
const QUIET_MS = 100;
/** After so much typing ahead the answer is no. */
const IMPATIENT_MS = 5000;

export class Keys {
  readonly #source: KeySource;
  readonly #interrupt: () => void;

  /** @param interrupt what Ctrl-C does: while a key is awaited the terminal does not turn it into a signal. */
  constructor(source: KeySource = process.stdin, interrupt: () => void = () => void process.emit("SIGINT", "SIGINT")) {
    this.#source = source;
    this.#interrupt = interrupt;
  }

  /** Keys come one by one and are not shown until the work is done. */
  async raw<T>(work: () => Promise<T>): Promise<T> {
    this.#source.setRawMode(true);
    try {
      return await work();
    } finally {
      this.#source.setRawMode(false);
      this.#source.pause();
    }
  }

  /** Throws away what was typed before a question could be seen. False when the keys do not stop coming. */
  quiet(signal: AbortSignal): Promise<boolean> {
    return this.listen(signal, false, (settle) => {
      const begin = performance.now();
      let read: NodeJS.Immediate | undefined;
      // Where the process stood still the time is over before the keys are read: they are read before an immediate.
      const isOver = (): void => {
        read = setImmediate(settle, true);
      };
      let quiet = setTimeout(isOver, QUIET_MS);
      const end = (): void => {
        clearTimeout(quiet);
        clearImmediate(read);
      };
      return {
        onKey: () => {
          end();
          if (performance.now() - begin > IMPATIENT_MS) settle(false);
          else quiet = setTimeout(isOver, QUIET_MS);
        },
        end,
      };
    });
  }

  /** Reads keys until `settle` is called; the end of the input, an abort and Ctrl-C settle with `otherwise`. */
  listen<T>(
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
    this.#source.on("data", onData);
    this.#source.on("end", stop);
    this.#source.resume();
    signal.addEventListener("abort", stop, { once: true });
    return promise.finally(() => {
      end();
      this.#source.off("data", onData);
      this.#source.off("end", stop);
      signal.removeEventListener("abort", stop);
    });
  }
}
