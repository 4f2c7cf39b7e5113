/** Completion in workflows: plugins of the home, their commands and their events; all else from the schema. */
import { parseTree } from "jsonc-parser";
import { CompletionItemKind, type CompletionList, type Position } from "vscode-languageserver";
import type { JsonView } from "../../documents/json-view.ts";
import { jsonService } from "../../json-service.ts";
import { fits, pointerOf, textsAt } from "../../nodes.ts";
import type { CompletionClient } from "./completion.ts";
import { type Place, placeAt } from "./place.ts";
import { type Suggestion, toItem } from "./suggestion.ts";

/** Settings get what the schema of schemas says. */
export async function completeJson(
  view: JsonView,
  position: Position,
  { snippets }: CompletionClient,
): Promise<CompletionList | null> {
  const { kind, document, json } = view;
  const place = kind === "workflow" ? placeAt(document.getText(), document.offsetAt(position)) : undefined;
  const suggestions = place && !place.isKey ? suggestionsFor(view, place) : [];
  if (!place || suggestions.length === 0) return jsonService(kind).doComplete(document, position, json);
  const items = suggestions.map((suggestion, index) => toItem(suggestion, index, place, document, snippets));
  return { isIncomplete: false, items };
}

function suggestionsFor({ document, installed }: JsonView, { path }: Place): Suggestion[] {
  if (fits(path, "/triggers/*")) {
    return unique(
      installed.flatMap(({ id, events }) =>
        events.map((event) => ({ text: `${id}/${event}`, kind: CompletionItemKind.Event, detail: `sent by ${id}` })),
      ),
    );
  }
  if (fits(path, "/steps/*/plugin")) {
    return unique(installed.map(({ id, version }) => ({ text: id, kind: CompletionItemKind.Module, detail: version })));
  }
  if (!fits(path, "/steps/*/command")) return [];
  const [plugin] = textsAt(parseTree(document.getText()), `${pointerOf(path.slice(0, -1))}/plugin`);
  const offering = installed.filter(({ id }) => plugin === undefined || id === plugin);
  return unique(
    offering.flatMap(({ id, commands }) =>
      commands.map((text) => ({ text, kind: CompletionItemKind.Function, detail: id })),
    ),
  );
}

/** Of a plugin that is there in several versions the first counts. */
function unique(suggestions: readonly Suggestion[]): Suggestion[] {
  return [...new Map(suggestions.toReversed().map((suggestion) => [suggestion.text, suggestion])).values()].toSorted(
    (a, b) => (a.text < b.text ? -1 : 1),
  );
}
