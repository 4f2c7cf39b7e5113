/**
 * Makes the frames of stacks links. VS Code takes a path for one when it begins with a dot, from the session's folder, or
 * with a root, on this machine only; the plugin's own stacks name files from the plugin's folder.
 */
import { relative, sep } from "node:path";
import { isInside } from "./configurations.ts";

/** `at total (src/report.ts:12:5)` or `at src/report.ts:12:5`; no path that says already where it begins. */
const FRAME = /^(\s*at (?:[^()\n]{0,300} \()?)((?![./\\@])[^():\n]{1,500})(:\d{1,9}:\d{1,9}\)?)$/gm;

/** @param before what `linkStart` says of the plugin */
export function withFrameLinks(text: string, before: string): string {
  return text.replace(FRAME, (_, head: string, path: string, place: string) => `${head}${before}${path}${place}`);
}

/** @param dir the plugin's folder, and `root` the session's, if it has one */
export function linkStart(dir: string, root: string | undefined): string {
  if (root === undefined || !isInside(dir, root)) return dir + sep;
  return [".", ...relative(root, dir).split(sep).filter(Boolean), ""].join("/");
}
