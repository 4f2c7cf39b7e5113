import type { Located } from "./rule.ts";
import { childPointer } from "./source.ts";

/** Everything at a JSON Pointer in which `*` stands for any key or index. */
export function findAll(value: unknown, pattern: string): Located<unknown>[] {
  let found: Located<unknown>[] = [{ pointer: "", value }];
  for (const step of pattern.split("/").slice(1)) {
    found = found.flatMap(({ pointer, value: parent }) => {
      if (typeof parent !== "object" || parent === null) return [];
      if (step !== "*") {
        const value = Object.getOwnPropertyDescriptor(parent, step);
        return value?.enumerable ? [{ pointer: childPointer(pointer, step), value: value.value }] : [];
      }
      return Object.entries(parent).map(([key, child]) => ({ pointer: childPointer(pointer, key), value: child }));
    });
  }
  return found;
}
