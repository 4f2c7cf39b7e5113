/** The stderr of the command line: whole lines, and one line of progress below them where there is a terminal. */
import process from "node:process";
import picocolors from "picocolors";

export type Colors = ReturnType<typeof picocolors.createColors>;

export interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Colours are for terminals only: picocolors left to itself also takes `CI` for one. */
export function wantsColors(stream: TerminalStream): boolean {
  return stream.isTTY === true && process.env.NO_COLOR === undefined;
}

export class Terminal {
  readonly #stream: TerminalStream;
  readonly colors: Colors;
  #progress = "";

  /** @param stream where everything goes. @default stderr */
  constructor(stream: TerminalStream = process.stderr) {
    this.#stream = stream;
    this.colors = picocolors.createColors(wantsColors(stream));
  }

  get isTTY(): boolean {
    return this.#stream.isTTY === true;
  }

  line(text: string): void {
    this.#erase();
    this.#stream.write(`${text}\n`);
    this.#draw();
  }

  /** Shows one short line that the next call replaces; "" removes it. Nothing is shown where there is no terminal. */
  progress(text: string): void {
    if (!this.isTTY) return;
    this.#erase();
    this.#progress = text;
    this.#draw();
  }

  /** Writes without a line end, for prompts. */
  write(text: string): void {
    this.#erase();
    this.#stream.write(text);
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
