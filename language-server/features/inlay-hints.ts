/** Behind each range of `dependencies.plugins`, the installed version that it resolves to. */
import semver from "semver";
import { type InlayHint, InlayHintKind, type InlayHintParams } from "vscode-languageserver";
import type { ManifestView } from "../feature.ts";
import { nodesAt, textOf } from "../nodes.ts";

/** Longest range that is looked at, as in the schema. */
const MAX_RANGE = 256;

/** A range that no installed version satisfies has no hint: it is a problem, and reported. */
export function inlayHints(
  { tree, document, installed }: ManifestView,
  { range: visible }: InlayHintParams,
): InlayHint[] {
  return nodesAt(tree, "/dependencies/plugins/*").flatMap(({ node, key }) => {
    const range = textOf(node) ?? "";
    const id = textOf(key);
    const position = document.positionAt(node.offset + node.length);
    if (position.line < visible.start.line || position.line > visible.end.line) return [];
    if (range.trim() === "" || range.length > MAX_RANGE || !semver.validRange(range)) return [];
    const versions = installed.filter((plugin) => plugin.id === id).map(({ version }) => version);
    const version = semver.maxSatisfying(versions, range);
    if (version === null) return [];
    return [
      {
        position,
        label: version,
        kind: InlayHintKind.Type,
        paddingLeft: true,
        tooltip: `Version ${version} of this plugin is installed and satisfies the range.`,
      },
    ];
  });
}
