/** `aihub permissions grant`, `revoke`, `reset` and `list`: a person's decisions about one plugin. */
import process from "node:process";
import { AiHubError } from "../../../runtime/core/errors.ts";
import { NOT_AVAILABLE } from "../../../runtime/core/permissions/capabilities.ts";
import { scopeCovers, scopesOverlap } from "../../../runtime/core/permissions/cover.ts";
import { escapeForDisplay } from "../../../runtime/core/permissions/escape.ts";
import { isKind, PERMISSION_KINDS } from "../../../runtime/core/permissions/kinds.ts";
import { checkScope } from "../../../runtime/core/permissions/parse-scope.ts";
import { declared } from "../../../runtime/core/permissions/permission-set.ts";
import type { ScopeState } from "../../../runtime/core/permissions/query-scope.ts";
import type { PermissionKind } from "../../../runtime/core/ports.ts";
import { decided, withoutCovered } from "../../../runtime/host/permissions/grant-edits.ts";
import type { StoredGrants } from "../../../runtime/host/permissions/grant-file.ts";
import { EXIT, UsageError } from "../errors.ts";
import { printValue } from "../report.ts";
import { Terminal } from "../terminal.ts";
import { findTarget, permissionsOf, type Target } from "./target.ts";

/**
 * Grants the scopes, or with none all that is declared of the kind. Each must lie within what is declared. Says what is
 * denied all the same.
 *
 * @param kind one kind, or "all" with no scopes
 * @throws AiHubError ERR_PERMISSION_DENIED for a scope that the manifest does not declare: nothing is granted then
 */
export async function grantCommand(target: string, kind: string, scopes: readonly string[]): Promise<number> {
  const found = await findTarget(target);
  const { plugin, store } = found;
  const all = declared(plugin.manifest);
  const asked = expand(kind, scopes, (one) => all[one]);
  for (const [one, scope] of asked) {
    if (all[one].some((ceiling) => ceiling === scope || scopeCovers(one, ceiling, scope, plugin.roots))) continue;
    const message = `${plugin.file} does not declare ${one} ${scope}`;
    throw new AiHubError("ERR_PERMISSION_DENIED", message, "what is not declared cannot be granted");
  }
  await store.update((stored) => asked.reduce((to, [one, scope]) => decided(to, "allow", one, scope), stored));
  const permissions = permissionsOf(found);
  for (const [one, scope] of asked) {
    const state = permissions.stateOf(one, scope);
    if (state === "granted") continue;
    const said = `${one} ${escapeForDisplay(scope)} is ${state === "partial" ? "denied in part" : state} all the same`;
    new Terminal().line(`${said}: 'aihub permissions explain' says what stands against it`);
  }
  return EXIT.done;
}

/**
 * Takes grants back: the plugin asks again. Each that permits anything of a scope given here goes, as it does when the
 * plugin itself gives it back; what else it permitted is said.
 *
 * @param deny refuse from now on instead of asking again; a wider grant stays, and permits the rest
 */
export async function revokeCommand(
  target: string,
  kind: string,
  scopes: readonly string[],
  deny: boolean,
): Promise<number> {
  const {
    plugin: { manifest, roots },
    store,
  } = await findTarget(target);
  const all = declared(manifest);
  let wider: string[] = [];
  await store.update((stored) => {
    const given = (one: PermissionKind) => [...new Set([...(stored.allow[one] ?? []), ...(deny ? all[one] : [])])];
    let left = stored;
    wider = [];
    for (const [one, scope] of expand(kind, scopes, given)) {
      left = { ...left, allow: withoutCovered(left.allow, one, scope, roots) };
      if (deny) {
        left = decided(left, "deny", one, scope);
        continue;
      }
      const touches = (grant: string) => scopesOverlap(one, grant, scope, roots);
      const grants = left.allow[one] ?? [];
      wider.push(...grants.filter(touches).map((grant) => `${one} ${grant}`));
      left = { ...left, allow: { ...left.allow, [one]: grants.filter((grant) => !touches(grant)) } };
    }
    return left;
  });
  for (const grant of wider) new Terminal().line(`Took back ${escapeForDisplay(grant)} as a whole`);
  return EXIT.done;
}

/** Forgets every decision, refusals included, of one kind or of "all". */
export async function resetCommand(target: string, kind: string): Promise<number> {
  const { store } = await findTarget(target);
  const kinds = kind === "all" ? PERMISSION_KINDS : [readKind(kind)];
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
  /** What has been used of the token budget, that the policy denies it, or that the host has no such thing. */
  readonly note?: string;
}

/** Prints what is declared and its state, the policy's word included, and the decisions as they are stored. */
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

/** As the editor shows it. */
function listed(target: Target): Listed[] {
  return permissionsOf(target)
    .list()
    .map(({ kind, scope, state, optional, by, note }) => ({
      kind,
      scope,
      state,
      optional,
      ...(by === "host" ? { note: NOT_AVAILABLE } : {}),
      ...(by === "policy" ? { note: "by the policy of this machine" } : {}),
      ...(note === undefined ? {} : { note }),
    }));
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
