/** Completion: keys, snippets and enums from the schema, everything else from what lies around the manifest. */
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  MarkupKind,
  type Position,
} from "vscode-languageserver";
import type { ManifestView } from "../../feature.ts";
import { jsonService } from "../../json-service.ts";
import { schemaAt } from "../schema-node.ts";
import { type Place, placeAt } from "./place.ts";
import { others, suggestionsFor } from "./sources.ts";
import { commaBefore, toItem, withoutPlaceholders } from "./suggestion.ts";

export interface CompletionClient {
  /** The client can place the cursor inside what it inserts. */
  readonly snippets: boolean;
}

/** Opening quotes, what stands before a value, and what separates the parts of a path. */
export const COMPLETION_TRIGGERS = ['"', "/", ":"];

/** Ours replace the examples of the schema where there are any: they are about this plugin, and none comes twice. */
export async function complete(
  view: ManifestView,
  position: Position,
  client: CompletionClient,
): Promise<CompletionList> {
  const { document } = view;
  const place = placeAt(document.getText(), document.offsetAt(position));
  if (!place) return { isIncomplete: false, items: [] };
  const suggestions = suggestionsFor(view, place);
  if (suggestions.length > 0) {
    const items = suggestions.map((suggestion, index) => toItem(suggestion, index, place, document, client.snippets));
    return { isIncomplete: false, items };
  }
  const list = await jsonService("manifest").doComplete(document, position, view.json);
  // Where a key must stand the service may see the end of a value, and the other way round.
  const fitting = (list?.items ?? []).filter(({ kind }) => (kind === CompletionItemKind.Property) === place.isKey);
  // Examples of objects and lists are labelled with their JSON: a snippet of the schema says the same with a name.
  const named = fitting.filter(({ label }) => !/^[{[]/.test(label));
  const listed = typeof place.path.at(-1) === "number" ? others(view, place.path) : [];
  const items = (named.length > 0 ? named : fitting).map((item) => improve(item, place, view, client));
  // Once in a list is enough.
  return { isIncomplete: list?.isIncomplete ?? false, items: items.filter(({ label }) => !listed.includes(label)) };
}

function improve(item: CompletionItem, place: Place, view: ManifestView, client: CompletionClient) {
  const improved = place.isKey ? improveKey(item, place) : improveValue(item, place);
  const whole = { ...improved, ...commaBefore(place, view.document) };
  return client.snippets ? whole : toPlainText(whole);
}

/** Required keys that are missing come first, then all in the order of the schema. */
function improveKey(item: CompletionItem, { path }: Place): CompletionItem {
  if (item.kind !== CompletionItemKind.Property) return item;
  const parent = schemaAt(path);
  const schema = schemaAt([...path, item.label]);
  const isRequired = parent?.required?.includes(item.label) === true;
  const order = Object.keys(parent?.properties ?? {}).indexOf(item.label);
  const rank = `${isRequired ? 0 : 1}${String(order < 0 ? 999 : order).padStart(3, "0")}`;
  const title = schema?.title;
  const detail = [...(title === undefined ? [] : [title]), ...(isRequired ? ["required"] : [])].join(", ");
  const about = schema?.markdownDescription;
  return {
    ...item,
    sortText: rank,
    ...(detail !== "" && { detail }),
    ...(about !== undefined && { documentation: { kind: MarkupKind.Markdown, value: about } }),
  };
}

/** Texts are shown without their quotes, as ours are; examples say that they are no more than that. */
function improveValue(item: CompletionItem, place: Place): CompletionItem {
  const text = /^".*"$/s.test(item.label) ? item.label.slice(1, -1) : item.label;
  const schema = schemaAt(place.path);
  const isChoice = schema?.enum !== undefined || item.detail !== undefined || schema?.type === "boolean";
  const isExample = !isChoice && schema?.examples?.some((example) => example === text) === true;
  // Editors compare what is typed from the opening quote on.
  return { ...item, label: text, filterText: item.filterText ?? item.label, ...(isExample && { detail: "example" }) };
}

function toPlainText(item: CompletionItem): CompletionItem {
  const { textEdit, command: _, ...rest } = item;
  if (item.insertTextFormat !== InsertTextFormat.Snippet || !textEdit) return item;
  return {
    ...rest,
    insertTextFormat: InsertTextFormat.PlainText,
    ...(item.insertText !== undefined && { insertText: withoutPlaceholders(item.insertText) }),
    textEdit: { ...textEdit, newText: withoutPlaceholders(textEdit.newText) },
  };
}
