/** Back-pressure: at most so many host calls of a plugin are on their way, the rest wait here in order. */
import { MAX_CALLS_IN_FLIGHT, MAX_QUEUED_BYTES, MAX_QUEUED_CALLS, type Payload } from "../core/protocol/messages.ts";

interface HostCall {
  readonly id: number;
  readonly method: string;
  readonly args: Payload;
}

export class HostCallQueue {
  /** At most this many in flight. */
  limit = MAX_CALLS_IN_FLIGHT;
  readonly #send: (call: HostCall) => void;
  #waiting: HostCall[] = [];
  #next = 0;
  #bytes = 0;
  #inFlight = 0;

  constructor(send: (call: HostCall) => void) {
    this.#send = send;
  }

  /** False when the queue is full: the call was not taken. */
  push(call: HostCall): boolean {
    if (this.#inFlight < this.limit) {
      this.#inFlight++;
      this.#send(call);
      return true;
    }
    const size = sizeOf(call);
    if (this.#waiting.length - this.#next >= MAX_QUEUED_CALLS || this.#bytes + size > MAX_QUEUED_BYTES) return false;
    this.#bytes += size;
    this.#waiting.push(call);
    return true;
  }

  replied(): void {
    const call = this.#waiting[this.#next];
    if (!call) {
      this.#inFlight--;
      return;
    }
    this.#next++;
    this.#bytes -= sizeOf(call);
    if (this.#next === this.#waiting.length) {
      this.#waiting = [];
      this.#next = 0;
    }
    this.#send(call);
  }
}

function sizeOf(call: HostCall): number {
  return call.args.json.length * 2 + (call.args.bytes?.byteLength ?? 0);
}
