/** The stderr of the command line: whole lines, and one line of progress below them where there is a terminal. */
import process from "node:process";
import picocolors from "picocolors";

export type Colors = ReturnType<typeof picocolors.createColors>;

export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Lines kept while a question is open. */
const MAX_HELD = 1000;

/** Colours are for terminals only: picocolors left to itself also takes `CI` for one. */
export function wantsColors(stream: TerminalStream): boolean {
  return stream.isTTY === true && process.env.NO_COLOR === undefined;
}

export class Terminal {
  readonly #stream: TerminalStream;
  readonly colors: Colors;
  #progress = "";
  /** Lines that came while a question is open. */
  #held: string[] | undefined;

  /** @param stream where everything goes. @default stderr */
  constructor(stream: TerminalStream = process.stderr) {
    this.#stream = stream;
    this.colors = picocolors.createColors(wantsColors(stream));
  }

  get isTTY(): boolean {
    return this.#stream.isTTY === true;
  }

  line(text: string): void {
    if (this.#held) {
      if (this.#held.length < MAX_HELD) this.#held.push(text);
      return;
    }
    this.#erase();
    this.#stream.write(`${text}\n`);
    this.#draw();
  }

  /** Shows one short line that the next call replaces; "" removes it. Nothing is shown where there is no terminal. */
  progress(text: string): void {
    if (!this.isTTY) return;
    if (!this.#held) this.#erase();
    this.#progress = text;
    if (!this.#held) this.#draw();
  }

  /**
   * Shows a question, and nothing else until it is answered: a plugin that writes meanwhile could push it out of sight and
   * put another in its place. What was to be written comes afterwards, of a flood its beginning.
   *
   * @param shown the line that stands for the answer
   */
  async ask<T>(question: string, answer: () => Promise<T>, shown: (answer: T) => string): Promise<T> {
    this.#erase();
    this.#stream.write(question);
    this.#held = [];
    try {
      const given = await answer();
      this.#stream.write(`${shown(given)}\n`);
      return given;
    } finally {
      const lines = this.#held;
      this.#held = undefined;
      for (const line of lines) this.#stream.write(`${line}\n`);
      this.#draw();
    }
  }

  #erase(): void {
    if (this.#progress !== "") this.#stream.write("\r\u001b[K");
  }

  #draw(): void {
    if (this.#progress === "") return;
    const width = Math.max(10, (this.#stream.columns ?? 80) - 1);
    this.#stream.write(this.colors.dim(this.#progress.slice(0, width)));
  }
}
