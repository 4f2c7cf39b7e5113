/** Plugin-supplied text in VS Code's own surfaces. */

/**
 * VS Code turns `[text](command:…)` in messages and progress into links that run commands, and `$(name)` into icons:
 * an invisible character between the two parts keeps them text.
 */
export function inert(text: string): string {
  return text.replaceAll("](", "]\u200b(").replaceAll("$(", "$\u200b(");
}

/** What to tell a person about anything that was thrown, in one short text. */
export function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const hint = error instanceof Error && "hint" in error && typeof error.hint === "string" ? ` (${error.hint})` : "";
  const text = `${message}${hint}`;
  return inert(text.length > 1000 ? `${text.slice(0, 999)}…` : text);
}
