/** Every fix about which there is nothing to decide, applied until none is left. */

import type { Code } from "../../../runtime/core/manifest/codes.ts";
import type { Fix, Problem } from "../../../runtime/core/result.ts";
import type { ManifestView } from "../../feature.ts";
import { applied } from "./edits.ts";
import { withText } from "./with-text.ts";

/** Each round can bring fixes to light that an error hid; more than this none ever took. */
const MAX_ROUNDS = 20;

/**
 * Problems with one way out. What a plugin may do is changed only by a person who chose that very fix: neither missing
 * nor idle permissions are among them, and nothing is guessed or thrown away.
 */
const ONE_WAY_OUT: ReadonlySet<string> = new Set<Code>([
  "manifest/byte-order-mark",
  "manifest/syntax",
  "manifest/type",
  "manifest/value",
  "manifest/version",
  "manifest/license",
  "manifest/path",
  "manifest/permission-scope",
  "manifest/parameter-type",
  "source/undeclared-command",
  "source/undeclared-panel",
  "source/undeclared-endpoint",
  "source/undeclared-event",
  "source/path-case",
  "lint/category-spelling",
]);

export function isPreferred({ code, fix }: Problem): boolean {
  if (!fix) return false;
  // A mistyped key is renamed; one that nobody knows would be thrown away.
  return ONE_WAY_OUT.has(code) || (code === "manifest/unknown-key" && fix.text !== "");
}

/** The text with all preferred fixes; the same text when there are none. */
export function fixedText(view: ManifestView): string {
  let current = view;
  const seen = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const text = current.document.getText();
    seen.add(text);
    const next = fixesOf(current).reduceRight(applied, text);
    // Two fixes that undo each other would go on for ever.
    if (seen.has(next)) return text;
    current = withText(view, next);
  }
  return current.document.getText();
}

/** The preferred fixes in the order of the text, of those that overlap the first. */
function fixesOf({ problems }: ManifestView): Fix[] {
  const fixes = problems.filter(isPreferred).flatMap(({ fix }) => fix ?? []);
  const kept: Fix[] = [];
  for (const fix of fixes.toSorted((a, b) => a.offset - b.offset)) {
    const last = kept.at(-1);
    if (!last || (fix.offset >= last.offset + last.length && fix.offset > last.offset)) kept.push(fix);
  }
  return kept;
}
