/** From an id to everything that has to do with it, and from a path to its file. */
import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type LocationLink,
  type Range,
  type ReferenceParams,
  type TextDocumentPositionParams,
} from "vscode-languageserver";
import type { ManifestView } from "../feature.ts";
import { fileLinks } from "./document-links.ts";
import { isOf, type Occurrence, occurrenceAt, sameId } from "./ids.ts";

const START = { line: 0, character: 0 };

/**
 * From an id in the manifest to where the source registers it, or emits the event; from there back to the manifest; from
 * a path to the file.
 */
export function definition(view: ManifestView, params: TextDocumentPositionParams): LocationLink[] {
  const one = occurrenceAt(view, params);
  if (one) return targetsOf(view, one).map(({ uri, range }) => linkTo(uri, range, one.range));
  if (!isOf(view, params)) return [];
  const offset = view.document.offsetAt(params.position);
  return fileLinks(view)
    .filter(({ start, end }) => start <= offset && offset <= end)
    .map(({ uri, range }) => linkTo(uri, { start: START, end: START }, range));
}

export function references(view: ManifestView, params: ReferenceParams): Location[] {
  const one = occurrenceAt(view, params);
  if (!one) return [];
  return sameId(view, one)
    .filter(({ use }) => use !== undefined || params.context.includeDeclaration)
    .map(({ uri, range }) => ({ uri, range }));
}

/** The same id elsewhere in the same file. */
export function documentHighlights(view: ManifestView, params: TextDocumentPositionParams): DocumentHighlight[] {
  const one = occurrenceAt(view, params);
  if (!one) return [];
  return sameId(view, one)
    .filter(({ uri }) => uri === one.uri)
    .map(({ range, use }) => ({ range, kind: use ? DocumentHighlightKind.Read : DocumentHighlightKind.Write }));
}

function targetsOf(view: ManifestView, one: Occurrence): Occurrence[] {
  const all = sameId(view, one);
  if (one.use) return all.filter(({ use }) => use === undefined);
  const uses = all.filter(({ use }) => use !== undefined);
  const registrations = uses.filter(({ use }) => use?.kind !== "listen");
  return registrations.length > 0 ? registrations : uses;
}

function linkTo(targetUri: string, range: Range, originSelectionRange: Range): LocationLink {
  return { targetUri, targetRange: range, targetSelectionRange: range, originSelectionRange };
}
