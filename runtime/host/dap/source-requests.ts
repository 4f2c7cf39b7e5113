/** Requests about the files of what runs. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { args, INTEGER, NOTHING, type RequestTable, request, SOURCE } from "./request.ts";

export const sourceRequests: RequestTable = {
  loadedSources: request<object, DebugProtocol.LoadedSourcesResponse["body"]>({
    args: NOTHING,
    cancellable: true,
    run: ({ inspector, sources }) => ({ sources: inspector.sources().map((source) => sources.show(source)) }),
  }),
  source: request<DebugProtocol.SourceArguments, DebugProtocol.SourceResponse["body"]>({
    args: args({ source: SOURCE, sourceReference: INTEGER }, ["source"]),
    cancellable: true,
    run: ({ sources }, given) => sources.text(given),
  }),
};
