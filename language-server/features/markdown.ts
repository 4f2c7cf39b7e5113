/** Text of plugins inside the Markdown that editors show. */
import { escapeForDisplay } from "../../runtime/core/permissions/escape.ts";

const MAX_CODE = 120;

/**
 * Text from a manifest or a source as a code span: the one form in which Markdown knows neither links nor HTML. The
 * fence is longer than any run of backticks inside (https://spec.commonmark.org/0.31.2/#code-spans).
 */
export function code(text: string): string {
  // VS Code draws `$(name)` as an icon even there; an invisible character keeps it text.
  const shown = escapeForDisplay(text, MAX_CODE).replaceAll("$(", "$\u200b(");
  if (shown === "") return '`""`';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(shown) ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** `a`, `b` and `c`; of more than `most` only the first are named. */
export function codeList(texts: readonly string[], most = 5): string {
  const named = texts.slice(0, most).map(code);
  const rest = texts.length - named.length;
  const all = rest > 0 ? [...named, `${rest} more`] : named;
  const last = all.at(-1) ?? "";
  return all.length < 2 ? last : `${all.slice(0, -1).join(", ")} and ${last}`;
}
