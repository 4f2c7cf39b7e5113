/**
 * When a document is checked. The first change is answered at once; while changes keep coming, a check waits for as long
 * as the last one took, so that at most half of the time goes into checks however large the document is.
 */

const MAX_WAIT_MS = 500;

interface Turn {
  /** Takes back a start that is to come. */
  cancel: (() => void) | undefined;
  isRunning: boolean;
  isDue: boolean;
  notBefore: number;
}

export class Pace {
  readonly #turns = new Map<string, Turn>();

  /** Runs `check` soon; once for all that ask meanwhile, and never twice at a time. */
  schedule(key: string, check: () => Promise<void>): void {
    let turn = this.#turns.get(key);
    if (!turn) {
      turn = { cancel: undefined, isRunning: false, isDue: false, notBefore: 0 };
      this.#turns.set(key, turn);
    }
    if (turn.isRunning) turn.isDue = true;
    else turn.cancel ??= later(turn.notBefore - performance.now(), () => this.#run(key, turn, check));
  }

  cancel(key: string): void {
    const turn = this.#turns.get(key);
    turn?.cancel?.();
    this.#turns.delete(key);
  }

  dispose(): void {
    for (const key of [...this.#turns.keys()]) this.cancel(key);
  }

  #run(key: string, turn: Turn, check: () => Promise<void>): void {
    turn.cancel = undefined;
    turn.isRunning = true;
    const start = performance.now();
    void check().finally(() => {
      const end = performance.now();
      turn.notBefore = end + Math.min(end - start, MAX_WAIT_MS);
      turn.isRunning = false;
      const isDue = turn.isDue;
      turn.isDue = false;
      if (isDue && this.#turns.get(key) === turn) this.schedule(key, check);
    });
  }
}

/** Calls back after some milliseconds, and without a timer's least delay where there is nothing to wait for. */
function later(milliseconds: number, callback: () => void): () => void {
  if (milliseconds <= 0) {
    const immediate = setImmediate(callback);
    return () => clearImmediate(immediate);
  }
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
