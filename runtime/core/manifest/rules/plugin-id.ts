import { pluginId } from "../plugin-id.ts";
import type { Rule } from "../rule.ts";

/** A name such as "日本" gives no id. */
export const idRule: Rule = {
  code: "manifest/id",
  check({ strings, edit, report }) {
    if (strings("/id").length > 0) return;
    for (const { pointer, value } of strings("/name")) {
      if (value === "" || pluginId(value) !== "") continue;
      const fix = edit.add("", "id", "my-plugin", 'Add "id": "my-plugin"');
      report(pointer, 'No id can be made from this name; give one as "id"', { fix });
    }
  },
};
