/** Keeps the server alive: what throws is logged and answered with nothing. */
import { type Connection, ResponseError } from "vscode-languageserver/node";

const MAX_REMEMBERED = 200;

export class Guard {
  readonly #connection: Connection;
  readonly #told = new Set<string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Undefined when `run` throws; each failure is logged once.
   *
   * @throws ResponseError that `run` throws
   */
  async run<R>(what: string, run: () => R | PromiseLike<R>): Promise<R | undefined> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof ResponseError) throw error; // a sentence for the person who asked
      this.#tell(what, error);
      return undefined;
    }
  }

  /** Asks the client for something. Undefined when it refuses or is gone: no reason to end, so never rejects. */
  async ask<R>(what: string, request: () => PromiseLike<R>): Promise<R | undefined> {
    try {
      return await request();
    } catch (error) {
      this.#tell(what, error);
      return undefined;
    }
  }

  #tell(what: string, error: unknown): void {
    const text = `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    if (this.#told.has(text) || this.#told.size >= MAX_REMEMBERED) return;
    this.#told.add(text);
    this.#connection.console.error(text);
  }
}
