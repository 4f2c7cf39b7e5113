/**
 * Back-pressure: so many host calls of a plugin, and so many bytes of them, are on their way at most; the rest waits here
 * in order. What is on its way lies in the host's memory, not in the plugin's.
 */
import {
  MAX_BYTES,
  MAX_CALLS_IN_FLIGHT,
  MAX_QUEUED_BYTES,
  MAX_QUEUED_CALLS,
  type Payload,
} from "../core/protocol/messages.ts";

interface HostCall {
  readonly id: number;
  readonly method: string;
  readonly args: Payload;
  readonly stack?: string;
}

/** Bytes on their way at once; a larger call goes alone. */
const MAX_BYTES_IN_FLIGHT = 128 * 1024 * 1024;
/**
 * Methods whose reply may be large: room for it is kept until it has come. Most answers from the network are far smaller
 * than they may be, and a plugin that waits for sixteen at once has a reason to.
 */
const LARGE_REPLIES: ReadonlyMap<string, number> = new Map([
  ["fs.readFile", MAX_BYTES],
  ["http.fetch", MAX_BYTES / 4],
]);

export class HostCallQueue {
  /** At most this many in flight. */
  limit = MAX_CALLS_IN_FLIGHT;
  readonly #send: (call: HostCall) => void;
  /** Size by id. */
  readonly #inFlight = new Map<number, number>();
  #inFlightBytes = 0;
  #waiting: HostCall[] = [];
  #next = 0;
  #waitingBytes = 0;

  constructor(send: (call: HostCall) => void) {
    this.#send = send;
  }

  /** How many calls are on their way. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** False when the queue is full: the call was not taken. */
  push(call: HostCall): boolean {
    if (this.#next === this.#waiting.length && this.#fits(call)) {
      this.#start(call);
      return true;
    }
    const size = waitingSize(call);
    const full = this.#waiting.length - this.#next >= MAX_QUEUED_CALLS;
    if (full || this.#waitingBytes + size > MAX_QUEUED_BYTES) return false;
    this.#waitingBytes += size;
    this.#waiting.push(call);
    return true;
  }

  replied(id: number): void {
    this.#inFlightBytes -= this.#inFlight.get(id) ?? 0;
    this.#inFlight.delete(id);
    for (let call = this.#waiting[this.#next]; call && this.#fits(call); call = this.#waiting[this.#next]) {
      this.#next++;
      this.#waitingBytes -= waitingSize(call);
      this.#start(call);
    }
    if (this.#next === this.#waiting.length) {
      this.#waiting = [];
      this.#next = 0;
    }
  }

  /** A call that still waits is forgotten: it will not be sent, nor replied to. */
  cancel(id: number): "forgotten" | "sent" | "unknown" {
    if (this.#inFlight.has(id)) return "sent";
    const at = this.#waiting.findIndex((call, index) => index >= this.#next && call.id === id);
    const [call] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (!call) return "unknown";
    this.#waitingBytes -= waitingSize(call);
    return "forgotten";
  }

  #fits(call: HostCall): boolean {
    if (this.#inFlight.size >= this.limit) return false;
    return this.#inFlight.size === 0 || this.#inFlightBytes + weightOf(call) <= MAX_BYTES_IN_FLIGHT;
  }

  #start(call: HostCall): void {
    const weight = weightOf(call);
    this.#inFlight.set(call.id, weight);
    this.#inFlightBytes += weight;
    this.#send(call);
  }
}

function sizeOf({ json, bytes }: Payload): number {
  return json.length * 2 + (bytes?.byteLength ?? 0);
}

function waitingSize({ args, stack = "" }: HostCall): number {
  return sizeOf(args) + stack.length * 2;
}

function weightOf({ method, args }: HostCall): number {
  return sizeOf(args) + (LARGE_REPLIES.get(method) ?? 0);
}
