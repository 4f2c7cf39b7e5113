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
      const text = `${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      if (!this.#told.has(text) && this.#told.size < MAX_REMEMBERED) {
        this.#told.add(text);
        this.#connection.console.error(text);
      }
      return undefined;
    }
  }
}
