import { relativePathError } from "../relative-path.ts";
import type { ManifestFiles, Rule } from "../rule.ts";

/** The sources may be missing from a package that holds what they are built into. */
export const missingEntryRule: Rule = {
  code: "manifest/missing-entry",
  check({ strings, files, report }) {
    if (!files) return;
    const output = strings("/build/output")[0]?.value ?? "dist";
    const entries = [
      { pattern: "/build/entry", built: `${output}/main.js` },
      { pattern: "/ui/entry", built: `${output}/ui/main.js` },
    ];
    for (const { pattern, built } of entries) {
      for (const { pointer, value } of strings(pattern)) {
        if (isMissing(files, value) && isMissing(files, built))
          report(pointer, "This file does not exist, nor its output");
      }
    }
  },
};

export const missingFileRule: Rule = {
  code: "manifest/missing-file",
  check({ strings, files, report }) {
    if (!files) return;
    for (const { pointer, value } of [...strings("/resources/*"), ...strings("/resources/screenshots/*")]) {
      if (isMissing(files, value)) report(pointer, "This file does not exist");
    }
  },
};

/** Unsafe paths are another rule's matter: nobody looks for them. */
function isMissing(files: ManifestFiles, path: string): boolean {
  return relativePathError(path) === undefined && !files.exists(path);
}
