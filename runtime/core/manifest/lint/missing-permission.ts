/** Calls that will be denied because the manifest does not declare what they need. */

import { escapeForDisplay } from "../../permissions/escape.ts";
import { PERMISSION_KINDS, type PermissionKind } from "../../permissions/kinds.ts";
import { parseTarget } from "../../permissions/net-scope.ts";
import { PERMISSION_PATHS } from "../../permissions/permission-set.ts";
import type { Fix } from "../../result.ts";
import type { Advice, AdviceContext } from "../rule.ts";
import type { SourceUse } from "../sources/source-use.ts";
import { anchor } from "./anchor.ts";
import { type Declared, declaredProtocols, declaredScopes, MAX_SCOPES, neededScope, permits } from "./needed-scope.ts";
import { byValue, inWords, placesOf, usesOf } from "./running.ts";

const NAMES: Readonly<Record<PermissionKind, string>> = {
  read: "a read permission",
  write: "a write permission",
  net: "a network permission",
  memory: "a memory permission",
  ai: "an AI permission",
  system: "a system permission",
};

export const missingPermission: Advice = {
  code: "source/missing-permission",
  check(context) {
    if (!context.uses) return;
    const declared = declaredScopes(context);
    for (const kind of PERMISSION_KINDS) {
      const uses = usesOf(context, [kind])?.filter(isCall) ?? [];
      const own = declared.filter((each) => each.kind === kind);
      for (const [scope, where] of [...byValue(uses, neededScope)].slice(0, MAX_SCOPES)) {
        if (!own.some((each) => permits(each, scope))) reportMissing(context, kind, scope, where);
      }
      if (own.length === 0) reportComputed(context, kind, uses);
      if (kind === "net") reportProtocols(context, own, uses);
    }
  },
};

/** Asking about a permission needs none, and what is only handed on may never be called. */
function isCall({ call, passed }: SourceUse): boolean {
  return !passed && !/permissions\.(?:query|revoke)$/.test(call);
}

function reportMissing(context: AdviceContext, kind: PermissionKind, scope: string, uses: readonly SourceUse[]): void {
  const [first] = uses;
  if (!first) return;
  const list = kind === "system" ? "/permissions/system" : `/permissions/${PERMISSION_PATHS[kind].join("/")}`;
  const name = kind === "system" ? `the system permission ${JSON.stringify(scope)}` : NAMES[kind];
  context.report(anchor(context, list), `${inWords(first)} needs ${name}`, {
    onKey: true,
    related: placesOf(uses),
    fix: declare(context, kind, scope, first),
  });
}

function declare(context: AdviceContext, kind: PermissionKind, scope: string, use: SourceUse): Fix | undefined {
  const { edit } = context;
  const title = `Declare ${NAMES[kind]} for ${escapeForDisplay(JSON.stringify(scope), 120)}`;
  if (kind === "system") {
    const pointer = `/permissions/system/${scope}`;
    return edit.add("/permissions/system", scope, true, title) ?? edit.replace(pointer, "true", title);
  }
  const [group, list] = PERMISSION_PATHS[kind];
  if (kind === "net" && context.objects("/permissions/network").length === 0) {
    const protocols = [parseTarget(use.value ?? "")?.protocol ?? "https"];
    return edit.add("/permissions", "network", { domains: [scope], protocols }, title);
  }
  return edit.add(`/permissions/${group}/${list}`, "-", scope, title);
}

/** What is computed needs something, too; a call with `?.` expects that the part of `aiHub` may be absent. */
function reportComputed(context: AdviceContext, kind: PermissionKind, uses: readonly SourceUse[]): void {
  const computed = uses.filter(({ value, call }) => value === undefined && !call.includes("?."));
  const [first] = computed;
  if (!first || uses.some((use) => neededScope(use) !== undefined)) return;
  const message = `${inWords(first)} needs ${NAMES[kind]}`;
  context.report(anchor(context, "/permissions"), message, { onKey: true, related: placesOf(computed) });
}

function reportProtocols(context: AdviceContext, own: readonly Declared[], uses: readonly SourceUse[]): void {
  const protocols = declaredProtocols(context);
  if (protocols.length === 0) return; // said of the domains by the installer
  const groups = byValue(uses, (use) => {
    const scope = neededScope(use);
    const protocol = parseTarget(use.value ?? "")?.protocol;
    const isDeclared = scope !== undefined && own.some((each) => permits(each, scope));
    return isDeclared && protocol !== undefined && !protocols.includes(protocol) ? protocol : undefined;
  });
  for (const [protocol, where] of groups) {
    const [first] = where;
    if (!first || !/^(?:https?|wss?)$/.test(protocol)) continue;
    const list = "/permissions/network/protocols";
    context.report(anchor(context, list), `${inWords(first)} needs the protocol ${protocol}`, {
      onKey: true,
      related: placesOf(where),
      fix: context.edit.add(list, "-", protocol, `Declare the protocol ${protocol}`),
    });
  }
}
