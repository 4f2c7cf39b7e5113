/** What a client said about itself at `initialize`, and the way between its lines and paths and ours. */
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { AiHubError } from "../../core/errors.ts";

export class Client {
  readonly reportsProgress: boolean;
  readonly showsTypes: boolean;
  readonly #firstLine: 0 | 1;
  readonly #firstColumn: 0 | 1;
  readonly #usesUris: boolean;

  constructor(args: Partial<DebugProtocol.InitializeRequestArguments> = {}) {
    this.reportsProgress = args.supportsProgressReporting === true;
    this.showsTypes = args.supportsVariableType === true;
    this.#firstLine = args.linesStartAt1 === false ? 0 : 1;
    this.#firstColumn = args.columnsStartAt1 === false ? 0 : 1;
    this.#usesUris = args.pathFormat === "uri";
  }

  /** A line of the client as we count it, from 1. */
  lineIn(line: number): number {
    return line + 1 - this.#firstLine;
  }

  lineOut(line: number): number {
    return line - 1 + this.#firstLine;
  }

  columnIn(column: number): number {
    return column + 1 - this.#firstColumn;
  }

  columnOut(column: number): number {
    return column - 1 + this.#firstColumn;
  }

  /** @throws AiHubError ERR_INVALID_ARGUMENT when it is no absolute path of this machine */
  pathIn(text: string): string {
    try {
      const file = this.#usesUris ? fileURLToPath(text) : text;
      if (path.isAbsolute(file)) return path.normalize(file);
    } catch {
      // said below
    }
    const wanted = this.#usesUris ? "a file: URI" : "an absolute path";
    throw new AiHubError("ERR_INVALID_ARGUMENT", `A source is named by ${wanted}, not by "${text.slice(0, 300)}"`);
  }

  pathOut(file: string): string {
    return this.#usesUris ? pathToFileURL(file).href : file;
  }
}
