/** The format of `usage.json`: what a plugin has used of its budgets. */
import { NewerFileError, type StateFormat } from "./state-file.ts";

export interface TokenUse {
  /** By UTC, `2026-01-31`. */
  readonly day: string;
  /** Tokens of that day, those included that are reserved and not settled. */
  readonly spent: number;
}

const VERSION = 1;
const DAY = /^\d{4}-\d\d-\d\d$/;
/** More than any budget. */
const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** @param plugin its id, or the folder of one that is not installed; for people who read the file */
export function usageFormat(plugin: string, today: () => string): StateFormat<TokenUse> {
  return {
    name: "usage",
    missing: { day: "", spent: 0 },
    get damaged() {
      return { day: today(), spent: EVERYTHING };
    },
    damagedText: "the token budget of today counts as used up",
    parse,
    write: ({ day, spent }) => `${JSON.stringify({ version: VERSION, plugin, tokens: { day, spent } }, null, 2)}\n`,
  };
}

function parse(text: string): TokenUse {
  const { version, tokens } = JSON.parse(text) as { version?: unknown; tokens?: Partial<Record<string, unknown>> };
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) throw new Error("no version");
  if (version > VERSION) throw new NewerFileError("was written by a newer version of AI Hub");
  const { day, spent } = tokens ?? {};
  if (typeof day !== "string" || !DAY.test(day)) throw new Error("no day");
  if (typeof spent !== "number" || !Number.isSafeInteger(spent) || spent < 0) throw new Error("no tokens");
  return { day, spent };
}
