/** What our own sources propose, and how it becomes an item of the protocol. */
import { type CompletionItem, type CompletionItemKind, InsertTextFormat, MarkupKind } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { escapeForDisplay } from "../../../runtime/core/permissions/escape.ts";
import type { Place } from "./place.ts";

export interface Suggestion {
  /** The text of the string, or of the key. */
  readonly text: string;
  /** Shown in place of the text. */
  readonly label?: string;
  readonly kind: CompletionItemKind;
  /** One short line. */
  readonly detail?: string;
  /** Markdown, safe to show. */
  readonly documentation?: string;
  /** More can be typed after it: the cursor stays inside the quotes and the list opens again. */
  readonly continues?: boolean;
  /** For keys: the text of the string that is their value. */
  readonly value?: string;
}

/** @param snippets the client can place the cursor inside what it inserts */
export function toItem(
  suggestion: Suggestion,
  index: number,
  place: Place,
  document: TextDocument,
  snippets: boolean,
): CompletionItem {
  const { text, label = text, kind, detail, documentation, continues = false } = suggestion;
  const quoted = JSON.stringify(text);
  const stays = continues && snippets;
  const value = place.isKey && !place.hasValue ? `: ${JSON.stringify(suggestion.value ?? "")}` : "";
  const whole = stays ? `${escapeSnippet(quoted.slice(0, -1))}$0"` : quoted + value;
  const newText = whole + (place.comma && !place.hasValue ? "," : "");
  const range = { start: document.positionAt(place.start), end: document.positionAt(place.end) };
  return {
    label: escapeForDisplay(label, 200),
    kind,
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    sortText: String(index).padStart(4, "0"),
    filterText: quoted,
    insertTextFormat: stays ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText },
    ...commaBefore(place, document),
    ...(stays && { command: { title: "Suggest", command: "editor.action.triggerSuggest" } }),
  };
}

/** The comma after what stands before the cursor, where it is missing. */
export function commaBefore({ commaAt }: Place, document: TextDocument): Pick<CompletionItem, "additionalTextEdits"> {
  if (commaAt === undefined) return {};
  const position = document.positionAt(commaAt);
  return { additionalTextEdits: [{ range: { start: position, end: position }, newText: "," }] };
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

/** A snippet's text with its placeholders' own words, for clients that know no snippets. */
export function withoutPlaceholders(snippet: string): string {
  return snippet.replace(
    /\\([\\$}])|\$\{\d+:([^}]*)\}|\$\{\d+\}|\$\d+/g,
    (_, escaped, words) => escaped ?? words ?? "",
  );
}
