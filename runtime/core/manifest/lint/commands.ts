/** How commands and ids are named. */
import { escapeForDisplay } from "../../permissions/escape.ts";
import type { Advice, Located } from "../rule.ts";
import { usesOf } from "./running.ts";

export const commandCategory: Advice = {
  code: "lint/command-category",
  check({ objects, strings, edit, report }) {
    const common = mostCommon(strings("/ui/commands/*/category").map(({ value }) => value));
    const category = common ?? strings("/name")[0]?.value.trim() ?? "";
    for (const { pointer, value } of objects("/ui/commands/*")) {
      const isMissing = value.category === undefined || value.category === "";
      if (!isMissing) continue;
      const title = `Add the category ${quote(category)}`;
      const fix =
        value.category === undefined
          ? edit.add(pointer, "category", category, title)
          : edit.replace(`${pointer}/category`, JSON.stringify(category), title);
      const usable = category !== "" && category.length <= 100;
      report(pointer, "The command has no category", usable ? { fix } : {});
    }
  },
};

export const categorySpelling: Advice = {
  code: "lint/category-spelling",
  check({ strings, report }) {
    const groups = new Map<string, Located<string>[]>();
    for (const category of strings("/ui/commands/*/category")) {
      const folded = category.value.toLowerCase().replace(/[\s_-]+/g, "");
      groups.set(folded, [...(groups.get(folded) ?? []), category]);
    }
    for (const group of groups.values()) {
      const usual = mostCommon(group.map(({ value }) => value));
      for (const { pointer, value } of group) {
        if (usual === undefined || value === usual) continue;
        report(pointer, `Other commands spell this category ${quote(usual)}`, { replacement: usual });
      }
    }
  },
};

export const kebabCase: Advice = {
  code: "lint/kebab-case",
  check(context) {
    const ids = ["/ui/commands/*/id", "/ui/panels/*/id", "/api/events/*"].flatMap((list) => context.strings(list));
    const taken = new Set(ids.map(({ value }) => value));
    const uses = usesOf(context, ["command", "panel", "emit", "listen"]) ?? [];
    for (const { pointer, value } of ids) {
      // Words in front of a dot are a namespace.
      if (value === "" || /^[a-z0-9]+(?:[-.][a-z0-9]+)*$/.test(value)) continue;
      const kebab = kebabOf(value);
      // Where sources use the id, changing it here alone would break them: that is for the editor's rename.
      const isUsed = uses.some((use) => use.value === value || use.value === undefined);
      const usable = kebab !== "" && !taken.has(kebab) && !isUsed && context.uses !== undefined;
      const message = kebab === "" ? "Ids are words joined by hyphens" : `In kebab case this id is ${quote(kebab)}`;
      context.report(pointer, message, usable ? { replacement: kebab } : {});
    }
  },
};

function kebabOf(id: string): string {
  const words = id.replace(/([a-z0-9])([A-Z])|([A-Z]+)(?=[A-Z][a-z])/g, "$1$3-$2").toLowerCase();
  return words.replace(/[^a-z0-9.]+/g, "-").replace(/^[-.]+|[-.]+$/g, "");
}

/** The first of those that come most often. */
function mostCommon(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const word of words) if (word.trim() !== "") counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function quote(text: string): string {
  return escapeForDisplay(JSON.stringify(text), 120);
}
