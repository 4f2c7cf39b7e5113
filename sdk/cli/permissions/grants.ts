/** `aihub permissions grant`, `revoke`, `reset` and `list`: a person's decisions about one plugin. */
import process from "node:process";
import { AiHubError } from "../../../runtime/core/errors.ts";
import { tokenBudget } from "../../../runtime/core/permissions/budgets.ts";
import { isUnavailable, NOT_AVAILABLE } from "../../../runtime/core/permissions/capabilities.ts";
import { scopeCovers } from "../../../runtime/core/permissions/cover.ts";
import { escapeForDisplay } from "../../../runtime/core/permissions/escape.ts";
import { isKind, PERMISSION_KINDS } from "../../../runtime/core/permissions/kinds.ts";
import { checkScope } from "../../../runtime/core/permissions/parse-scope.ts";
import { declared, declaredScopes } from "../../../runtime/core/permissions/permission-set.ts";
import type { Policy } from "../../../runtime/core/permissions/policy.ts";
import { queryScope, type ScopeState } from "../../../runtime/core/permissions/query-scope.ts";
import type { PermissionKind } from "../../../runtime/core/ports.ts";
import { decided, withoutCovered } from "../../../runtime/host/permissions/grant-edits.ts";
import type { StoredGrants } from "../../../runtime/host/permissions/grant-file.ts";
import { PolicyFile } from "../../../runtime/host/permissions/policy-file.ts";
import { tokenUse } from "../../../runtime/host/permissions/token-ledger.ts";
import { EXIT, UsageError } from "../errors.ts";
import { aihubHome } from "../home.ts";
import { printValue } from "../report.ts";
import { findTarget, type Target } from "./target.ts";

/**
 * Grants the scopes, or with none all that is declared of the kind. Each must lie within what is declared.
 *
 * @param kind one kind, or "all" with no scopes
 * @throws AiHubError ERR_PERMISSION_DENIED for a scope that the manifest does not declare: nothing is granted then
 */
export async function grantCommand(target: string, kind: string, scopes: readonly string[]): Promise<number> {
  const { plugin, store } = await findTarget(target);
  const all = declared(plugin.manifest);
  const asked = expand(kind, scopes, (one) => all[one]);
  for (const [one, scope] of asked) {
    if (all[one].some((ceiling) => ceiling === scope || scopeCovers(one, ceiling, scope, plugin.roots))) continue;
    const message = `${plugin.file} does not declare ${one} ${scope}`;
    throw new AiHubError("ERR_PERMISSION_DENIED", message, "what is not declared cannot be granted");
  }
  await store.update((stored) => asked.reduce((to, [one, scope]) => decided(to, "allow", one, scope), stored));
  return EXIT.done;
}

/**
 * Takes grants back: the plugin asks again. Also those that a scope given here covers.
 *
 * @param deny refuse from now on instead of asking again
 */
export async function revokeCommand(
  target: string,
  kind: string,
  scopes: readonly string[],
  deny: boolean,
): Promise<number> {
  const { plugin, store } = await findTarget(target);
  const all = declared(plugin.manifest);
  await store.update((stored) => {
    const given = (one: PermissionKind) => [...new Set([...(stored.allow[one] ?? []), ...(deny ? all[one] : [])])];
    let left = stored;
    for (const [one, scope] of expand(kind, scopes, given)) {
      left = { ...left, allow: withoutCovered(left.allow, one, scope, plugin.roots) };
      if (deny) left = decided(left, "deny", one, scope);
    }
    return left;
  });
  return EXIT.done;
}

/** Forgets every decision, refusals included, of one kind or of all. */
export async function resetCommand(target: string, kind: string | undefined): Promise<number> {
  const { store } = await findTarget(target);
  const kinds = kind === undefined ? PERMISSION_KINDS : [readKind(kind)];
  const without = (grants: StoredGrants["allow"]) =>
    Object.fromEntries(Object.entries(grants).filter(([one]) => !kinds.some((gone) => gone === one)));
  await store.update(({ allow, deny }) => ({ allow: without(allow), deny: without(deny) }));
  return EXIT.done;
}

interface Listed {
  readonly kind: PermissionKind;
  readonly scope: string;
  readonly state: ScopeState;
  readonly optional: boolean;
  /** Of `ai`: what has been used of the token budget. Of `system`: that the host has no such thing. */
  readonly note?: string;
}

/** Prints what is declared and its state, and the decisions as they are stored. */
export async function listCommand(target: string, json: boolean): Promise<number> {
  const found = await findTarget(target);
  const scopes = listed(found);
  const { allow, deny } = found.store.read();
  if (json) {
    printValue({ plugin: found.plugin.manifest.id, scopes, allow, deny });
    return EXIT.done;
  }
  const decisions = (word: string, grants: StoredGrants["allow"]) =>
    PERMISSION_KINDS.flatMap((kind) => (grants[kind] ?? []).map((scope) => row(word, kind, scope)));
  const lines = scopes.map(({ kind, scope, state, optional, note }) =>
    row(state, kind, scope, optional ? "optional" : "", note),
  );
  const stored = [...decisions("granted", allow), ...decisions("denied", deny)];
  const text = [
    ...(lines.length > 0 ? lines : ["nothing is declared"]),
    ...(stored.length > 0 ? ["", `decided (${found.store.file}):`, ...stored] : []),
  ];
  process.stdout.write(`${text.join("\n")}\n`);
  return EXIT.done;
}

function listed({ plugin, store, ledger }: Target): Listed[] {
  const rules = { declared: declared(plugin.manifest), ...store.read() };
  const noteOf = (kind: PermissionKind, scope: string): { note?: string } => {
    if (isUnavailable(kind, scope)) return { note: NOT_AVAILABLE };
    return kind === "ai" ? { note: tokenUse(ledger, tokenBudget(plugin.manifest, tokenLimits())) } : {};
  };
  return declaredScopes(plugin.manifest).map(({ kind, scope, optional }) => ({
    kind,
    scope,
    state: queryScope(rules, kind, scope, plugin.roots),
    optional,
    ...noteOf(kind, scope),
  }));
}

/** A policy that cannot be read says so where it matters: everything is denied then. */
function tokenLimits(): Policy["limits"] {
  try {
    return new PolicyFile(aihubHome()).read().limits;
  } catch {
    return {};
  }
}

function row(state: string, kind: string, scope: string, ...notes: readonly (string | undefined)[]): string {
  const said = notes.filter((note) => note).join(", ");
  return `${state.padEnd(8)} ${kind.padEnd(7)}${escapeForDisplay(scope)}${said === "" ? "" : `  (${said})`}`;
}

/** The scopes that a command names, checked; without any, all that `all` knows of. */
function expand(
  kind: string,
  scopes: readonly string[],
  all: (kind: PermissionKind) => readonly string[],
): [PermissionKind, string][] {
  if (kind === "all") {
    if (scopes.length > 0) throw new UsageError("'all' takes no scopes");
    return PERMISSION_KINDS.flatMap((one) => all(one).map((scope): [PermissionKind, string] => [one, scope]));
  }
  const one = readKind(kind);
  for (const scope of scopes) {
    const { error } = checkScope(one, scope);
    if (error) throw new UsageError(`'${escapeForDisplay(scope)}' is not a scope of ${one}: ${error.message}`);
  }
  return (scopes.length > 0 ? scopes : all(one)).map((scope) => [one, scope]);
}

function readKind(text: string): PermissionKind {
  if (isKind(text)) return text;
  throw new UsageError(
    `There is no permission '${escapeForDisplay(text, 50)}'; there are ${PERMISSION_KINDS.join(", ")} and all`,
  );
}
