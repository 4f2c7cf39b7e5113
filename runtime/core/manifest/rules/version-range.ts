import semver from "semver";
import type { Rule } from "../rule.ts";

export const versionRangeRule: Rule = {
  code: "manifest/version-range",
  check({ strings, report }) {
    for (const pattern of ["/dependencies/runtime/*", "/dependencies/plugins/*"]) {
      for (const { pointer, value } of strings(pattern)) {
        // An empty range means "any" to semver; here it is more likely an oversight.
        if (value.trim() === "" || semver.validRange(value) === null) {
          const least = semver.coerce(value)?.version;
          report(pointer, 'This is not a version range such as ^1.0.0; "*" means any version', {
            replacement: least === undefined ? "*" : `^${least}`,
          });
        }
      }
    }
  },
};
