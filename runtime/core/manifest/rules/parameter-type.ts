import { didYouMean } from "../did-you-mean.ts";
import type { Rule } from "../rule.ts";

/** Besides words to choose from, such as `pdf|csv`. */
export const PARAMETER_TYPES = ["string", "number", "boolean", "object", "array"];
const WORD = /^[\p{L}\p{N}_.+-]+$/u;

export const parameterTypeRule: Rule = {
  code: "manifest/parameter-type",
  check({ strings, report }) {
    for (const { pointer, value } of strings("/api/endpoints/*/parameters/*")) {
      if (PARAMETER_TYPES.includes(value)) continue;
      const words = value.split("|");
      const isChoice =
        words.length > 1 && words.every((word) => WORD.test(word)) && new Set(words).size === words.length;
      if (isChoice) continue;
      const tidy = words.map((word) => word.trim()).filter((word) => word !== "");
      const meant = words.length > 1 ? [...new Set(tidy)].join("|") : (didYouMean(value, PARAMETER_TYPES) ?? "string");
      const message = `Expected ${PARAMETER_TYPES.join(", ")}, or words separated by "|" such as pdf|csv`;
      report(pointer, message, meant === undefined || meant === value ? {} : { replacement: meant });
    }
  },
};
