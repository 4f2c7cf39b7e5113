/** What a plugin may do when everything that its manifest declares is allowed, in words. */
import { isUnavailable } from "../../../runtime/core/permissions/capabilities.ts";
import { scopeCovers } from "../../../runtime/core/permissions/cover.ts";
import { PERMISSION_KINDS, type PermissionKind } from "../../../runtime/core/permissions/kinds.ts";
import { checkScope } from "../../../runtime/core/permissions/parse-scope.ts";
import { riskOf } from "../../../runtime/core/permissions/risk.ts";
import type { ManifestView } from "../../feature.ts";
import { nodesAt, textOf, textsAt } from "../../nodes.ts";
import { code, codeList } from "../markdown.ts";
import { type PermissionBlockName, scopesIn } from "../scopes.ts";

const VERBS: Readonly<Record<PermissionKind, string>> = {
  read: "**Read** files",
  write: "**Create, change and remove** files",
  net: "**Reach** the hosts",
  memory: "**Remember** in the collections",
  ai: "**Ask** the AI models",
  system: "**Use** of the system:",
};

const MOST = 8;

/** Lines of Markdown. What cannot be granted is left out, and so is what another scope permits already. */
export function permissionSummary(view: ManifestView, block: PermissionBlockName): string {
  const declared = scopesIn(view, block).filter(({ kind, scope }) => isUsable(view, kind, scope));
  const lines = PERMISSION_KINDS.flatMap((kind) => {
    const scopes = widest(
      kind,
      declared.filter((each) => each.kind === kind).map(({ scope }) => scope),
    );
    return scopes.length === 0 ? [] : [`- ${VERBS[kind]} ${codeList(scopes, MOST)}${more(view, block, kind)}`];
  });
  const when = block === "permissions" ? "once a person allows it" : "only if a person allows it when it is asked for";
  return [
    lines.length === 0 ? "The plugin may do nothing." : `The plugin may, ${when}:\n\n${lines.join("\n")}`,
    ...warnings(declared),
    ...(lines.length === 0 ? [] : ["Everything else is denied."]),
  ].join("\n\n");
}

/** What people are warned of, in the words in which they are. */
function warnings(declared: readonly { readonly kind: PermissionKind; readonly scope: string }[]): string[] {
  const risks = declared.map(({ kind, scope }) => ({ scope, ...riskOf(kind, scope) }));
  return (["broad", "high"] as const).flatMap((word) => {
    const of = risks.filter((risk) => risk.word === word);
    const named = of.slice(0, MOST).map(({ scope, why }) => `- ${code(scope)}: it ${why}`);
    const rest = of.length > MOST ? [`- and ${of.length - MOST} more`] : [];
    const head = word === "broad" ? "**Broad**, and people will be warned:" : "Of high risk:";
    return of.length === 0 ? [] : [`${head}\n\n${[...named, ...rest].join("\n")}`];
  });
}

function isUsable(view: ManifestView, kind: PermissionKind, scope: string): boolean {
  if (checkScope(kind, scope).error || isUnavailable(kind, scope)) return false;
  return kind !== "net" || protocolsOf(view).length > 0;
}

function widest(kind: PermissionKind, scopes: readonly string[]): string[] {
  const unique = [...new Set(scopes)];
  const covers = (outer: string, inner: string) => scopeCovers(kind, outer, inner);
  // Of two that permit the same, the first stays.
  return unique.filter(
    (scope, at) =>
      !unique.some((other, index) => other !== scope && covers(other, scope) && (index < at || !covers(scope, other))),
  );
}

function more(view: ManifestView, block: PermissionBlockName, kind: PermissionKind): string {
  if (kind === "net") return ` over ${codeList(protocolsOf(view))}`;
  if (kind === "memory") {
    const size = textOf(nodesAt(view.tree, `/${block}/memory/maxSize`)[0]?.node);
    return size === undefined ? "" : `, at most ${code(size)}`;
  }
  if (kind !== "ai") return "";
  const tokens: unknown = nodesAt(view.tree, `/${block}/ai/maxTokens`)[0]?.node.value;
  return typeof tokens === "number" ? `, with at most ${tokens} tokens for each request` : "";
}

/** Both blocks together make the ceiling: the protocols of one serve the domains of the other. */
function protocolsOf({ tree }: ManifestView): string[] {
  return [
    ...new Set(["permissions", "optionalPermissions"].flatMap((b) => textsAt(tree, `/${b}/network/protocols/*`))),
  ];
}
