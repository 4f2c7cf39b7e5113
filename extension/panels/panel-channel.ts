/** The messages between one panel's page and its plugin: what is let through, how much, and when. Knows no editor. */
import type { StatusAction } from "./panel-html.ts";

/** Longest message either way, in UTF-16 units of JSON. */
export const MAX_MESSAGE_LENGTH = 1024 * 1024;

/** Messages kept for a page that is not there yet; the oldest give way. */
const MAX_WAITING = 100;
const MAX_WAITING_LENGTH = 4 * MAX_MESSAGE_LENGTH;

/** What a page may post: so many small messages at once, and so many in each second after; a large one costs more. */
const BURST = 300;
const LENGTH_PER_TOKEN = 10_000;
const PER_SECOND = 100;

/** One log line about dropped messages per this many milliseconds. */
const LOG_EVERY_MS = 10_000;

const ACTIONS: readonly unknown[] = ["start", "restart", "log"] satisfies readonly StatusAction[];

export interface PanelChannelPorts {
  /** Hands a message of the page to the plugin. */
  deliver(json: string): void;
  /** Sends an object to the page. */
  post(message: { readonly type: "aihub-message"; readonly json: string }): void;
  /** A button of one of AI Hub's own pages. */
  action(action: StatusAction): void;
  log(text: string): void;
  /** Milliseconds, never going back. */
  now(): number;
}

/** One per panel. A page that is loaded anew, hidden or replaced is announced with `pageGone`. */
export class PanelChannel {
  readonly #ports: PanelChannelPorts;
  #ready = false;
  #waiting: string[] = [];
  #waitingLength = 0;
  #tokens = BURST;
  #refilledAt: number;
  readonly #dropLog = new Map<string, { at: number; count: number }>();

  constructor(ports: PanelChannelPorts) {
    this.#ports = ports;
    this.#refilledAt = ports.now();
  }

  /** Takes anything at all that a page posted. */
  fromPage(message: unknown): void {
    const { type, json, text, action } = fields(message);
    const length = typeof json === "string" ? json.length : 0;
    if (length > MAX_MESSAGE_LENGTH) {
      this.#drop("Message from the panel's page over the limit of 1 MB");
    } else if (!this.#takeTokens(1 + length / LENGTH_PER_TOKEN)) {
      this.#drop("Message of a flood from the panel's page");
    } else if (type === "message" && typeof json === "string" && isJson(json)) {
      this.#ports.deliver(json);
    } else if (type === "ready") {
      this.#ready = true;
      for (const waiting of this.#waiting.splice(0)) this.#post(waiting);
      this.#waitingLength = 0;
    } else if (type === "report" && typeof text === "string") {
      this.#ports.log(text.slice(0, 2000));
    } else if (type === "action" && isAction(action)) {
      this.#ports.action(action);
    } else {
      this.#drop("Message of unknown shape from the panel's page");
    }
  }

  /** Sends JSON to the page, or keeps it until the page listens. */
  toPage(json: string): void {
    if (json.length > MAX_MESSAGE_LENGTH) this.#drop("Message to the panel over the limit of 1 MB");
    else if (this.#ready) this.#post(json);
    else this.#keep(json);
  }

  /** The page is no longer there to hear; the next one says when it is. */
  pageGone(): void {
    this.#ready = false;
  }

  /** Forgets what waits: the plugin that sent it is gone. */
  clear(): void {
    this.#waiting = [];
    this.#waitingLength = 0;
  }

  #keep(json: string): void {
    this.#waiting.push(json);
    this.#waitingLength += json.length;
    while (this.#waiting.length > MAX_WAITING || this.#waitingLength > MAX_WAITING_LENGTH) {
      this.#waitingLength -= this.#waiting.shift()?.length ?? 0;
      this.#drop("The oldest message to the panel, whose page does not listen,");
    }
  }

  #post(json: string): void {
    this.#ports.post({ type: "aihub-message", json });
  }

  #takeTokens(count: number): boolean {
    const now = this.#ports.now();
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#refilledAt) * PER_SECOND) / 1000);
    this.#refilledAt = now;
    if (this.#tokens < count) return false;
    this.#tokens -= count;
    return true;
  }

  #drop(what: string): void {
    const now = this.#ports.now();
    const last = this.#dropLog.get(what);
    if (last && now - last.at < LOG_EVERY_MS) {
      last.count += 1;
      return;
    }
    const more = last && last.count > 0 ? ` (and ${last.count} before it)` : "";
    this.#dropLog.set(what, { at: now, count: 0 });
    this.#ports.log(`${what} was dropped${more}`);
  }
}

function fields(message: unknown): Readonly<Record<string, unknown>> {
  return typeof message === "object" && message !== null ? (message as Readonly<Record<string, unknown>>) : {};
}

function isAction(value: unknown): value is StatusAction {
  return ACTIONS.includes(value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
