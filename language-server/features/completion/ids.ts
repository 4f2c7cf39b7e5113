import { CompletionItemKind } from "vscode-languageserver";
import type { UseKind } from "../../../runtime/core/manifest/sources/source-use.ts";
import type { ManifestView } from "../../feature.ts";
import { textsAt } from "../../nodes.ts";
import { code } from "../markdown.ts";

import type { Suggestion } from "./suggestion.ts";

/**
 * Ids that the source uses and the manifest does not declare yet.
 *
 * @param declared where the manifest declares such ids
 */
export function undeclaredIds(view: ManifestView, kind: UseKind, declared: string): Suggestion[] {
  const known = new Set(textsAt(view.tree, declared));
  const found = new Map<string, Suggestion>();
  for (const use of view.folder.uses ?? []) {
    const { value } = use;
    // An event of another plugin is "id/event".
    if (use.kind !== kind || value === undefined || known.has(value) || found.has(value)) continue;
    if (kind === "emit" && value.includes("/")) continue;
    const where = `${use.path}:${use.line}`;
    found.set(value, {
      text: value,
      kind: CompletionItemKind.Reference,
      detail: where,
      documentation: `Used by ${code(use.call)} in ${code(where)}, and not declared yet.`,
    });
  }
  return [...found.values()];
}

/** Categories of the other commands: one that differs in a letter would make a group of its own. */
export function categories({ tree }: ManifestView): Suggestion[] {
  const used = new Set(textsAt(tree, "/ui/commands/*/category").filter((category) => category !== ""));
  return [...used].sort().map((text) => ({ text, kind: CompletionItemKind.Value, detail: "used by another command" }));
}
