/**
 * The clock of a sandbox. Each call that the host makes has a time budget. It runs while the guest computes or sleeps,
 * and stands still while the guest waits for the host (a file, a prompt, the network).
 */

/** Milliseconds on a clock that the worker and the host share and that no one can set. */
export function sharedNow(): number {
  return performance.timeOrigin + performance.now();
}

export interface BudgetOptions {
  /** What a run of guest code may take when no call is open (a late timer, a reply to an earlier call). */
  readonly callMs: number;
  /** Called, outside guest code, when a sleeping call has used up its time. */
  readonly onExpired: () => void;
  /** Where the watchdog of the host reads by when the guest must have returned; 0 while it does not run. */
  readonly pulse: BigInt64Array;
}

export class Budget {
  readonly #options: BudgetOptions;
  readonly #remaining = new Map<number, number>();
  #hostCalls = 0;
  #cpuMs = 0;
  #depth = 0;
  #enteredAt = 0;
  #deadline = 0;
  #tickedAt = 0;
  #alarm: ReturnType<typeof setTimeout> | undefined;

  constructor(options: BudgetOptions) {
    this.#options = options;
  }

  /** Guest CPU so far, in milliseconds. */
  get cpuMs(): number {
    return this.#depth === 0 ? this.#cpuMs : this.#cpuMs + sharedNow() - this.#enteredAt;
  }

  // Each of these happens in a run of the guest or right before one, whose end sets the alarm.

  /** Opens a call with its budget in milliseconds. */
  open(id: number, ms: number): void {
    this.#tick();
    this.#remaining.set(id, ms);
  }

  /** False when the call is not open. */
  close(id: number): boolean {
    return this.#remaining.delete(id);
  }

  hostCallSent(): void {
    this.#hostCalls++;
  }

  hostCallReplied(): void {
    this.#tick();
    this.#hostCalls--;
  }

  /** Runs guest code with a deadline: the smallest budget left of the open calls. */
  run<T>(guest: () => T): T {
    this.#tick();
    this.#depth++;
    if (this.#depth === 1) {
      this.#enteredAt = this.#tickedAt;
      this.#deadline = this.#enteredAt + Math.max(0, this.#least());
      Atomics.store(this.#options.pulse, 0, BigInt(Math.ceil(this.#deadline)));
    }
    try {
      return guest();
    } finally {
      this.#tick();
      this.#depth--;
      if (this.#depth === 0) {
        this.#cpuMs += this.#tickedAt - this.#enteredAt;
        Atomics.store(this.#options.pulse, 0, 0n);
        this.#rearm();
      }
    }
  }

  /**
   * Runs what is not the guest's doing in the middle of guest code: a debugger that has stopped it. No clock runs
   * meanwhile, nor does the host's watchdog look.
   */
  suspend<T>(inside: () => T): T {
    const { pulse } = this.#options;
    const deadline = Atomics.exchange(pulse, 0, 0n);
    const since = sharedNow();
    try {
      return inside();
    } finally {
      const elapsed = sharedNow() - since;
      this.#tickedAt += elapsed;
      this.#enteredAt += elapsed;
      this.#deadline += elapsed;
      Atomics.store(pulse, 0, deadline === 0n ? 0n : BigInt(Math.ceil(this.#deadline)));
    }
  }

  /** For the interrupt handler: true once the deadline has passed. */
  expired(): boolean {
    return sharedNow() > this.#deadline;
  }

  #least(): number {
    let least = this.#options.callMs;
    for (const left of this.#remaining.values()) least = Math.min(least, left);
    return least;
  }

  /** Books the time since the last tick on every open call, unless the guest was only waiting for the host. */
  #tick(): void {
    const now = sharedNow();
    const elapsed = now - this.#tickedAt;
    this.#tickedAt = now;
    if (this.#depth === 0 && this.#hostCalls > 0) return;
    for (const [id, left] of this.#remaining) this.#remaining.set(id, left - elapsed);
  }

  /** While the guest sleeps no interrupt handler runs: a timer looks after the budget. */
  #rearm(): void {
    clearTimeout(this.#alarm);
    this.#alarm = undefined;
    if (this.#depth > 0 || this.#hostCalls > 0 || this.#remaining.size === 0) return;
    this.#alarm = setTimeout(this.#options.onExpired, Math.max(1, this.#least()));
  }
}
