/** Carries events between plugins: an event is named `plugin-id/event`, its data is JSON. */

export type EventListener = (event: string, json: string) => void;

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

  emit(event: string, json: string): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) listener(event, json);
  }
}
