/** The one place that decides what a plugin may do: declared scopes ∩ grants, and the person where neither decides. */
import { join, relative } from "node:path";
import { AiHubError } from "../../core/errors.ts";
import { scopeCovers, scopesOverlap } from "../../core/permissions/cover.ts";
import {
  type Decision,
  decide,
  deniedMessage,
  type PathRoots,
  type Query,
  type Rules,
} from "../../core/permissions/decide.ts";
import { escapeForDisplay } from "../../core/permissions/escape.ts";
import type { NetTarget } from "../../core/permissions/net-scope.ts";
import { scopeForPath } from "../../core/permissions/path-scope.ts";
import { NO_POLICY, type Policy } from "../../core/permissions/policy.ts";
import { isPattern, queryScope, type ScopeState } from "../../core/permissions/query-scope.ts";
import { type Reasons, reasonFor } from "../../core/permissions/reason.ts";
import type { Audit, PermissionKind, PromptAnswer, Prompter } from "../../core/ports.ts";
import { isLocalName, isLoopback, isPublicAddress, reachedAddress } from "../net/address.ts";
import { withoutCovered } from "./grant-edits.ts";
import { type Grants, NO_GRANTS } from "./grant-file.ts";
import type { GrantStore } from "./grant-store.ts";
import { type Access, absolutePath, realPath, withSlashes } from "./path-guard.ts";
import { hostAndPort, queryOf, shownValue } from "./query-text.ts";
import { resolveQuery } from "./resolve-query.ts";

/** Scopes allowed or denied by kind; `"all"` is all that the manifest declares. */
export type RuleLists = Pick<Rules, "allow" | "deny">;

export interface BrokerOptions {
  readonly pluginId: string;
  readonly pluginName: string;
  readonly declared: Rules["declared"];
  /** What the command line decided; it holds for this run. */
  readonly rules: RuleLists;
  readonly store: GrantStore;
  /** What the administrator has decided, as it stands at each call. @default nothing */
  readonly policy?: () => Pick<Policy, "deny" | "prompts">;
  readonly roots: PathRoots;
  /** `permissions.reasons` of the manifest. */
  readonly reasons: Reasons;
  readonly prompter: Prompter;
  readonly audit: Audit;
  readonly signal: AbortSignal;
}

/** What is done with a file; `read-write` needs the permissions of both. */
export type FileAccess = Access | "read-write";

/** A path that was allowed: what the guest called it, and the real file that the permission is for. */
export interface AllowedPath {
  readonly display: string;
  readonly real: string;
  /** Whether it is allowed still, without asking: for what stays open longer than one call. @throws AiHubError */
  recheck(): Promise<void>;
  /** Decides about real paths inside this one, for what acts on a whole folder. @throws AiHubError */
  checkInside(reals: readonly string[]): Promise<void>;
  /** The error for a file that turned out not to be the one that was allowed; it is recorded as a violation. */
  escaped(): AiHubError;
}

/** How something came to be allowed: by a rule that stands, or by an answer for this one time. */
type Outcome = "rule" | "once";

const MAX_SHOWN = 300;
/** Refused questions in one run of a plugin; after them nobody is asked any more, and all of its questions are denied. */
export const MAX_REFUSALS = 10;
const SILENCED = `The user has refused ${MAX_REFUSALS} requests of this plugin and is not asked again before it is restarted`;
const LEADS_OUT =
  "the path leads out of the plugin's folder and the workspace, to where no permission in plugin.json reaches";

const NO_QUESTIONS = "The policy of this machine allows no questions: the user grants permissions beforehand";
const LEADS_INSIDE =
  "the host leads to an address that is not public; such an address, or localhost, needs a scope of its own in " +
  "permissions.network.domains in plugin.json";
const EVERYTHING: Omit<Rules, "deny"> = {
  declared: { read: [], write: [], net: "all", memory: [], ai: [], system: [], protocols: "all" },
  allow: { net: "all" },
};

export class Broker {
  readonly #options: BrokerOptions;
  #session = NO_GRANTS;

  /** Questions that are being asked or wait for their turn, by kind and scope. */
  readonly #asking = new Map<string, Promise<PromptAnswer | "silenced">>();
  #turn: Promise<unknown> = Promise.resolve();
  #refusals = 0;

  /** What the command line allows, less what the plugin gave back. */
  #given: Rules["allow"];
  /** Values that were allowed once when the plugin asked for them, and not used yet. */
  readonly #passes = new Set<string>();

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.#given = options.rules.allow;
  }

  /** What the person decided for this run only. */
  get session(): { readonly allow: Grants; readonly deny: Grants } {
    return this.#session;
  }

  /** Forgets what was decided for this run about a scope and what lies in it; the person may be asked again. */
  forget(kind: PermissionKind, scope: string): void {
    const { allow, deny } = this.#session;
    const { roots } = this.#options;
    this.#session = {
      allow: withoutCovered(allow, kind, scope, roots),
      deny: withoutCovered(deny, kind, scope, roots),
    };
    this.#refusals = 0;
  }

  /** Forgets all that was decided for this run. */
  forgetAll(): void {
    this.#session = NO_GRANTS;
    this.#refusals = 0;
  }

  /** @throws AiHubError ERR_PERMISSION_DENIED with the seed's wording, `File read not permitted: <path>`. */
  async checkPath(needs: FileAccess, path: string): Promise<AllowedPath> {
    const accesses: readonly Access[] = needs === "read-write" ? ["read", "write"] : [needs];
    const place = needs === "read" ? "read" : "write";
    const denied = (access: Access) => `File ${access} not permitted: ${path}`;
    const named = await absolutePath(path, place, this.#options.roots);
    const real = await realPath(named).catch((error: unknown) => {
      this.#refused(place, named, error instanceof AiHubError);
      throw new AiHubError("ERR_PERMISSION_DENIED", denied(place));
    });
    const outcomes = new Map<Access, Outcome>();
    for (const access of accesses) {
      outcomes.set(access, await this.#checkReal(access, real, path, named, denied(access)));
    }
    return {
      display: path,
      real,
      recheck: async () => {
        const rules = await this.#rules();
        for (const access of accesses) {
          const { state } = decide(rules, { kind: access, path: withSlashes(real) }, this.#options.roots);
          if (state === "granted" || (state === "prompt" && outcomes.get(access) === "once")) continue;
          throw new AiHubError("ERR_PERMISSION_DENIED", denied(access), "The permission was taken back");
        }
      },
      checkInside: async (reals) => {
        const rules = await this.#rules();
        for (const inside of reals) {
          for (const access of accesses) {
            const query: Query = { kind: access, path: withSlashes(inside) };
            if (decide(rules, query, this.#options.roots).state === "granted") continue;
            const shown = join(path, relative(real, inside));
            await this.#check(query, inside, `File ${access} not permitted: ${shown}`);
          }
        }
      },
      escaped: () => {
        this.#violated(place, real);
        return new AiHubError("ERR_PERMISSION_DENIED", denied(place), "The file was replaced while it was opened");
      },
    };
  }

  async #checkReal(access: Access, real: string, path: string, named: string, denied: string): Promise<Outcome> {
    const query: Query = { kind: access, path: withSlashes(real) };
    // A link or `..` that leads to where the plugin may not go, from where it may, is an attempt to escape.
    const innocent = { ...query, path: withSlashes(named) };
    const { plugin, data, workspace } = this.#options.roots;
    const inside = [plugin, data, ...workspace].some((root) => !relative(root, named).startsWith(".."));
    const climbs = !inside && path.split(/[/\\]/).includes("..");
    const led = named !== real && decide(await this.#rules(), innocent, this.#options.roots).state !== "denied";
    try {
      return await this.#check(query, real, denied, climbs || led);
    } catch (error) {
      // Where a link or `..` leads is the host's to know: the hint for the author names a path that the guest did not.
      const tells = error instanceof AiHubError && error.hint?.includes(withSlashes(real)) === true;
      throw tells && withSlashes(path) !== withSlashes(real) ? new AiHubError(error.code, denied, LEADS_OUT) : error;
    }
  }

  /** A path that leads nowhere a permission could reach. `attempt`: through a link, or into the kernel's files. */
  #refused(kind: Access, value: string, attempt: boolean): void {
    if (attempt) return this.#violated(kind, value);
    const { pluginId, audit } = this.#options;
    audit.record({ pluginId, kind, value, decision: "denied", scope: "" });
  }

  #violated(kind: PermissionKind, value: string, scope = ""): void {
    const { pluginId, audit } = this.#options;
    audit.record({ pluginId, kind, value, decision: "denied", scope, violation: true });
  }

  /**
   * Whether a request may go to this host, by its name.
   *
   * @throws AiHubError ERR_PERMISSION_DENIED, `Domain not permitted: <host>` or `Protocol not permitted: <scheme>`
   */
  async checkNet({ protocol, host, port }: NetTarget): Promise<void> {
    const query: Query = { kind: "net", protocol, host, port };
    await this.#check(query, hostAndPort(host, port), deniedMessage(query));
  }

  /**
   * Whether a host that `checkNet` allowed may be at this address. A denied address is denied under any name; one that
   * is not public needs a scope that covers it, or the name `localhost` for this machine.
   */
  async checkAddress({ protocol, host, port }: NetTarget, address: string): Promise<void> {
    const named: Query = { kind: "net", protocol, host, port };
    const reached = reachedAddress(address);
    const { deny } = await this.#rules();
    for (const at of new Set([address, reached])) {
      const { state, scope } = decide({ ...EVERYTHING, deny }, { ...named, host: at }, this.#options.roots);
      if (state === "granted") continue;
      this.#violated("net", `${hostAndPort(at, port)} (${host})`, scope);
      throw new AiHubError(
        "ERR_PERMISSION_DENIED",
        deniedMessage(named),
        "The host leads to an address that is denied",
      );
    }
    if (reached === host || isPublicAddress(address) || (isLocalName(host) && isLoopback(address))) return;
    try {
      await this.#check({ ...named, host: reached }, `${hostAndPort(reached, port)} (${host})`, "", true);
    } catch (error) {
      // Where a name leads inside a network is not the plugin's to learn.
      if (!(error instanceof AiHubError) || error.code !== "ERR_PERMISSION_DENIED") throw error;
      throw new AiHubError("ERR_PERMISSION_DENIED", deniedMessage(named), LEADS_INSIDE);
    }
  }

  async checkSystem(name: string): Promise<void> {
    await this.#check({ kind: "system", name }, name, `System capability not permitted: ${name}`);
  }

  /** The state of a value, of a scope, or of all that is declared of a kind; nobody is asked. */
  async query(kind: PermissionKind, value: string | undefined): Promise<ScopeState> {
    const { roots } = this.#options;
    if (value !== undefined && !isPattern(kind, value)) {
      const query = await resolveQuery(kind, value, roots).catch(ifDenied(undefined));
      return query ? (await this.#decide(query)).state : "denied";
    }
    const state = queryScope(await this.#rules(), kind, value, roots);
    return state === "prompt" && !this.#policy().prompts ? "denied" : state;
  }

  /** Asks the person for what of it is declared and not decided yet. Allowed once, it holds for the next use. */
  async request(kind: PermissionKind, value: string | undefined): Promise<void> {
    const { roots, declared } = this.#options;
    if (value !== undefined && !isPattern(kind, value)) {
      const query = await resolveQuery(kind, value, roots).catch(ifDenied(undefined));
      if (!query) return;
      const shown = shownValue(query);
      if ((await this.#check(query, shown, "").catch(ifDenied("rule"))) === "once") this.#passes.add(passOf(query));
      return;
    }
    const ceiling = declared[kind] === "all" ? [] : declared[kind];
    const covered = value !== undefined && ceiling.some((scope) => scopeCovers(kind, scope, value, roots));
    const inside = ceiling.filter((scope) => value === undefined || scopeCovers(kind, value, scope, roots));
    for (const scope of covered ? [value] : inside) {
      if ((await this.query(kind, scope)) !== "prompt") continue;
      const answer = await this.#ask(queryOf(kind, scope), scope, scope);
      const decision = (await this.query(kind, scope)) === "granted" ? "granted" : "denied";
      const answered = answer === "silenced" ? {} : { answer };
      this.#options.audit.record({
        pluginId: this.#options.pluginId,
        kind,
        value: scope,
        scope,
        decision,
        ...answered,
      });
    }
  }

  /** Takes back every grant that permits any of it, of the command line, this session and the store. */
  async revoke(kind: PermissionKind, value: string | undefined): Promise<void> {
    const { roots, store } = this.#options;
    const scope = value === undefined || isPattern(kind, value) ? value : await this.#scopeOf(kind, value);
    const left = (scopes: readonly string[]) =>
      scope === undefined ? [] : scopes.filter((granted) => !scopesOverlap(kind, granted, scope, roots));
    const { declared } = this.#options;
    const given = this.#given[kind] === "all" ? declared[kind] : this.#given[kind];
    this.#given = { ...this.#given, [kind]: given === "all" ? [] : left(given ?? []) };
    const { allow: session } = this.#session;
    this.#session = { ...this.#session, allow: { ...session, [kind]: left(session[kind] ?? []) } };
    this.#passes.clear();
    const stored = store.read().allow[kind] ?? [];
    if (left(stored).length === stored.length) return;
    await store.update(({ allow, deny }) => ({ deny, allow: { ...allow, [kind]: left(allow[kind] ?? []) } }));
  }

  async #scopeOf(kind: PermissionKind, value: string): Promise<string> {
    const query = await resolveQuery(kind, value, this.#options.roots).catch(ifDenied(undefined));
    if (!query) return value;
    if (query.kind !== "read" && query.kind !== "write") return shownValue(query);
    return scopeForPath(query.path, this.#options.roots, query.kind);
  }

  /** @param suspicious a denial is an attempt to escape */
  async #check(query: Query, shown: string, denied: string, suspicious = false): Promise<Outcome> {
    const decision = await this.#decide(query);
    const { pluginId, audit } = this.#options;
    const entry = { pluginId, kind: query.kind, value: shown, scope: decision.scope };
    if (decision.state === "granted") {
      audit.record({ ...entry, decision: "granted" });
      return "rule";
    }
    if (decision.state === "prompt" && this.#passes.delete(passOf(query))) {
      audit.record({ ...entry, decision: "granted", answer: "once" });
      return "once";
    }
    if (decision.state === "prompt") {
      const answer = await this.#ask(query, shown, decision.scope);
      const allowed = answer === "once" || answer === "session" || answer === "always";
      // Meanwhile somebody may have denied it elsewhere.
      const stands = allowed && decide(await this.#rules(), query, this.#options.roots).state !== "denied";
      const answered = answer === "silenced" ? {} : { answer };
      audit.record({ ...entry, decision: stands ? "granted" : "denied", ...answered });
      if (stands) return answer === "once" ? "once" : "rule";
      if (answer === "silenced") throw new AiHubError("ERR_PERMISSION_DENIED", denied, SILENCED);
    } else {
      const violation = suspicious || this.#isForbidden(query.kind, decision.scope);
      audit.record({ ...entry, decision: "denied", ...(violation ? { violation } : {}) });
    }
    // Of the network the decision knows better whether it is the host or the protocol; of files it knows too much.
    const message = query.kind === "net" && decision.state === "denied" ? decision.reason : denied;
    throw new AiHubError("ERR_PERMISSION_DENIED", message, decision.hint || decision.reason);
  }

  /**
   * Asks the person: once for the same scope at the same time, one question of a plugin after the other. What is
   * answered holds for all who wait for it.
   */
  #ask(query: Query, shown: string, scope: string): Promise<PromptAnswer | "silenced"> {
    const key = JSON.stringify([query.kind, scope]);
    const pending = this.#asking.get(key);
    if (pending) return pending;
    const answer = this.#turn.then(() => this.#askNow(query, shown, scope));
    this.#asking.set(key, answer);
    this.#turn = answer.catch(() => {});
    return answer.finally(() => this.#asking.delete(key));
  }

  async #askNow(query: Query, shown: string, scope: string): Promise<PromptAnswer | "silenced"> {
    if (this.#refusals >= MAX_REFUSALS) return "silenced";
    const { pluginId, pluginName, prompter, reasons, signal } = this.#options;
    const reason = reasonFor(reasons, query);
    const asked = prompter.ask({
      pluginId,
      pluginName: escapeForDisplay(pluginName, MAX_SHOWN),
      kind: query.kind,
      value: escapeForDisplay(shown, MAX_SHOWN),
      scope: escapeForDisplay(scope, MAX_SHOWN),
      ...(reason === undefined ? {} : { reason: escapeForDisplay(reason, MAX_SHOWN) }),
      signal,
    });
    const answer = await asked.catch((): PromptAnswer => "deny");
    if (answer === "deny" || answer === "deny-always") this.#refusals++;
    await this.#remember(answer, query.kind, scope);
    return answer;
  }

  async #decide(query: Query): Promise<Decision> {
    const decision = decide(await this.#rules(), query, this.#options.roots);
    if (decision.state !== "prompt" || this.#policy().prompts) return decision;
    return { ...decision, state: "denied", reason: deniedMessage(query), hint: NO_QUESTIONS };
  }

  /** Whether it was the policy that denied. */
  #isForbidden(kind: PermissionKind, rule: string): boolean {
    const forbidden = this.#policy().deny[kind];
    return forbidden === "all" || forbidden?.includes(rule) === true;
  }

  #policy(): Pick<Policy, "deny" | "prompts"> {
    return this.#options.policy?.() ?? NO_POLICY;
  }

  async #remember(answer: PromptAnswer, kind: PermissionKind, scope: string): Promise<void> {
    if (answer === "once") return;
    const list = answer === "deny" || answer === "deny-always" ? "deny" : "allow";
    const stored = answer === "always" || answer === "deny-always";
    try {
      // What is stored is not kept here too: taking it back in another window shall act at once.
      if (stored) return await this.#options.store.add(list, kind, scope);
    } catch (error) {
      if (list === "allow") throw error;
    }
    const added = { ...this.#session[list], [kind]: [...(this.#session[list][kind] ?? []), scope] };
    this.#session = { ...this.#session, [list]: added };
  }

  /** Policy, command line, this session and the stored decisions together; a deny in any of them wins. */
  async #rules(): Promise<Rules> {
    const { declared, rules, store } = this.#options;
    const stored = store.read();
    const policy = this.#policy();
    const merge = (list: "allow" | "deny") => {
      const merged: Rules["allow"] = {};
      for (const kind of ["read", "write", "net", "memory", "ai", "system"] as const) {
        const given = list === "allow" ? this.#given[kind] : rules.deny[kind];
        const above = (list === "deny" && policy.deny[kind]) || [];
        merged[kind] =
          given === "all" || above === "all"
            ? "all"
            : [...above, ...(given ?? []), ...(this.#session[list][kind] ?? []), ...(stored[list][kind] ?? [])];
      }
      return merged;
    };
    return { declared, allow: merge("allow"), deny: merge("deny") };
  }
}

/** For a rejection: a denial is this value, every other error goes on. */
function ifDenied<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof AiHubError && error.code === "ERR_PERMISSION_DENIED") return value;
    throw error;
  };
}

function passOf(query: Query): string {
  return JSON.stringify([query.kind, shownValue(query)]);
}
