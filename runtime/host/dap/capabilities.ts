/** What we claim at `initialize`. Each line has its test in test/unit/dap/capabilities.test.ts, and nothing else is claimed. */
import type { DebugProtocol } from "@vscode/debugprotocol";

export const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ["."],
  supportsExceptionInfoRequest: true,
  supportsExceptionFilterOptions: true,
  exceptionBreakpointFilters: [
    filter(
      "caught",
      "Caught exceptions",
      "Stops where something is thrown that the plugin catches, and where a promise is rejected when the plugin is known to take that.",
    ),
    filter(
      "uncaught",
      "Uncaught exceptions",
      "Stops where something is thrown that nothing catches, and where a promise is rejected when nothing is known that would take that.",
    ),
    filter(
      "rejections",
      "Rejected promises",
      "Of the uncaught exceptions those alone that reject a promise: by `reject`, or thrown by an asynchronous function, a callback of `then` or an executor.",
    ),
  ],
  supportsLoadedSourcesRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsValueFormattingOptions: true,
  supportsStepInTargetsRequest: true,
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
  supportTerminateDebuggee: true,
  supportsCancelRequest: true,
};

/**
 * None is set until a person sets it, as in js-debug, which is what JavaScript people know. debugpy stops at what is uncaught
 * without being asked, but there that ends the program; here it ends one call, and the debug console has the error with
 * its stack anyway. Whether somebody takes a rejection later nobody can know. And any filter makes the plugin keep its frames
 * from the start, so that each of its calls is slower.
 */
function filter(name: string, label: string, description: string): DebugProtocol.ExceptionBreakpointsFilter {
  return {
    filter: name,
    label,
    description,
    default: false,
    supportsCondition: true,
    conditionDescription: "Where `error` is what was thrown: error.code === 'E_RATE'",
  };
}
