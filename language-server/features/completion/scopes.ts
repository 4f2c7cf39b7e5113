import { CompletionItemKind } from "vscode-languageserver";
import { neededScope } from "../../../runtime/core/manifest/lint/needed-scope.ts";
import { scopeCovers } from "../../../runtime/core/permissions/cover.ts";
import type { PermissionKind } from "../../../runtime/core/permissions/kinds.ts";
import { WORKSPACE } from "../../../runtime/core/permissions/path-scope.ts";
import type { ManifestView } from "../../feature.ts";
import { code } from "../markdown.ts";
import type { Suggestion } from "./suggestion.ts";

type Template = readonly [scope: string, meaning: string];

/** At most so many of the plugin's own folders are offered. */
const MAX_FOLDERS = 20;

const below = (folder: string): Template[] => [
  [`./${folder}/*`, `what lies in the plugin's \`${folder}\` folder, without folders inside it`],
  [`./${folder}/**`, `everything below the plugin's \`${folder}\` folder`],
];

const FILES: readonly Template[] = [
  ["./**", "everything in the plugin's own folder"],
  [`${WORKSPACE}/*`, "the files at the top of the open workspace"],
  [`${WORKSPACE}/**`, "everything in the open workspace"],
  [`${WORKSPACE}/**/*.json`, "the JSON files of the open workspace, in any folder"],
];

const TEMPLATES: Readonly<Record<Exclude<PermissionKind, "system">, readonly Template[]>> = {
  read: FILES,
  write: FILES,
  net: [
    ["api.example.com", "this host alone, on the scheme's default port"],
    ["*.example.com", "every subdomain of example.com, but not example.com itself"],
    ["example.com:8443", "this host on this port alone"],
    ["example.com:*", "this host on any port"],
    ["localhost:11434", "a program on this machine, such as Ollama"],
    ["10.0.0.0/8:*", "a range of addresses, on any port"],
  ],
  memory: [],
  ai: [
    ["local/*", "any model that runs on this machine"],
    ["gpt-4*", "every model whose name starts so"],
  ],
};

/**
 * First what the source needs and no scope of the list permits yet, then names that the client knows of, then patterns.
 *
 * @param listed the scopes that stand in the list already
 */
export function scopes(view: ManifestView, kind: keyof typeof TEMPLATES, listed: readonly string[]): Suggestion[] {
  const suggestions = [
    ...used(view, kind, listed),
    ...known(view, kind),
    ...templates(folders(view, kind)),
    ...templates(TEMPLATES[kind]),
  ];
  const seen = new Set(listed);
  return suggestions.filter(({ text }) => !seen.has(text) && seen.add(text));
}

function used({ folder }: ManifestView, kind: PermissionKind, listed: readonly string[]): Suggestion[] {
  return (folder.uses ?? []).flatMap((use) => {
    const scope = use.kind === kind ? neededScope(use) : undefined;
    if (scope === undefined) return [];
    if (listed.some((other) => other === scope || scopeCovers(kind, other, scope))) return [];
    const where = `${use.path}:${use.line}`;
    const documentation = `${code(use.call)} in ${code(where)} needs this.`;
    return [{ text: scope, kind: CompletionItemKind.Reference, detail: where, documentation }];
  });
}

function known({ models }: ManifestView, kind: PermissionKind): Suggestion[] {
  if (kind !== "ai") return [];
  return models.map((text) => ({ text, kind: CompletionItemKind.Value, detail: "available here" }));
}

/** The folders at the top of the plugin, and `data`, which may be made when it runs. */
function folders({ folder: { files } }: ManifestView, kind: PermissionKind): Template[] {
  if (kind !== "read" && kind !== "write") return [];
  const names = files.filter((file) => /^[^/*?[\]{}=]+\/$/.test(file)).map((file) => file.slice(0, -1));
  return [...new Set(["data", ...names.slice(0, MAX_FOLDERS)])].flatMap(below);
}

function templates(list: readonly Template[]): Suggestion[] {
  return list.map(([text, meaning]) => ({
    text,
    kind: CompletionItemKind.Snippet,
    detail: meaning.replaceAll("`", ""),
    documentation: `${code(text)}: ${meaning}.`,
  }));
}
