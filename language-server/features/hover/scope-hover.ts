/** What one declared scope comes to: which files, hosts or models it admits, and who uses it. */

import { neededScope } from "../../../runtime/core/manifest/lint/needed-scope.ts";
import { scopeCovers } from "../../../runtime/core/permissions/cover.ts";
import type { PermissionKind } from "../../../runtime/core/permissions/kinds.ts";
import { type AnyScope, parseScope } from "../../../runtime/core/permissions/parse-scope.ts";
import { type PathScope, pathScopeMatches } from "../../../runtime/core/permissions/path-scope.ts";
import { riskOf } from "../../../runtime/core/permissions/risk.ts";
import type { ManifestView } from "../../feature.ts";
import { pathOf } from "../../uris.ts";
import { code, codeList } from "../markdown.ts";
import { domainExamples } from "./domain-examples.ts";

/** Undefined when the scope cannot be read: then it is a problem, and reported. */
export function scopeHover(view: ManifestView, kind: PermissionKind, text: string): string | undefined {
  const parsed = parseScope(kind, text);
  if (!parsed.ok) return undefined;
  const { word, why } = riskOf(kind, text);
  const risk = word === "broad" ? `**Broad:** ${why}; people will be warned.` : `Risk: ${word}, it ${why}.`;
  return [risk, ...meaning(view, kind, parsed.scope), ...usedBy(view, kind, text)].join("\n\n");
}

function meaning(view: ManifestView, kind: PermissionKind, scope: AnyScope): string[] {
  if ("base" in scope) return [matchedFiles(view, kind, scope)];
  if ("host" in scope) return domainExamples(view, scope.text);
  if (kind !== "ai") return [];
  const admitted = view.models.filter((model) => scope.matches(model));
  if (view.models.length === 0) return [];
  return [admitted.length === 0 ? "Admits no model that is available here." : `Admits here: ${codeList(admitted)}`];
}

/** Asks the matcher that the broker uses, as if the plugin ran from its folder. */
function matchedFiles({ folder }: ManifestView, kind: PermissionKind, scope: PathScope): string {
  const root =
    scope.folder === undefined ? (pathOf(folder.uri) ?? "/plugin").replaceAll("\\", "/") : `/${scope.folder}`;
  const roots = { plugin: root, data: root, workspace: [root] };
  const use = kind === "write" ? "write" : "read";
  const files = folder.files.filter((file) => !file.endsWith("/"));
  const matched = files.filter((file) => pathScopeMatches(scope, `${root}/${file}`, roots, use));
  const open = scope.folder === undefined ? "the open workspace" : `the open workspace folder ${code(scope.folder)}`;
  const where = scope.base === "workspace" ? `Of this folder, were it ${open},` : "Of this folder";
  const count = matched.length === 1 ? "1 file" : `${matched.length} files`;
  const named = matched.length === 0 ? "" : `: ${codeList(matched)}`;
  return `${where} it matches ${count} now${named}`;
}

function usedBy({ folder }: ManifestView, kind: PermissionKind, scope: string): string[] {
  if (!folder.uses) return [];
  const users = folder.uses.filter((use) => {
    const needed = use.kind === kind ? neededScope(use) : undefined;
    return needed !== undefined && (needed === scope || scopeCovers(kind, scope, needed));
  });
  if (users.length === 0) return [];
  return [`Used by ${codeList(users.map(({ path, line }) => `${path}:${line}`))}`];
}
