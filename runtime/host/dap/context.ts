/** What the handlers of one session share. */
import type { Inspector } from "../../core/debug/inspector.ts";
import type { Client } from "./client.ts";
import type { DebugTarget } from "./debug-targets.ts";
import type { Debuggee } from "./debuggee.ts";
import type { SendEvent } from "./events.ts";
import type { SourceList } from "./sources.ts";

export interface DebugContext {
  readonly inspector: Inspector;
  readonly debuggee: Debuggee;
  readonly sources: SourceList;
  readonly send: SendEvent;
  /** Of the request `initialize`; until then one that said nothing. */
  client: Client;
  /** Files of which the person knows that they are newer than what runs. */
  readonly staleTold: Set<string>;
  /** How a plugin is made ready, by the arguments of `launch` or `attach`. @throws AiHubError when they are not valid */
  readonly launch: (config: unknown) => () => Promise<DebugTarget>;
  readonly attach: (config: unknown) => () => Promise<DebugTarget>;
  /** The client has gone. */
  readonly close: () => void;
  /** Ends a request that is under way; of others it is nothing. @throws AiHubError when that cannot be cancelled */
  readonly cancel: (seq: number) => void;
}
