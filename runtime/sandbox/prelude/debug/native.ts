/** What the worker lends to the guest's part of the debug agent. */
export interface AgentNative {
  /** Holds the plugin; returns the parameters of the `resume` that ends it, as JSON. */
  stop(json: string): string;
  /** Sends an event to the inspector. */
  say(json: string): void;
  /** Calls `request` back with a time limit; throws when it ran out. */
  bounded(json: string): string;
  /** Calls `request` with each command that came while the guest ran. */
  attend(): void;
  /** Zeros, at least so many, that the worker can write while the guest runs. */
  newMarks(length: number): ArrayBuffer;
  promiseState(value: object): readonly ["pending" | "fulfilled" | "rejected", unknown] | undefined;
}
