/** What the kinds of scopes have in common. A scope is one string of `plugin.json` or of a grant. */

/** Why a scope cannot be used. */
export interface ScopeError {
  readonly message: string;
  /** Where in the scope string, in UTF-16 units. */
  readonly offset: number;
  /** A scope that was probably meant. */
  readonly suggestion?: string;
}

export type ParsedScope<T> =
  | { readonly ok: true; readonly scope: T }
  | { readonly ok: false; readonly error: ScopeError };

/** Longest scope that is read at all, in UTF-16 units. */
export const MAX_SCOPE_LENGTH = 1024;

export function scopeError(message: string, offset = 0, suggestion?: string): { ok: false; error: ScopeError } {
  return { ok: false, error: { message, offset, ...(suggestion === undefined ? {} : { suggestion }) } };
}

/** Refuses what no kind of scope may contain; undefined when there is nothing to refuse. */
export function refuseText(text: string): { ok: false; error: ScopeError } | undefined {
  if (text.length === 0) return scopeError("A scope must not be empty");
  if (text.length > MAX_SCOPE_LENGTH) {
    return scopeError(`A scope has at most ${MAX_SCOPE_LENGTH} characters`, MAX_SCOPE_LENGTH);
  }
  const control = text.search(/[\p{Cc}\p{Cs}\u2028\u2029]/u);
  if (control >= 0) return scopeError("A scope must not contain control characters", control);
  const backslash = text.indexOf("\\");
  if (backslash >= 0) {
    return scopeError(
      "A scope must not contain backslashes; use / between folders",
      backslash,
      text.replaceAll("\\", "/"),
    );
  }
  return undefined;
}
