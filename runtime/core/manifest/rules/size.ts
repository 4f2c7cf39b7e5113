import type { Rule } from "../rule.ts";
import { parseSize } from "../size.ts";

export const sizeRule: Rule = {
  code: "manifest/size",
  check({ strings, report }) {
    for (const { pointer, value } of strings("/*/memory/maxSize")) {
      if (parseSize(value) !== undefined) continue;
      const meant = `${value}MB`;
      const message = "Expected a whole number and B, KB, MB or GB, such as 100MB";
      report(pointer, message, parseSize(meant) === undefined ? {} : { replacement: meant });
    }
  },
};
