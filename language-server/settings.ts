/** What the server is told of its surroundings: by who starts it, and by the client. */

export interface ServerOptions {
  /** The entry of the thread that analyses sources: `sources/worker.ts`, or what it is bundled into. */
  readonly sourceWorker: URL;
  /** Where plugins are installed, unless the client names another folder in `initializationOptions.home`. */
  readonly home: string | undefined;
  /** `docs/manifest.md`, where people read about the codes of problems. */
  readonly documentation: URL;
}

export interface Settings {
  /** Where plugins are installed: an absolute path. */
  readonly home: string | undefined;
  /** Names of models that the client knows of. */
  readonly models: readonly string[];
  /** Commands that the client can execute. */
  readonly commands: readonly string[];
}

const MAX_NAMES = 1000;

/**
 * Reads `initializationOptions`: `{ home?: string, models?: string[], commands?: string[] }`. What is of another type
 * counts as left out.
 */
export function readSettings(options: unknown, defaultHome: string | undefined): Settings {
  const given = (typeof options === "object" && options !== null ? options : {}) as Record<string, unknown>;
  return {
    home: typeof given.home === "string" && given.home !== "" ? given.home : defaultHome,
    models: readNames(given.models),
    commands: readNames(given.commands),
  };
}

/** The texts in a list. */
export function readNames(names: unknown): readonly string[] {
  if (!Array.isArray(names)) return [];
  return names.filter((name): name is string => typeof name === "string" && name !== "").slice(0, MAX_NAMES);
}
