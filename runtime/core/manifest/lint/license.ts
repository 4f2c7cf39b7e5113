/** Licenses to which SPDX has given another name. */

import deprecatedIds from "spdx-license-ids/deprecated.json" with { type: "json" };
import spdxIds from "spdx-license-ids/index.json" with { type: "json" };
import type { Advice } from "../rule.ts";

/**
 * `GPL-3.0` leaves open whether later versions are meant, so SPDX has two names in its place
 * (https://spdx.org/licenses/GPL-3.0.html). Which one only the author knows; `GPL-3.0+` says it.
 */
export const deprecatedLicense: Advice = {
  code: "lint/deprecated-license",
  check({ strings, report }) {
    for (const { pointer, value } of strings("/license")) {
      const isLater = value.endsWith("+");
      const id = isLater ? value.slice(0, -1) : value;
      if (!deprecatedIds.includes(id)) continue;
      const names = (isLater ? [`${id}-or-later`] : [`${id}-only`, `${id}-or-later`]).filter((name) =>
        spdxIds.includes(name),
      );
      const instead = names.length === 0 ? "" : `; write ${names.join(" or ")}`;
      const [name] = names;
      const replacement = names.length === 1 && name !== undefined ? { replacement: name } : {};
      report(pointer, `SPDX no longer uses this name${instead}`, { tags: ["deprecated"], ...replacement });
    }
  },
};
