/** Commands, panels, endpoints and events: where the manifest declares them and where the sources use them. */
import type { Position, Range, TextDocumentPositionParams } from "vscode-languageserver";
import { pluginId } from "../../runtime/core/manifest/plugin-id.ts";
import type { SourceUse, UseKind } from "../../runtime/core/manifest/sources/source-use.ts";
import type { ManifestView } from "../feature.ts";
import { innerRange, nodesAt, textOf } from "../nodes.ts";
import { childOf, keyOf, relativeTo } from "../uris.ts";

export type IdKind = "command" | "panel" | "endpoint" | "event";

/** Where each kind is declared. Several endpoints may share a path, each with a method of its own. */
const DECLARATIONS: Readonly<Record<IdKind, string>> = {
  command: "/ui/commands/*/id",
  panel: "/ui/panels/*/id",
  endpoint: "/api/endpoints/*/path",
  event: "/api/events/*",
};

const KIND_OF_USE: Readonly<Partial<Record<UseKind, IdKind>>> = {
  command: "command",
  panel: "panel",
  endpoint: "endpoint",
  emit: "event",
  listen: "event",
};

export interface Occurrence {
  readonly kind: IdKind;
  readonly value: string;
  readonly uri: string;
  /** Of the id without its quotes. */
  readonly range: Range;
  /** Undefined where the manifest declares the id. */
  readonly use: SourceUse | undefined;
}

/** Every declaration, then every use that is known. */
export function occurrences(view: ManifestView): Occurrence[] {
  const own = `${ownId(view) ?? ""}/`;
  return [...declarations(view), ...(view.folder.uses ?? []).flatMap((use) => occurrenceOf(use, own, view))];
}

/** The occurrence under the cursor of a request, which may be in the manifest or in a source of its plugin. */
export function occurrenceAt(view: ManifestView, params: TextDocumentPositionParams): Occurrence | undefined {
  const isManifest = isOf(view, params);
  const path = isManifest ? undefined : relativeTo(view.folder.uri, params.textDocument.uri);
  if (path === undefined && !isManifest) return undefined;
  return occurrences(view).find(({ use, range }) => use?.path === path && includes(range, params.position));
}

/** Whether a request asks about the manifest itself. */
export function isOf(view: ManifestView, { textDocument }: TextDocumentPositionParams): boolean {
  return keyOf(textDocument.uri) === keyOf(view.document.uri);
}

/** The same id everywhere, `one` itself included. */
export function sameId(view: ManifestView, { kind, value }: Pick<Occurrence, "kind" | "value">): Occurrence[] {
  return occurrences(view).filter((other) => other.kind === kind && other.value === value);
}

/** The plugin's id as far as the text says it. */
function ownId({ tree }: ManifestView): string | undefined {
  const [id] = nodesAt(tree, "/id");
  const [name] = nodesAt(tree, "/name");
  return textOf(id?.node) ?? pluginId(textOf(name?.node) ?? "");
}

function declarations({ tree, document }: ManifestView): Occurrence[] {
  return Object.entries(DECLARATIONS).flatMap(([kind, pattern]) =>
    nodesAt(tree, pattern).flatMap(({ node }) => {
      const value = textOf(node);
      if (value === undefined) return [];
      return [{ kind: kind as IdKind, value, uri: document.uri, range: innerRange(document, node), use: undefined }];
    }),
  );
}

function occurrenceOf(use: SourceUse, own: string, { folder }: ManifestView): Occurrence[] {
  const kind = KIND_OF_USE[use.kind];
  if (!kind || use.value === undefined) return [];
  // An event of one's own may be listened to by its full name; one of another plugin is not ours.
  const prefix = use.kind === "listen" && use.value.startsWith(own) ? own.length : 0;
  const value = use.value.slice(prefix);
  if (use.kind === "listen" && value.includes("/")) return [];
  const line = use.line - 1;
  const range = {
    start: { line, character: use.column - 1 + prefix },
    end: { line, character: use.column - 1 + use.end - use.start },
  };
  return [{ kind, value, uri: childOf(folder.uri, use.path), range, use: { ...use, start: use.start + prefix } }];
}

function includes({ start, end }: Range, { line, character }: Position): boolean {
  const isAfterStart = line > start.line || (line === start.line && character >= start.character);
  return isAfterStart && (line < end.line || (line === end.line && character <= end.character));
}
