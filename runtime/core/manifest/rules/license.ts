import parseSpdx from "spdx-expression-parse";
import { didYouMean } from "../did-you-mean.ts";
import type { Rule } from "../rule.ts";

/** The marketplace's own words. */
const WORDS = ["one-time", "subscription", "free", "open-source"];
/** Only for suggestions. */
const COMMON = ["MIT", "Apache-2.0", "ISC", "BSD-2-Clause", "BSD-3-Clause", "MPL-2.0", "GPL-3.0-only", "LGPL-3.0-only"];

export const licenseRule: Rule = {
  code: "manifest/license",
  check({ strings, report }) {
    for (const { pointer, value } of strings("/license")) {
      if (WORDS.includes(value) || isSpdx(value)) continue;
      const meant = didYouMean(value, [...WORDS, ...COMMON]);
      const message = `Expected ${WORDS.join(", ")}, or an SPDX expression such as MIT`;
      report(pointer, message, meant === undefined ? {} : { replacement: meant });
    }
  },
};

function isSpdx(text: string): boolean {
  // The schema allows no longer ones; this bounds the parser's recursion also when it was not heeded.
  if (text.length > 256) return false;
  try {
    parseSpdx(text);
    return true;
  } catch {
    return false;
  }
}
