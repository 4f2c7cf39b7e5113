/**
 * When a document is checked. The first change is answered at once; while changes keep coming, a check waits for as long
 * as the last one took, so that at most half of the time goes into checks however large the document is.
 */

const MAX_WAIT_MS = 500;

interface Turn {
  timer: NodeJS.Timeout | undefined;
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
      turn = { timer: undefined, isRunning: false, isDue: false, notBefore: 0 };
      this.#turns.set(key, turn);
    }
    if (turn.isRunning) turn.isDue = true;
    else turn.timer ??= this.#start(key, turn, check);
  }

  cancel(key: string): void {
    const turn = this.#turns.get(key);
    clearTimeout(turn?.timer);
    this.#turns.delete(key);
  }

  dispose(): void {
    for (const key of [...this.#turns.keys()]) this.cancel(key);
  }

  #start(key: string, turn: Turn, check: () => Promise<void>): NodeJS.Timeout {
    const wait = Math.max(0, turn.notBefore - performance.now());
    return setTimeout(() => {
      turn.timer = undefined;
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
    }, wait);
  }
}
