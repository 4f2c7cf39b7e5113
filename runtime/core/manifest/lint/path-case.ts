/** Files that are there, but spelt with other capitals: Windows and macOS find them, Linux and packages do not. */
import { escapeForDisplay } from "../../permissions/escape.ts";
import { relativePathError } from "../relative-path.ts";
import type { Advice } from "../rule.ts";
import { plain } from "./running.ts";

const PATHS = ["/build/entry", "/ui/entry", "/resources/*", "/resources/screenshots/*"];

export const pathCase: Advice = {
  code: "source/path-case",
  check({ files, strings, report }) {
    const list = files?.files;
    if (!list) return;
    let folded: Map<string, string> | undefined;
    for (const { pointer, value } of PATHS.flatMap((pattern) => strings(pattern))) {
      if (relativePathError(value)) continue;
      folded ??= new Map(list.map((path) => [fold(path), path]));
      const wanted = plain(value).replace(/\/+$/, "");
      const there = folded.get(fold(wanted))?.replace(/\/$/, "");
      if (there === undefined || there === wanted || isListed(list, wanted)) continue;
      const prefix = /^(?:\.\/)*/.exec(value)?.[0] ?? "";
      const replacement = prefix + there + (value.endsWith("/") ? "/" : "");
      report(pointer, `The file is called ${escapeForDisplay(JSON.stringify(there), 120)}`, { replacement });
    }
  },
};

function isListed(list: readonly string[], path: string): boolean {
  return list.includes(path) || list.includes(`${path}/`);
}

function fold(path: string): string {
  return path.replace(/\/$/, "").normalize("NFC").toLowerCase();
}
