/** Files of the plugin as the protocol has them: by path where there is a file, else by a number that asks for its text. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { DebugSource, Inspector } from "../../core/debug/inspector.ts";
import { AiHubError } from "../../core/errors.ts";
import type { Client } from "./client.ts";

/** What is said of a file that has changed since it was built. */
export const STALE = "It has changed since the plugin was built: restart to debug what you see";

export class SourceList {
  readonly #inspector: Inspector;
  readonly #client: () => Client;
  /** Sources without a file; the index and 1 make the reference. */
  readonly #numbered: string[] = [];
  readonly #shown = new Map<string, DebugProtocol.Source>();

  constructor(inspector: Inspector, client: () => Client) {
    this.#inspector = inspector;
    this.#client = client;
  }

  /** @param name a `DebugSource.path` */
  byName(name: string): DebugProtocol.Source | undefined {
    const known = this.#shown.get(name);
    if (known) return known;
    const source = this.find(name);
    return source && this.show(source);
  }

  find(name: string): DebugSource | undefined {
    return this.#inspector.sources().find((source) => source.path === name);
  }

  show({ path: name, file, foreign }: DebugSource): DebugProtocol.Source {
    const shown = this.#shown.get(name) ?? {
      name: name.startsWith("aihub:") ? name : path.posix.basename(name),
      ...(file !== undefined && existsSync(file)
        ? { path: this.#client().pathOut(file) }
        : { path: name, sourceReference: this.#numberOf(name) }),
      ...(foreign && {
        presentationHint: "deemphasize" as const,
        origin: name.startsWith("aihub:") ? "AI Hub SDK" : "package",
      }),
    };
    this.#shown.set(name, shown);
    return shown;
  }

  /** What the inspector calls the file that a client means. */
  fileOf({ path: file, sourceReference = 0 }: DebugProtocol.Source): string {
    const numbered = this.#numbered[sourceReference - 1];
    if (numbered !== undefined) return numbered;
    if (file === undefined)
      throw new AiHubError("ERR_INVALID_ARGUMENT", "The source has neither a path nor a reference");
    // Without its number, which a client does not keep from one session to the next.
    return file.startsWith("aihub:") || this.find(file) ? file : this.#client().pathIn(file);
  }

  /** @throws AiHubError ERR_NOT_FOUND */
  text({ source, sourceReference }: DebugProtocol.SourceArguments): DebugProtocol.SourceResponse["body"] {
    const meant = this.fileOf({ ...source, sourceReference: source?.sourceReference || sourceReference });
    const known = this.#inspector.sources().find(({ path: name, file }) => name === meant || file === meant);
    const text = known && this.#inspector.sourceText(known.path);
    if (text === undefined) throw new AiHubError("ERR_NOT_FOUND", "The text of this source is not known");
    const mimeType = /\.[cm]?tsx?$/.test(known?.path ?? "") ? "text/typescript" : "text/javascript";
    return { content: text, mimeType };
  }

  #numberOf(name: string): number {
    const known = this.#numbered.indexOf(name) + 1;
    return known > 0 ? known : this.#numbered.push(name);
  }
}
