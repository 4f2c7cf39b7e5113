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
    filter("caught", "Caught exceptions", "Stops where something is thrown that the plugin catches.", false),
    filter("uncaught", "Uncaught exceptions", "Stops where something is thrown that nothing catches.", true),
    filter(
      "rejections",
      "Rejected promises",
      "Stops where an asynchronous function throws what nothing that awaits it catches.",
      false,
    ),
  ],
  supportsLoadedSourcesRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsValueFormattingOptions: true,
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
  supportTerminateDebuggee: true,
  supportsCancelRequest: true,
};

function filter(
  name: string,
  label: string,
  description: string,
  isDefault: boolean,
): DebugProtocol.ExceptionBreakpointsFilter {
  return {
    filter: name,
    label,
    description,
    default: isDefault,
    supportsCondition: true,
    conditionDescription: "Where `error` is what was thrown: error.code === 'E_RATE'",
  };
}
