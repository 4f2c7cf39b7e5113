/** Ownership: whoever makes a thing that must be given back adds it to a scope. */

export interface Disposable {
  dispose(): void;
}

/** Gives back what was added to it, last first. What is added after disposal is given back at once. */
export class Scope implements Disposable {
  #items: Disposable[] | undefined = [];

  get alive(): boolean {
    return this.#items !== undefined;
  }

  add<T extends Disposable>(item: T): T {
    if (this.#items) this.#items.push(item);
    else item.dispose();
    return item;
  }

  /** Like `add`, for a bare function. */
  defer(dispose: () => void): void {
    this.add({ dispose });
  }

  /** Disposes everything even when some of it throws; the first error is rethrown at the end. */
  dispose(): void {
    const items = this.#items ?? [];
    this.#items = undefined;
    const errors: unknown[] = [];
    for (const item of items.reverse()) {
      try {
        item.dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
