/** `Event` and `CustomEvent` (https://dom.spec.whatwg.org/#events), without a tree: an event has one target. */
import { native } from "./host.ts";
import { dictionary, domString, isObject, needArguments } from "./webidl.ts";

export const PHASES = { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 };

export interface EventState {
  type: string;
  bubbles: boolean;
  cancelable: boolean;
  readonly composed: boolean;
  readonly timeStamp: number;
  trusted: boolean;
  target: object | null;
  dispatching: boolean;
  stopped: boolean;
  stoppedNow: boolean;
  canceled: boolean;
  passive: boolean;
}

export let stateOf: (event: Event) => EventState;
export let isEvent: (value: unknown) => value is Event;

export class Event {
  readonly #state: EventState;

  static {
    stateOf = (event) => event.#state;
    isEvent = (value): value is Event => isObject(value) && #state in value;
  }

  constructor(type: string, init: unknown = undefined) {
    needArguments(arguments.length, 1, "Event");
    const { bubbles, cancelable, composed } = dictionary(init, "Event");
    this.#state = {
      type: domString(type),
      bubbles: Boolean(bubbles),
      cancelable: Boolean(cancelable),
      composed: Boolean(composed),
      timeStamp: native.now(),
      trusted: false,
      target: null,
      dispatching: false,
      stopped: false,
      stoppedNow: false,
      canceled: false,
      passive: false,
    };
  }

  get type(): string {
    return this.#state.type;
  }
  get target(): object | null {
    return this.#state.target;
  }
  get srcElement(): object | null {
    return this.#state.target;
  }
  get currentTarget(): object | null {
    return this.#state.dispatching ? this.#state.target : null;
  }
  get eventPhase(): number {
    return this.#state.dispatching ? PHASES.AT_TARGET : PHASES.NONE;
  }
  get bubbles(): boolean {
    return this.#state.bubbles;
  }
  get cancelable(): boolean {
    return this.#state.cancelable;
  }
  get composed(): boolean {
    return this.#state.composed;
  }
  get defaultPrevented(): boolean {
    return this.#state.canceled;
  }
  get returnValue(): boolean {
    return !this.#state.canceled;
  }
  set returnValue(value: unknown) {
    if (!value) this.preventDefault();
  }
  get cancelBubble(): boolean {
    return this.#state.stopped;
  }
  set cancelBubble(value: unknown) {
    if (value) this.#state.stopped = true;
  }
  get timeStamp(): number {
    return this.#state.timeStamp;
  }
  get isTrusted(): boolean {
    return this.#state.trusted;
  }

  composedPath(): object[] {
    const { dispatching, target } = this.#state;
    return dispatching && target !== null ? [target] : [];
  }
  stopPropagation(): void {
    this.#state.stopped = true;
  }
  stopImmediatePropagation(): void {
    this.#state.stopped = true;
    this.#state.stoppedNow = true;
  }
  preventDefault(): void {
    if (this.#state.cancelable && !this.#state.passive) this.#state.canceled = true;
  }
  initEvent(type: unknown, bubbles: unknown = false, cancelable: unknown = false): void {
    needArguments(arguments.length, 1, "initEvent");
    const state = this.#state;
    if (state.dispatching) return;
    state.type = domString(type);
    state.bubbles = Boolean(bubbles);
    state.cancelable = Boolean(cancelable);
    state.canceled = state.stopped = state.stoppedNow = state.trusted = false;
    state.target = null;
  }
}

export class CustomEvent extends Event {
  readonly #detail: unknown;

  constructor(type: string, init: unknown = undefined) {
    needArguments(arguments.length, 1, "CustomEvent");
    super(type, init);
    const { detail = null } = dictionary(init, "CustomEvent");
    this.#detail = detail;
  }

  get detail(): unknown {
    return this.#detail;
  }
}
