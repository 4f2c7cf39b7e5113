/** Which files of a plugin's folder are its sources. */
import { parse } from "jsonc-parser";
import { tooDeepAt } from "../parse.ts";
import { relativePathError } from "../relative-path.ts";

const DEFAULT_OUTPUT = "dist";

/** Whether a file is JavaScript or TypeScript that runs; declarations of types do not. */
export function isSource(path: string): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path) && !/\.d\.[cm]?ts$/.test(path);
}

/**
 * The folder into which a plugin is built, with a slash at the end: what lies there says what the sources said when it was
 * built, and is none of them.
 *
 * @param manifest the text of its `plugin.json`, which may be half typed
 */
export function outputFolder(manifest: string): string {
  // The parser recurses.
  const isDeep = tooDeepAt(manifest) !== undefined;
  const value = (isDeep ? undefined : parse(manifest)) as { build?: { output?: unknown } } | null | undefined;
  const output = value?.build?.output;
  const path = typeof output === "string" && !relativePathError(output) ? output : "";
  const steps = path.split("/").filter((step) => step !== "" && step !== ".");
  return `${steps.join("/") || DEFAULT_OUTPUT}/`;
}
