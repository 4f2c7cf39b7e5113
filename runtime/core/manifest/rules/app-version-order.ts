import semver from "semver";
import type { Rule } from "../rule.ts";
import { isVersion } from "./version.ts";

export const appVersionOrderRule: Rule = {
  code: "manifest/app-version-order",
  check({ strings, edit, report }) {
    const [min] = strings("/compatibility/minAppVersion");
    const [max] = strings("/compatibility/maxAppVersion");
    if (!min || !max || !isVersion(min.value) || !isVersion(max.value)) return;
    if (!semver.gt(min.value, max.value)) return;
    const fix = edit.remove(max.pointer, "Remove maxAppVersion");
    report(min.pointer, `minAppVersion is greater than maxAppVersion ${max.value}`, { fix });
  },
};
