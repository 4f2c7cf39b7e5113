/** `performance.now()` and `timeOrigin` (https://w3c.github.io/hr-time/), and `navigator.userAgent`. */
import { EventTarget } from "./event-target.ts";
import { native } from "./host.ts";
import { exposeInterface, exposeObject, make, refuseConstruction } from "./webidl.ts";

export class Performance extends EventTarget {
  readonly #timeOrigin = native.timeOrigin();

  constructor() {
    refuseConstruction(arguments[0]);
    super();
  }

  get timeOrigin(): number {
    return this.#timeOrigin;
  }

  now(): number {
    this.#timeOrigin;
    return native.now();
  }

  toJSON(): { timeOrigin: number } {
    return { timeOrigin: this.#timeOrigin };
  }
}

export class Navigator {
  readonly #userAgent = "AI Hub";

  constructor() {
    refuseConstruction(arguments[0]);
  }

  get userAgent(): string {
    return this.#userAgent;
  }
}

export function installPerformance(global: object): void {
  exposeInterface(global, "Performance", Performance);
  exposeObject(global, "performance", make(Performance));
  exposeInterface(global, "Navigator", Navigator);
  exposeObject(global, "navigator", make(Navigator));
}
