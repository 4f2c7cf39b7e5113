import { pluginId } from "../plugin-id.ts";
import type { Rule } from "../rule.ts";

const OWN = new Set(["ai-hub", "aihub", "aihub-plugins", "node-modules", "vscode", "system", "core"]);
/** Windows has devices under these names in every folder. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** Ids become names of folders, extensions and events. */
export const reservedIdRule: Rule = {
  code: "manifest/reserved-id",
  check({ strings, edit, report }) {
    const given = strings("/id");
    for (const { pointer, value } of given.length > 0 ? given : strings("/name")) {
      const id = given.length > 0 ? value : pluginId(value);
      if (!OWN.has(id) && !DEVICE.test(id)) continue;
      const other = `${id}-plugin`;
      const fix = edit.add("", "id", other, `Add "id": "${other}"`);
      report(pointer, `The id "${id}" is reserved`, given.length > 0 ? { replacement: other } : { fix });
    }
  },
};
