/**
 * A debug session as VS Code needs it: its words are safe in notifications, where `[text](command:…)` would run a command,
 * and the frames of its stacks are links.
 */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { DebugTargets } from "../../runtime/host/dap/debug-targets.ts";
import { DapSession } from "../../runtime/host/dap/session.ts";
import { inert } from "../display.ts";
import { withFrameLinks } from "./frame-links.ts";

export class EditorSession extends DapSession {
  readonly #linkStart: () => string | undefined;

  /** @param linkStart what makes links of the plugin's paths, once it is known */
  constructor(targets: DebugTargets, linkStart: () => string | undefined = () => undefined) {
    super(targets);
    this.#linkStart = linkStart;
  }

  /** The plugin's name stands in the title of its progress. */
  override sendEvent(event: DebugProtocol.Event): void {
    const { event: name, body } = event;
    if (name === "progressStart") super.sendEvent({ ...event, body: { ...body, title: inert(String(body.title)) } });
    else if (name === "output") super.sendEvent({ ...event, body: { ...body, output: this.#linked(body.output) } });
    else super.sendEvent(event);
  }

  /** Errors that the person sees name plugins, and quote what they have written. */
  override sendResponse(response: DebugProtocol.Response): void {
    if (response.command === "initialize" && response.success) return super.sendResponse(withWholeStacks(response));
    if (response.command === "exceptionInfo" && response.success) return super.sendResponse(this.#linkedInfo(response));
    if (response.success) return super.sendResponse(response);
    const { error } = response.body as { error: DebugProtocol.Message };
    const variables = Object.entries(error.variables ?? {}).map(([name, text]) => [name, inert(text)]);
    const body = { error: { ...error, variables: Object.fromEntries(variables) } };
    super.sendResponse({ ...response, ...(response.message && { message: inert(response.message) }), body });
  }

  #linkedInfo(response: DebugProtocol.Response): DebugProtocol.Response {
    const { details, ...body }: DebugProtocol.ExceptionInfoResponse["body"] = response.body;
    const stackTrace = details?.stackTrace;
    if (stackTrace === undefined) return response;
    return { ...response, body: { ...body, details: { ...details, stackTrace: this.#linked(stackTrace) } } };
  }

  #linked(text: string): string {
    const start = this.#linkStart();
    return start === undefined ? text : withFrameLinks(text, start);
  }
}

/**
 * VS Code would ask for the first frame alone, and leave "Load More Stack Frames" below a stack whose others are the same
 * after a step. Our stacks are cheap.
 */
function withWholeStacks(response: DebugProtocol.InitializeResponse): DebugProtocol.Response {
  return { ...response, body: { ...response.body, supportsDelayedStackTraceLoading: false } };
}
