import { relativePathError } from "../relative-path.ts";
import type { Rule } from "../rule.ts";

const PATHS = [
  "/ui/entry",
  "/resources/models",
  "/resources/config",
  "/resources/docs",
  "/resources/icon",
  "/resources/screenshots/*",
  "/build/entry",
  "/build/output",
  "/build/exclude/*",
];

export const pathRule: Rule = {
  code: "manifest/path",
  check({ strings, report }) {
    for (const { pointer, value } of PATHS.flatMap((pattern) => strings(pattern))) {
      const error = relativePathError(value);
      if (error) {
        const { message, offset, replacement } = error;
        report(pointer, message, { from: offset, ...(replacement !== undefined && { replacement }) });
      }
    }
    for (const { pointer, value } of strings("/build/output")) {
      const segments = value.split("/").filter((segment) => segment !== "" && segment !== ".");
      const inPackages = segments.includes("node_modules");
      // An absolute or empty path has been reported above.
      if (value !== "" && !value.startsWith("/") && (segments.length === 0 || inPackages)) {
        report(pointer, "The output goes into a folder of its own, such as dist/", { replacement: "dist/" });
      }
    }
  },
};
