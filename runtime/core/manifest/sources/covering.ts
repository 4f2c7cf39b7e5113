/** What a text whose end is computed can still become. */
import { behindVariable } from "../../permissions/path-scope.ts";

/** The origin that a URL with this start goes to; undefined when what follows could change it. */
export function netUrl(start: string): string | undefined {
  const [, origin] = /^(https?:\/\/[^/?#\\@]+)[/?#]/i.exec(start) ?? [];
  if (origin === undefined || !URL.canParse(origin)) return undefined;
  return new URL(origin).origin;
}

/**
 * A scope that covers every path with this start, such as `./data/**` for `./data/report-`. Undefined when the start
 * names no folder, or one with wildcards in its name.
 */
export function pathScope(start: string): string | undefined {
  const slash = start.lastIndexOf("/");
  const folder = start.slice(0, slash);
  if (slash < 0 || /[*?[\]{}\\]|(?:^|\/)\.\.(?:\/|$)/.test(behindVariable(folder))) return undefined;
  return folder === "" ? undefined : `${folder}/**`;
}
