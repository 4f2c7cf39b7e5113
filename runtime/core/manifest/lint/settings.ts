/** Settings: what the sources read against what the schema of `resources.config` describes. */
import { type ParseError, parse } from "jsonc-parser";
import { escapeForDisplay } from "../../permissions/escape.ts";
import { didYouMean } from "../did-you-mean.ts";
import { tooDeepAt } from "../parse.ts";
import { relativePathError } from "../relative-path.ts";
import type { Advice, AdviceContext } from "../rule.ts";
import { areKnown, byValue, inWords, placesOf, usesOf } from "./running.ts";

export const undeclaredSetting: Advice = {
  code: "source/undeclared-setting",
  check(context) {
    const described = settings(context);
    const uses = usesOf(context, ["config"]);
    if (!described || described.isOpen || !uses) return;
    for (const [key, where] of byValue(uses)) {
      const [first] = where;
      if (described.keys.includes(key) || !first) continue;
      const meant = didYouMean(key, described.keys);
      const question = meant === undefined ? "" : `; did you mean ${quote(meant)}?`;
      const message = `The setting ${quote(key)} is not described there: ${inWords(first)}${question}`;
      context.report(described.pointer, message, { related: placesOf(where) });
    }
  },
};

export const unusedSetting: Advice = {
  code: "source/unused-setting",
  check(context) {
    const described = settings(context);
    const uses = usesOf(context, ["config"]);
    if (!described || !uses || !areKnown(uses)) return;
    const used = byValue(uses);
    for (const key of described.keys) {
      if (!used.has(key)) context.report(described.pointer, `No source reads the setting ${quote(key)}`);
    }
  },
};

interface Settings {
  readonly pointer: string;
  readonly keys: readonly string[];
  /** There may be others. */
  readonly isOpen: boolean;
}

const OPENING = ["patternProperties", "$ref", "allOf", "anyOf", "oneOf", "if"];

function settings({ strings, files }: AdviceContext): Settings | undefined {
  const [config] = strings("/resources/config");
  if (!config || relativePathError(config.value)) return undefined;
  const text = files?.text?.(config.value);
  if (text === undefined || tooDeepAt(text) !== undefined) return undefined;
  const errors: ParseError[] = [];
  const schema: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) return undefined; // half-typed, so the rest of the settings may be to come
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return undefined;
  const { properties, additionalProperties } = schema as Readonly<Record<string, unknown>>;
  if (typeof properties !== "object" || properties === null) return undefined;
  const extra = additionalProperties !== undefined && additionalProperties !== false;
  const isOpen = extra || OPENING.some((key) => Object.hasOwn(schema, key));
  return { pointer: config.pointer, keys: Object.keys(properties), isOpen };
}

function quote(text: string): string {
  return escapeForDisplay(JSON.stringify(text), 120);
}
