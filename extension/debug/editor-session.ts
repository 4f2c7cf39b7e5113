/** A debug session as VS Code needs it: its words are safe in notifications, where `[text](command:…)` would run a command. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { DapSession } from "../../runtime/host/dap/session.ts";
import { inert } from "../display.ts";

export class EditorSession extends DapSession {
  /** The plugin's name stands in the title of its progress. */
  override sendEvent(event: DebugProtocol.Event): void {
    const isProgress = event.event === "progressStart";
    super.sendEvent(isProgress ? { ...event, body: { ...event.body, title: inert(String(event.body.title)) } } : event);
  }

  /** Errors that the person sees name plugins, and quote what they have written. */
  override sendResponse(response: DebugProtocol.Response): void {
    if (response.command === "initialize" && response.success) return super.sendResponse(withWholeStacks(response));
    if (response.success) return super.sendResponse(response);
    const { error } = response.body as { error: DebugProtocol.Message };
    const variables = Object.entries(error.variables ?? {}).map(([name, text]) => [name, inert(text)]);
    const body = { error: { ...error, variables: Object.fromEntries(variables) } };
    super.sendResponse({ ...response, ...(response.message && { message: inert(response.message) }), body });
  }
}

/**
 * VS Code would ask for the first frame alone, and leave "Load More Stack Frames" below a stack whose others are the same
 * after a step. Our stacks are cheap.
 */
function withWholeStacks(response: DebugProtocol.InitializeResponse): DebugProtocol.Response {
  return { ...response, body: { ...response.body, supportsDelayedStackTraceLoading: false } };
}
