/** The events that we send. */
import type { DebugProtocol } from "@vscode/debugprotocol";

/** The bodies of the events that we send, by name. */
export interface EventBodies {
  initialized: undefined;
  stopped: DebugProtocol.StoppedEvent["body"];
  continued: DebugProtocol.ContinuedEvent["body"];
  exited: DebugProtocol.ExitedEvent["body"];
  terminated: undefined;
  process: DebugProtocol.ProcessEvent["body"];
  output: DebugProtocol.OutputEvent["body"];
  breakpoint: DebugProtocol.BreakpointEvent["body"];
  loadedSource: DebugProtocol.LoadedSourceEvent["body"];
  progressStart: DebugProtocol.ProgressStartEvent["body"];
  progressEnd: DebugProtocol.ProgressEndEvent["body"];
}

export type SendEvent = <E extends keyof EventBodies>(event: E, body: EventBodies[E]) => void;

/** A plugin runs in one thread. */
export const THREAD_ID = 1;
