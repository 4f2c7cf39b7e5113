/** Where in a manifest our own suggestions stand, and what they are. */
import type { JSONPath } from "jsonc-parser";
import { CompletionItemKind } from "vscode-languageserver";
import { PARAMETER_TYPES } from "../../../runtime/core/manifest/rules/parameter-type.ts";
import { PERMISSION_PATHS } from "../../../runtime/core/permissions/permission-set.ts";
import pluginSchema from "../../../schemas/plugin.schema.json" with { type: "json" };
import type { ManifestView } from "../../feature.ts";
import { fits, nodesAt, pointerOf, textOf } from "../../nodes.ts";
import { ICONS } from "./icons.ts";
import { categories, undeclaredIds } from "./ids.ts";
import { licenses } from "./licenses.ts";
import {
  ANYTHING,
  DOCUMENTS,
  FOLDERS,
  JSON_FILES,
  PAGES,
  PICTURES,
  PICTURES_AND_FOLDERS,
  pathsIn,
  SCRIPTS,
} from "./paths.ts";
import type { Place } from "./place.ts";
import { dependencyIds, dependencyRanges, nextVersions } from "./ranges.ts";
import { scopes } from "./scopes.ts";
import type { Suggestion } from "./suggestion.ts";

type Source = (view: ManifestView, place: Place) => readonly Suggestion[];

/** Values by the JSON Pointer at which they stand. */
const VALUES: Readonly<Record<string, Source>> = {
  // The service would offer every schema that it knows itself.
  "/$schema": () => [{ text: pluginSchema.$id, kind: CompletionItemKind.Value }],
  "/version": nextVersions,
  "/license": (_, place) => licenses(place),
  "/dependencies/plugins/*": (view, { path }) => dependencyRanges(view, String(path.at(-1))),
  "/ui/entry": files(PAGES, false),
  "/ui/panels/*/id": (view) => undeclaredIds(view, "panel", "/ui/panels/*/id"),
  "/ui/panels/*/icon": () => ICONS,
  "/ui/commands/*/id": (view) => undeclaredIds(view, "command", "/ui/commands/*/id"),
  "/ui/commands/*/category": categories,
  "/api/endpoints/*/path": (view) => undeclaredIds(view, "endpoint", "/api/endpoints/*/path"),
  "/api/endpoints/*/parameters/*": () => TYPES,
  "/api/events/*": (view) => undeclaredIds(view, "emit", "/api/events/*"),
  "/resources/models": files(FOLDERS, true),
  "/resources/config": files(JSON_FILES, true),
  "/resources/docs": files(DOCUMENTS, true),
  "/resources/icon": files(PICTURES, true),
  "/resources/screenshots/*": files(PICTURES_AND_FOLDERS, true),
  "/build/entry": files(SCRIPTS, false),
  "/build/output": files(FOLDERS, false),
  "/build/exclude/*": files(ANYTHING, false),
  ...Object.fromEntries(Object.entries(PERMISSION_PATHS).flatMap(([kind, list]) => scopeSources(kind, list))),
};

const TYPES: readonly Suggestion[] = [
  ...PARAMETER_TYPES.map((text) => ({ text, kind: CompletionItemKind.EnumMember })),
  { text: "pdf|csv", kind: CompletionItemKind.Snippet, detail: "one of these words" },
];

const KEYS: Readonly<Record<string, Source>> = {
  "/dependencies/plugins": dependencyIds,
};

export function suggestionsFor(view: ManifestView, place: Place): readonly Suggestion[] {
  const table = place.isKey ? KEYS : VALUES;
  const source = Object.entries(table).find(([pattern]) => fits(place.path, pattern))?.[1];
  return source?.(view, place) ?? [];
}

function files(wanted: RegExp, dotted: boolean): Source {
  return ({ folder }, place) => pathsIn(folder, place, wanted, dotted);
}

function scopeSources(kind: string, [group, list]: readonly [string, string]): [string, Source][] {
  return ["permissions", "optionalPermissions"].map((block) => [
    `/${block}/${group}/${list}/*`,
    (view, { path }) => scopes(view, kind as keyof typeof PERMISSION_PATHS, others(view, path)),
  ]);
}

/** The texts of a list but for the one at the cursor. */
export function others({ tree }: ManifestView, path: JSONPath): string[] {
  const own = pointerOf(path);
  const rest = nodesAt(tree, `${pointerOf(path.slice(0, -1))}/*`).filter(({ pointer }) => pointer !== own);
  return rest.flatMap(({ node }) => textOf(node) ?? []);
}
