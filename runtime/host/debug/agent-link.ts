/** The requests to the debug agent of one run, and what it answers. */
import type { AgentMethod, AgentMethods, AgentReply } from "../../core/debug/agent-messages.ts";
import type { Cancellable } from "../../core/debug/inspector.ts";
import { AiHubError } from "../../core/errors.ts";

type Answer<M extends AgentMethod> = ReturnType<AgentMethods[M]>;

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export class AgentLink {
  readonly #send: (json: string) => void;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  /** @param send takes messages for the agent */
  constructor(send: (json: string) => void) {
    this.#send = send;
  }

  /**
   * Rejects with ERR_PLUGIN where the agent refuses, with ERR_NOT_AVAILABLE when the run ends before it answers.
   *
   * @param signal ends it in the plugin, too
   */
  ask<M extends AgentMethod>(
    method: M,
    params: Parameters<AgentMethods[M]>[0],
    signal?: Cancellable["signal"],
  ): Promise<Answer<M>> {
    const id = this.#next++;
    const cancel = () => {
      if (this.#waiting.has(id)) this.#send(JSON.stringify({ id: 0, method: "cancel", params: { request: id } }));
    };
    signal?.addEventListener("abort", cancel, { once: true });
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#send(JSON.stringify({ id, method, params }));
    });
  }

  answered(reply: AgentReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.value);
    else waiting?.reject(new AiHubError("ERR_PLUGIN", reply.error));
  }

  /** The run is over: nothing more will be answered. */
  close(): void {
    for (const { reject } of this.#waiting.values()) reject(notRunning());
    this.#waiting.clear();
  }
}

export function notRunning(): AiHubError {
  return new AiHubError("ERR_NOT_AVAILABLE", "The plugin is not running");
}
