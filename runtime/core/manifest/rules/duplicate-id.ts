import { escapeForDisplay } from "../../permissions/escape.ts";
import type { Located, Rule } from "../rule.ts";

/** Commands, panels, endpoints (by method and path) and events are found by their ids. */
export const duplicateIdRule: Rule = {
  code: "manifest/duplicate-id",
  check({ strings, objects, report }) {
    const endpoints = objects("/api/endpoints/*").flatMap(({ pointer, value: { method = "POST", path } }) =>
      typeof path === "string" ? [{ pointer: `${pointer}/path`, value: `${String(method)} ${path}` }] : [],
    );
    const lists = [strings("/ui/commands/*/id"), strings("/ui/panels/*/id"), strings("/api/events/*"), endpoints];
    for (const list of lists) reportRepeated(list, report);
  },
};

function reportRepeated(list: readonly Located<string>[], report: (pointer: string, message: string) => void): void {
  const seen = new Set<string>();
  for (const { pointer, value } of list) {
    if (seen.has(value)) report(pointer, `${escapeForDisplay(JSON.stringify(value), 120)} stands here twice`);
    seen.add(value);
  }
}
