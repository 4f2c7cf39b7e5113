/** Requests from `initialize` to the end of a session. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { CAPABILITIES } from "./capabilities.ts";
import { Client } from "./client.ts";
import type { AttachConfig, LaunchConfig } from "./launch-config.ts";
import { args, FLAG, INTEGER, NOTHING, type RequestTable, request, TEXT } from "./request.ts";

const CLIENT = {
  linesStartAt1: FLAG,
  columnsStartAt1: FLAG,
  pathFormat: TEXT,
  supportsProgressReporting: FLAG,
  supportsVariableType: FLAG,
};

export const lifecycleRequests: RequestTable = {
  initialize: request<DebugProtocol.InitializeRequestArguments, DebugProtocol.Capabilities>({
    args: args({ ...CLIENT }, Object.keys(CLIENT)),
    when: "first",
    run: (context, given) => {
      context.client = new Client(given);
      return CAPABILITIES;
    },
    // Breakpoints may be set at once: they are pending until the plugin is built.
    after: ({ send }) => send("initialized", undefined),
  }),
  launch: request<LaunchConfig, void>({
    args: NOTHING, // by `readLaunch`
    showsError: true,
    run: ({ debuggee, launch }, given) => debuggee.launch("launch", launch(given)),
    after: ({ debuggee }) => debuggee.begin(),
  }),
  attach: request<AttachConfig, void>({
    args: NOTHING, // by `readAttach`
    showsError: true,
    run: ({ debuggee, attach }, given) => debuggee.launch("attach", attach(given)),
    after: ({ debuggee }) => debuggee.begin(),
  }),
  configurationDone: request<object, void>({
    args: NOTHING,
    run: ({ debuggee }) => debuggee.configured(),
    after: ({ debuggee }) => debuggee.begin(),
  }),
  restart: request<{ arguments?: object }, void>({
    args: NOTHING,
    showsError: true,
    run: ({ debuggee, launch, attach }, { arguments: given }) => {
      const again = given && ("plugin" in given ? attach(given) : launch(given));
      return debuggee.restart(again);
    },
  }),
  terminate: request<object, void>({ args: NOTHING, run: () => {}, after: ({ debuggee }) => debuggee.terminate() }),
  disconnect: request<DebugProtocol.DisconnectArguments, void>({
    args: args({ terminateDebuggee: FLAG }, ["terminateDebuggee"]),
    when: "anytime",
    run: ({ debuggee }, { terminateDebuggee }) => debuggee.disconnect(terminateDebuggee),
    after: ({ close }) => close(),
  }),
  cancel: request<DebugProtocol.CancelArguments, void>({
    args: args({ requestId: INTEGER, progressId: TEXT }, ["requestId", "progressId"]),
    run: ({ cancel, debuggee }, { requestId, progressId }) => {
      if (progressId !== undefined) debuggee.cancelBuild(progressId);
      if (requestId !== undefined) cancel(requestId);
    },
  }),
};
