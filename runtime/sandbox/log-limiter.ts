/** Bounds what a plugin can print: so many lines a second, the rest is counted and said in one line. */
import type { LogLevel } from "../core/protocol/messages.ts";

/** A person reads no more; a flood of short lines would fill the host's memory otherwise. */
const LINES_PER_SECOND = 1000;
const CHARS_PER_SECOND = 2_000_000;
const WINDOW_MS = 1000;
const LIMITS = `a plugin may print ${LINES_PER_SECOND} lines and ${CHARS_PER_SECOND} characters a second`;

export class LogLimiter {
  readonly #send: (level: LogLevel, text: string, stack?: string) => void;
  #windowStart = 0;
  #lines = 0;
  #chars = 0;
  #dropped = 0;

  constructor(send: (level: LogLevel, text: string, stack?: string) => void) {
    this.#send = send;
  }

  /** @param stack of whoever logs, where that is wanted */
  write(level: LogLevel, text: string, stack?: string): void {
    if (this.admit(text.length)) this.#send(level, text, stack);
  }

  /** Counts one line of so many characters; false when it must be dropped. */
  admit(chars: number): boolean {
    const now = performance.now();
    if (now - this.#windowStart >= WINDOW_MS) {
      this.flush();
      this.#windowStart = now;
      this.#lines = 0;
      this.#chars = 0;
    }
    this.#lines++;
    this.#chars += chars;
    if (this.#lines <= LINES_PER_SECOND && this.#chars <= CHARS_PER_SECOND) return true;
    this.#dropped++;
    return false;
  }

  /** Says how many lines were dropped since the last time, if any. */
  flush(): void {
    if (this.#dropped === 0) return;
    this.#send("warn", `${this.#dropped} more lines were dropped: ${LIMITS}`);
    this.#dropped = 0;
  }
}
