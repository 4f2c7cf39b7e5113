/** Carries events between plugins: an event is named `plugin-id/event`. */

export type EventListener = (event: string, data: unknown) => void;

export class EventBus {
  readonly #listeners = new Map<string, Set<EventListener>>();

  /** Returns a function that stops listening. */
  subscribe(event: string, listener: EventListener): () => void {
    const set = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, set.add(listener));
    return () => {
      set.delete(listener);
      if (set.size === 0) this.#listeners.delete(event);
    };
  }

  emit(event: string, data: unknown): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) listener(event, data);
  }
}
