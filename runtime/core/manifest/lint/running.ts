/** Which uses count: those in files that run in the plugin, not in its page, its tests or its tools. */

import { escapeForDisplay } from "../../permissions/escape.ts";
import type { RelatedPlace } from "../../result.ts";
import type { AdviceContext, RuleContext } from "../rule.ts";
import type { SourceUse, UseKind } from "../sources/source-use.ts";

const ASIDE =
  /(?:^|\/)(?:tests?|__tests__|spec|fixtures|mocks|__mocks__|tools|scripts|node_modules)\/|\.(?:test|spec)\.[a-z]+$/i;
const MAX_RELATED = 10;

/** The uses in code of the plugin. */
export function ownUses(uses: readonly SourceUse[], strings: RuleContext["strings"]): readonly SourceUse[] {
  const entry = plain(strings("/build/entry")[0]?.value ?? "src/main.ts");
  const page = folderOf(plain(strings("/ui/entry")[0]?.value ?? ""));
  const output = plain(strings("/build/output")[0]?.value ?? "dist/");
  const excluded = [output, ...strings("/build/exclude/*").map(({ value }) => plain(value))];
  const counts = (path: string) => {
    if (path === entry) return true;
    const inPage = page !== "" && path.startsWith(`${page}/`) && !entry.startsWith(`${page}/`);
    const isExcluded = excluded.some((folder) => folder !== "" && path.startsWith(`${folder.replace(/\/+$/, "")}/`));
    return !inPage && !isExcluded && !ASIDE.test(path);
  };
  const known = new Map<string, boolean>();
  return uses.filter(({ path }) => {
    const answer = known.get(path) ?? counts(path);
    known.set(path, answer);
    return answer;
  });
}

/** The uses of these kinds; undefined when nothing is known of the sources. */
export function usesOf({ uses }: AdviceContext, kinds: readonly UseKind[]): readonly SourceUse[] | undefined {
  return uses?.filter(({ kind }) => kinds.includes(kind));
}

/** Whether nothing of these is computed, so that what is not among them is not used. */
export function areKnown(uses: readonly SourceUse[]): boolean {
  return uses.every(({ value }) => value !== undefined);
}

/** Uses with a value, by that value. */
export function byValue(uses: readonly SourceUse[], read = (use: SourceUse) => use.value): Map<string, SourceUse[]> {
  const groups = new Map<string, SourceUse[]>();
  for (const use of uses) {
    const value = read(use);
    if (value === undefined) continue;
    const group = groups.get(value);
    if (group) group.push(use);
    else groups.set(value, [use]);
  }
  return groups;
}

/** A use in words: `` `aiHub.http.get('https://api.example.com')` at src/main.ts:12 ``. */
export function inWords({ kind, call, value, path, line }: SourceUse): string {
  // A capability is not among the arguments.
  const shown = value === undefined || kind === "system" ? "…" : `'${escapeForDisplay(value, 120)}'`;
  return `\`${escapeForDisplay(call, 80)}(${shown})\` at ${escapeForDisplay(path, 120)}:${line}`;
}

/** The places of uses, for the reader of a problem. */
export function placesOf(uses: readonly SourceUse[]): RelatedPlace[] {
  return uses.slice(0, MAX_RELATED).map(({ path, line, column, call, start, end }) => ({
    path,
    line,
    column,
    endColumn: column + end - start,
    message: `\`${escapeForDisplay(call, 80)}\` here`,
  }));
}

/** A path of the manifest as the sources' paths are written. */
export function plain(path: string): string {
  return path.replace(/^(?:\.\/)+/, "");
}

function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}
