/** Where to say that something is missing: at the key of the list that should have it, or the nearest that is there. */

import { findAll } from "../find.ts";
import type { AdviceContext } from "../rule.ts";
import { childPointer, pointerKeys } from "../source.ts";

/** The longest part of a pointer that exists. */
export function anchor({ document }: Pick<AdviceContext, "document">, pointer: string): string {
  let there = "";
  for (const step of pointerKeys(pointer)) {
    const next = childPointer(there, step);
    if (findAll(document, next).length === 0) break;
    there = next;
  }
  return there;
}
