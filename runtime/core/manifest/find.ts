import type { Located } from "./rule.ts";
import { childPointer } from "./source.ts";

/** Everything at a JSON Pointer in which `*` stands for any key or index. */
export function findAll(value: unknown, pattern: string): Located<unknown>[] {
  let found: Located<unknown>[] = [{ pointer: "", value }];
  for (const step of pattern.split("/").slice(1)) {
    const next: Located<unknown>[] = [];
    for (const { pointer, value: parent } of found) {
      if (typeof parent !== "object" || parent === null) continue;
      const members = parent as Readonly<Record<string, unknown>>;
      const keys = step === "*" ? Object.keys(members) : [step];
      for (const key of keys) {
        if (Object.prototype.propertyIsEnumerable.call(members, key))
          next.push({ pointer: childPointer(pointer, key), value: members[key] });
      }
    }
    found = next;
  }
  return found;
}
