/** `aiHub.permissions`, with statuses that follow the permission once somebody listens to them. */
import type { PermissionDescriptor, PermissionState, PermissionsApi } from "../../../schemas/guest-api.ts";
import type { Bridge } from "./bridge.ts";
import { Event } from "./web/event.ts";
import { EventTarget, fire } from "./web/event-target.ts";
import { report } from "./web/report.ts";

/** What the host says of a permission. */
export interface PermissionAnswer {
  readonly state: PermissionState;
  readonly partial: boolean;
  readonly reason?: string;
}

export type PermissionListener = (answer: PermissionAnswer) => void;

const MEMBERS = { read: "path", write: "path", net: "host", memory: "collection", ai: "model", system: "capability" };

export function permissionsApi(send: Bridge["call"], listeners: Map<string, PermissionListener>): PermissionsApi {
  const watched = new Map<string, Set<PermissionStatus>>();
  const watch = (key: string, question: Question, status: PermissionStatus): void => {
    const known = watched.get(key);
    if (known) return void known.add(status);
    const statuses = new Set([status]);
    watched.set(key, statuses);
    listeners.set(key, (answer) => {
      for (const each of statuses) PermissionStatus.update(each, answer);
    });
    send("permissions.watch", question).catch(report);
  };
  const method = (name: string) => async (descriptor: PermissionDescriptor) => {
    const question = read(descriptor);
    const answer: PermissionAnswer = await send(`permissions.${name}`, question);
    const key = JSON.stringify([question.kind, question.value ?? null]);
    return new PermissionStatus(question.kind, answer, (status) => watch(key, question, status));
  };
  return { query: method("query"), request: method("request"), revoke: method("revoke") };
}

class PermissionStatus extends EventTarget {
  readonly name: PermissionDescriptor["name"];
  #answer: PermissionAnswer;
  #onchange: ((event: Event) => void) | null = null;
  readonly #listen: (status: PermissionStatus) => void;

  constructor(
    name: PermissionDescriptor["name"],
    answer: PermissionAnswer,
    listen: (status: PermissionStatus) => void,
  ) {
    super();
    this.name = name;
    this.#answer = answer;
    this.#listen = listen;
  }

  static update(status: PermissionStatus, answer: PermissionAnswer): void {
    const { state, partial } = status.#answer;
    if (answer.state === state && answer.partial === partial) return;
    status.#answer = answer;
    fire(status, new Event("change"));
  }

  get state(): PermissionState {
    return this.#answer.state;
  }

  get partial(): boolean {
    return this.#answer.partial;
  }

  get reason(): string | undefined {
    return this.#answer.reason;
  }

  get onchange(): ((event: Event) => void) | null {
    return this.#onchange;
  }

  set onchange(listener: ((event: Event) => void) | null) {
    if (this.#onchange) this.removeEventListener("change", this.#onchange);
    this.#onchange = typeof listener === "function" ? listener : null;
    if (this.#onchange) this.addEventListener("change", this.#onchange);
  }

  override addEventListener(type: unknown, callback: unknown, options?: unknown): void {
    super.addEventListener(type, callback, options);
    this.#listen(this);
  }
}

interface Question {
  readonly kind: PermissionDescriptor["name"];
  readonly value?: string;
}

function read(descriptor: PermissionDescriptor): Question {
  const kind = descriptor?.name;
  if (!Object.hasOwn(MEMBERS, kind)) {
    throw new TypeError(`A permission is one of ${Object.keys(MEMBERS).join(", ")}, not ${String(kind)}`);
  }
  const value: unknown = Reflect.get(descriptor, MEMBERS[kind]);
  return value === undefined ? { kind } : { kind, value: String(value) };
}
