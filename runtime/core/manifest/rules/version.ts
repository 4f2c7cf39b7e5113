import semver from "semver";
import type { Rule } from "../rule.ts";

export const versionRule: Rule = {
  code: "manifest/version",
  check({ strings, report }) {
    for (const pattern of ["/version", "/compatibility/minAppVersion", "/compatibility/maxAppVersion"]) {
      for (const { pointer, value } of strings(pattern)) {
        if (isVersion(value)) continue;
        const meant = semver.coerce(value, { includePrerelease: true })?.version;
        const message = "This is not a semantic version such as 1.2.0";
        report(pointer, message, meant === undefined ? {} : { replacement: meant });
      }
    }
  },
};

/** semver itself also accepts "v1.2.0" and spaces around. */
export function isVersion(text: string): boolean {
  return /^\d\S*$/.test(text) && semver.valid(text) !== null;
}
