/** `aiHub.permissions` of one plugin: what it may ask for, learn and give back itself. */
import { AiHubError } from "../../core/errors.ts";
import { isUnavailable } from "../../core/permissions/capabilities.ts";
import { scopeCovers, scopesOverlap } from "../../core/permissions/cover.ts";
import { scopeForPath } from "../../core/permissions/path-scope.ts";
import { isPattern, isTooMuch, queryScope, type ScopeState } from "../../core/permissions/query-scope.ts";
import type { PermissionKind } from "../../core/ports.ts";
import { type Authority, given } from "./authority.ts";
import type { BrokerOptions } from "./broker-options.ts";
import type { PermissionSource } from "./own-permissions.ts";
import { queryOf, shownValue } from "./query-text.ts";
import { resolveQuery } from "./resolve-query.ts";

type Options = Pick<BrokerOptions, "declared" | "roots">;

export class OwnRequests implements PermissionSource {
  readonly #options: Options;
  readonly #authority: Authority;

  constructor(options: Options, authority: Authority) {
    this.#options = options;
    this.#authority = authority;
  }

  /** The state of a value, of a scope, or of all that is declared of a kind; nobody is asked. */
  async query(kind: PermissionKind, value: string | undefined): Promise<ScopeState> {
    const { roots } = this.#options;
    const { rules } = this.#authority;
    if (value !== undefined && !isPattern(kind, value)) {
      const query = await resolveQuery(kind, value, roots).catch(ifDenied(undefined));
      return query ? rules.decide(query).state : "denied";
    }
    const state = queryScope(rules.current(), kind, value, roots);
    return state === "prompt" && !rules.policy.prompts ? "denied" : state;
  }

  /** Asks the person for what of it is declared and not decided yet. Allowed once, it holds for the next use. */
  async request(kind: PermissionKind, value: string | undefined): Promise<void> {
    const { roots, declared } = this.#options;
    if (isUnavailable(kind, value)) return;
    if (value !== undefined && !isPattern(kind, value)) {
      const query = await resolveQuery(kind, value, roots).catch(ifDenied(undefined));
      if (!query) return;
      const asked = this.#authority.check(query, shownValue(query), "");
      if ((await asked.catch(ifDenied("rule"))) === "once") this.#authority.rules.addPass(query);
      return;
    }
    const ceiling = declared[kind] === "all" ? [] : declared[kind];
    if (value !== undefined && isTooMuch(kind, [ceiling], value)) return;
    const covered = value !== undefined && ceiling.some((scope) => scopeCovers(kind, scope, value, roots));
    const inside = ceiling.filter((scope) => value === undefined || scopeCovers(kind, value, scope, roots));
    for (const scope of covered ? [value] : inside) {
      const isOpen = async () => (await this.query(kind, scope)) === "prompt";
      if (!(await isOpen())) continue;
      const answer = await this.#authority.ask(queryOf(kind, scope), scope, scope, isOpen);
      const decision = (await this.query(kind, scope)) === "granted" ? "granted" : "denied";
      this.#authority.record({ kind, value: scope, scope, decision, ...given(answer) });
    }
  }

  /** Takes back every grant that permits any of it, of the command line, this session and the store. */
  async revoke(kind: PermissionKind, value: string | undefined): Promise<void> {
    const { roots } = this.#options;
    const { rules } = this.#authority;
    const asked = value === undefined || isPattern(kind, value) ? value : await this.#scopeOf(kind, value);
    // What would take too long to compare goes with all others of its kind.
    const scope = asked === undefined || isTooMuch(kind, [this.#options.declared[kind]], asked) ? undefined : asked;
    await rules.takeBack(kind, (granted) => scope !== undefined && !scopesOverlap(kind, granted, scope, roots));
  }

  async #scopeOf(kind: PermissionKind, value: string): Promise<string> {
    const query = await resolveQuery(kind, value, this.#options.roots).catch(ifDenied(undefined));
    if (!query) return value;
    if (query.kind !== "read" && query.kind !== "write") return shownValue(query);
    return scopeForPath(query.path, this.#options.roots, query.kind);
  }
}

/** For a rejection: a denial is this value, every other error goes on. */
function ifDenied<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof AiHubError && error.code === "ERR_PERMISSION_DENIED") return value;
    throw error;
  };
}
