import { escapeForDisplay } from "../../permissions/escape.ts";
import type { Located, Rule } from "../rule.ts";

/** Commands, panels, endpoints (by method and path) and events are found by their ids. */
export const duplicateIdRule: Rule = {
  code: "manifest/duplicate-id",
  check({ strings, objects, edit, report }) {
    const endpoints = objects("/api/endpoints/*").flatMap(({ pointer, value: { method = "POST", path } }) =>
      typeof path === "string" ? [{ pointer: `${pointer}/path`, value: `${String(method)} ${path}` }] : [],
    );
    const lists = [strings("/ui/commands/*/id"), strings("/ui/panels/*/id"), strings("/api/events/*"), endpoints];
    for (const { pointer, value } of lists.flatMap(repeated)) {
      // The later one goes: what comes first is what counts.
      const isEvent = pointer.startsWith("/api/events/");
      const fix = isEvent ? edit.remove(pointer, "Remove the event") : edit.remove(parent(pointer), "Remove the entry");
      report(pointer, `${escapeForDisplay(JSON.stringify(value), 120)} stands here twice`, { fix });
    }
  },
};

function parent(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf("/"));
}

function repeated(list: readonly Located<string>[]): Located<string>[] {
  const seen = new Set<string>();
  return list.filter(({ value }) => {
    const isRepeated = seen.has(value);
    seen.add(value);
    return isRepeated;
  });
}
