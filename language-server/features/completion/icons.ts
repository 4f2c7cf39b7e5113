import { CompletionItemKind } from "vscode-languageserver";
import { CODICONS, codiconMarkdown } from "../codicons.ts";
import type { Suggestion } from "./suggestion.ts";

/** Every codicon by name. The list is made once: it is the same everywhere. */
export const ICONS: readonly Suggestion[] = [...CODICONS.values()]
  .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  .map((icon) => ({
    text: icon.name,
    kind: CompletionItemKind.Value,
    detail: icon.category,
    documentation: codiconMarkdown(icon),
  }));
