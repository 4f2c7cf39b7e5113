/** What the client tells the server of its surroundings. */

export interface Settings {
  /** Where plugins are installed: an absolute path. */
  readonly home: string | undefined;
  /** Names of models that the client knows of. */
  readonly models: readonly string[];
}

const MAX_MODELS = 1000;

/** Reads `initializationOptions`: `{ home?: string, models?: string[] }`. What is of another type counts as left out. */
export function readSettings(options: unknown, defaultHome: string | undefined): Settings {
  const { home, models } = (typeof options === "object" && options !== null ? options : {}) as Record<string, unknown>;
  return { home: typeof home === "string" && home !== "" ? home : defaultHome, models: readModels(models) };
}

export function readModels(models: unknown): readonly string[] {
  if (!Array.isArray(models)) return [];
  return models.filter((model): model is string => typeof model === "string" && model !== "").slice(0, MAX_MODELS);
}
