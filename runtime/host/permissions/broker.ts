/** The one place that decides what a plugin may do: declared scopes ∩ grants, and the person where neither decides. */
import type { Stats } from "node:fs";
import { join, relative } from "node:path";
import { AiHubError } from "../../core/errors.ts";
import { memoryBudget, tokenBudget } from "../../core/permissions/budgets.ts";
import { decide, deniedMessage, type Query, type Rules } from "../../core/permissions/decide.ts";
import type { NetTarget } from "../../core/permissions/net-scope.ts";
import { scopeForPath } from "../../core/permissions/path-scope.ts";
import { NO_PERMISSIONS } from "../../core/permissions/permission-set.ts";
import type { PermissionKind } from "../../core/ports.ts";
import { isLocalName, isLoopback, isPublicAddress, reachedAddress } from "../net/address.ts";
import { Authority } from "./authority.ts";
import type { BrokerOptions } from "./broker-options.ts";
import type { StoredGrants } from "./grant-file.ts";
import { OwnRequests } from "./own-requests.ts";
import { type Access, absolutePath, realPath } from "./path-guard.ts";
import { hostAndPort } from "./query-text.ts";
import { withSlashes } from "./reserved-places.ts";
import type { Outcome } from "./standing-rules.ts";
import type { TokenReservation } from "./token-ledger.ts";

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
  /** Whether what was opened at a real path is one of AI Hub's own files, by another of its paths. */
  isReserved(real: string, stats: Stats): boolean;
  /** The error for a file that turned out not to be the one that was allowed; it is recorded as a violation. */
  escaped(): AiHubError;
}

const NOWHERE = "No permission reaches the files of the system and of AI Hub, nor what a broken link leads to";
const HOLDS_RESERVED = "No permission reaches something that lies in this folder";
const LEADS_OUT = "the path leads out of the plugin's folder and the workspace, to where no permission reaches in ";
const LEADS_INSIDE =
  "the host leads to an address that is not public; such an address, or localhost, needs a scope of its own in ";
const ANY_HOST: Omit<Rules, "deny"> = {
  declared: { ...NO_PERMISSIONS, net: "all", protocols: "all" },
  allow: { net: "all" },
};

export class Broker {
  /** What the plugin may ask for and give back itself. */
  readonly own: OwnRequests;
  readonly #options: BrokerOptions;
  readonly #authority: Authority;

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.#authority = new Authority(options);
    this.own = new OwnRequests(options, this.#authority);
  }

  /** What the person decided for this run only. */
  get session(): StoredGrants {
    return this.#authority.rules.session;
  }

  /** Forgets what was decided for this run about a scope and what lies in it; the person may be asked again. */
  forget(kind: PermissionKind, scope: string): void {
    this.#authority.rules.forget(kind, scope);
    this.#authority.forgetRefusals();
  }

  /** Forgets all that was decided for this run. */
  forgetAll(): void {
    this.#authority.rules.forgetAll();
    this.#authority.forgetRefusals();
  }

  /** @throws AiHubError ERR_PERMISSION_DENIED with the seed's wording, `File read not permitted: <path>`. */
  async checkPath(needs: FileAccess, path: string): Promise<AllowedPath> {
    const accesses: readonly Access[] = needs === "read-write" ? ["read", "write"] : [needs];
    const place = needs === "read" ? "read" : "write";
    const denied = (access: Access) => `File ${access} not permitted: ${path}`;
    const { roots } = this.#options;
    const named = await absolutePath(path, place, roots);
    const real = await realPath(named, accesses, roots).catch((error: unknown) => {
      this.#refused(place, named, error instanceof AiHubError);
      // Which of them a link leads to is the host's to know.
      throw new AiHubError("ERR_PERMISSION_DENIED", denied(place), error instanceof AiHubError ? NOWHERE : undefined);
    });
    const { rules } = this.#authority;
    for (const access of accesses) {
      const outcome = await this.#checkReal(access, real, path, named, denied(access));
      if (outcome === "once") rules.keepOpen(access, withSlashes(real));
    }
    return {
      display: path,
      real,
      recheck: async () => {
        const now = rules.current();
        for (const access of accesses) {
          const { state } = decide(now, { kind: access, path: withSlashes(real) }, roots);
          if (state === "granted" || (state === "prompt" && rules.mayStayOpen(access, withSlashes(real)))) continue;
          throw new AiHubError("ERR_PERMISSION_DENIED", denied(access), "The permission was taken back");
        }
      },
      checkInside: async (reals) => {
        const now = rules.current();
        const reserved = roots.reserved.now(roots);
        for (const inside of reals) {
          for (const access of accesses) {
            if (reserved.refuses(access, inside) !== undefined) {
              this.#violated(access, inside);
              throw new AiHubError("ERR_PERMISSION_DENIED", denied(access), HOLDS_RESERVED);
            }
            const query: Query = { kind: access, path: withSlashes(inside) };
            if (decide(now, query, roots).state === "granted") continue;
            const shown = join(path, relative(real, inside));
            await this.#authority.check(query, inside, `File ${access} not permitted: ${shown}`);
          }
        }
      },
      isReserved: (at, stats) => roots.reserved.now(roots).isAlias(at, stats),
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
    const led =
      named !== real && decide(this.#authority.rules.current(), innocent, this.#options.roots).state !== "denied";
    try {
      return await this.#authority.check(query, real, denied, climbs || led);
    } catch (error) {
      // Where a link or `..` leads is the host's to know: the hint for the author names a path that the guest did not.
      if (!(error instanceof AiHubError) || error.message !== denied || withSlashes(path) === query.path) throw error;
      const { scope } = decide(this.#authority.rules.current(), query, this.#options.roots);
      const tells = scope === "" && scopeForPath(query.path, this.#options.roots, access).includes(query.path);
      throw tells ? new AiHubError(error.code, denied, LEADS_OUT + this.#declaration(access)) : error;
    }
  }

  /** Where the plugin's permissions of a kind stand. */
  #declaration(kind: PermissionKind): string {
    const { from } = this.#options.declared;
    if (from === "flags") return `--allow-${kind}`;
    if (from === "launch") return `"permissions" of the debug configuration`;
    return kind === "net" ? "permissions.network.domains in plugin.json" : "plugin.json";
  }

  /** A path that leads nowhere a permission could reach. `attempt`: through a link, or into the kernel's files. */
  #refused(kind: Access, value: string, attempt: boolean): void {
    if (attempt) return this.#violated(kind, value);
    this.#authority.record({ kind, value, decision: "denied", scope: "" });
  }

  #violated(kind: PermissionKind, value: string, scope = ""): void {
    this.#authority.record({ kind, value, decision: "denied", scope, violation: true });
  }

  /**
   * Whether a request may go to this host, by its name.
   *
   * @throws AiHubError ERR_PERMISSION_DENIED, `Domain not permitted: <host>` or `Protocol not permitted: <scheme>`
   */
  async checkNet({ protocol, host, port }: NetTarget): Promise<void> {
    const query: Query = { kind: "net", protocol, host, port };
    await this.#authority.check(query, hostAndPort(host, port), deniedMessage(query));
  }

  /**
   * Whether a host that `checkNet` allowed may be at this address. A denied address is denied under any name; one that
   * is not public needs a scope that covers it, or the name `localhost` for this machine.
   */
  async checkAddress({ protocol, host, port }: NetTarget, address: string): Promise<void> {
    const named: Query = { kind: "net", protocol, host, port };
    const reached = reachedAddress(address);
    const { deny } = this.#authority.rules.current();
    for (const at of new Set([address, reached])) {
      const { state, scope } = decide({ ...ANY_HOST, deny }, { ...named, host: at }, this.#options.roots);
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
      await this.#authority.check({ ...named, host: reached }, `${hostAndPort(reached, port)} (${host})`, "", true);
    } catch (error) {
      // Where a name leads inside a network is not the plugin's to learn.
      if (!(error instanceof AiHubError) || error.code !== "ERR_PERMISSION_DENIED") throw error;
      throw new AiHubError("ERR_PERMISSION_DENIED", deniedMessage(named), LEADS_INSIDE + this.#declaration("net"));
    }
  }

  async checkSystem(name: string): Promise<void> {
    await this.#authority.check({ kind: "system", name }, name, `System capability not permitted: ${name}`);
  }

  /** Whether the plugin may use a collection of the memory. @throws AiHubError ERR_PERMISSION_DENIED */
  async checkCollection(collection: string): Promise<void> {
    const query: Query = { kind: "memory", collection };
    await this.#authority.check(query, collection, deniedMessage(query));
  }

  /** Bytes that the plugin may keep in all of its collections together. */
  get memoryBytes(): number {
    return memoryBudget(this.#options.amounts);
  }

  /**
   * Whether the plugin may use a model, and as many tokens: spent from now on, until the reservation is settled.
   *
   * @param tokens the most that the request may use, prompt and answer together
   * @throws AiHubError ERR_PERMISSION_DENIED for the model, and as `TokenLedger.reserve`
   */
  async reserveTokens(model: string, tokens: number): Promise<TokenReservation> {
    const query: Query = { kind: "ai", model };
    await this.#authority.check(query, model, deniedMessage(query));
    const { ledger, amounts } = this.#options;
    try {
      if (!ledger) throw new AiHubError("ERR_PERMISSION_DENIED", "Not permitted: there is no count of tokens");
      return await ledger.reserve(tokens, tokenBudget(amounts, this.#authority.rules.policy.limits));
    } catch (error) {
      this.#authority.record({ kind: "ai", value: `${model} (${tokens} tokens)`, decision: "denied", scope: "tokens" });
      throw error;
    }
  }
}
