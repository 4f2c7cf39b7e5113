/** What a plugin may learn and change of its own permissions, and the news of their changes. */
import { AiHubError } from "../../core/errors.ts";
import { isUnavailable, NOT_AVAILABLE } from "../../core/permissions/capabilities.ts";
import type { ScopeState } from "../../core/permissions/query-scope.ts";
import type { PermissionKind } from "../../core/ports.ts";

/** `partial`: its parts have different states. Then `state` is `prompt`, for a part of it will not do without asking. */
export interface PermissionAnswer {
  readonly state: "granted" | "prompt" | "denied";
  readonly partial: boolean;
  /** Why it can never be anything but denied: "not available in this host". */
  readonly reason?: string;
}

/** The part of the broker that this needs. */
export interface PermissionSource {
  query(kind: PermissionKind, value: string | undefined): Promise<ScopeState>;
  request(kind: PermissionKind, value: string | undefined): Promise<void>;
  revoke(kind: PermissionKind, value: string | undefined): Promise<void>;
}

/** Different questions whose answers a plugin may follow. */
const MAX_WATCHED = 100;
/** Milliseconds between two looks: decisions come from other windows and other processes. */
const LOOK_MS = 500;

interface Watched {
  readonly kind: PermissionKind;
  readonly value: string | undefined;
  last: PermissionAnswer;
}

export class OwnPermissions {
  readonly #source: PermissionSource;
  readonly #tell: (key: string, answer: PermissionAnswer) => void;
  readonly #watched = new Map<string, Watched>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #disposed = false;

  /** @param tell is told of each change, by the JSON of `[kind, value]` */
  constructor(source: PermissionSource, tell: (key: string, answer: PermissionAnswer) => void) {
    this.#source = source;
    this.#tell = tell;
  }

  async query(kind: PermissionKind, value: string | undefined): Promise<PermissionAnswer> {
    const state = await this.#source.query(kind, value);
    if (state === "partial") return { state: "prompt", partial: true };
    return { state, partial: false, ...(isUnavailable(kind, value) ? { reason: NOT_AVAILABLE } : {}) };
  }

  /** Asks the person for what is not decided. @returns what it is then */
  async request(kind: PermissionKind, value: string | undefined): Promise<PermissionAnswer> {
    await this.#source.request(kind, value);
    return this.#changed(kind, value);
  }

  async revoke(kind: PermissionKind, value: string | undefined): Promise<PermissionAnswer> {
    await this.#source.revoke(kind, value);
    return this.#changed(kind, value);
  }

  /** Tells of the changes of one answer from now on, until the plugin stops. */
  async watch(kind: PermissionKind, value: string | undefined): Promise<void> {
    const key = JSON.stringify([kind, value ?? null]);
    if (this.#watched.has(key)) return;
    const last = await this.query(kind, value);
    if (this.#disposed || this.#watched.has(key)) return;
    if (this.#watched.size >= MAX_WATCHED) {
      throw new AiHubError("ERR_QUOTA", `A plugin may follow at most ${MAX_WATCHED} permissions`);
    }
    this.#watched.set(key, { kind, value, last });
    this.#timer ??= setInterval(() => void this.#look(), LOOK_MS).unref();
  }

  dispose(): void {
    this.#disposed = true;
    clearInterval(this.#timer);
    this.#watched.clear();
  }

  async #changed(kind: PermissionKind, value: string | undefined): Promise<PermissionAnswer> {
    const answer = await this.query(kind, value);
    void this.#look();
    return answer;
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      for (const [key, watched] of this.#watched) {
        const denied: PermissionAnswer = { state: "denied", partial: false };
        const now = await this.query(watched.kind, watched.value).catch(() => denied);
        if (this.#disposed) return;
        if (now.state === watched.last.state && now.partial === watched.last.partial) continue;
        watched.last = now;
        this.#tell(key, now);
      }
    } finally {
      this.#looking = false;
    }
  }
}
