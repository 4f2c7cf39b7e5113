/** Requests about the plugin as it runs: going on, stepping, its stack. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { ExceptionInfo, Frame, StepInTarget } from "../../core/debug/inspector.ts";
import { AiHubError } from "../../core/errors.ts";
import type { DebugContext } from "./context.ts";
import { THREAD_ID } from "./events.ts";
import { args, COUNT, FLAG, INTEGER, NOTHING, type Request, type RequestTable, request, THREAD } from "./request.ts";

/** Frames of the plugin have ids from 1. */
const LABEL_ID = 0;

export const executionRequests: RequestTable = {
  threads: request<object, DebugProtocol.ThreadsResponse["body"]>({
    args: NOTHING,
    run: ({ debuggee }) => ({ threads: [{ id: THREAD_ID, name: debuggee.name }] }),
  }),
  pause: request<object, void>({
    args: THREAD,
    run: ({ inspector, debuggee }) => {
      if (!debuggee.begun) throw new AiHubError("ERR_NOT_AVAILABLE", "The plugin is not running");
      return inspector.running ? inspector.pause() : inspector.pauseAtStart();
    },
  }),
  continue: request<object, DebugProtocol.ContinueResponse["body"]>({
    args: THREAD,
    run: async ({ inspector }) => {
      await inspector.resume();
      return { allThreadsContinued: true };
    },
  }),
  next: step("over"),
  stepIn: request<DebugProtocol.StepInArguments, void>({
    args: args({ threadId: INTEGER, targetId: INTEGER }, ["threadId", "targetId"]),
    run: ({ inspector }, { targetId }) => inspector.step("in", targetId),
  }),
  stepInTargets: request<DebugProtocol.StepInTargetsArguments, DebugProtocol.StepInTargetsResponse["body"]>({
    args: args({ frameId: INTEGER }),
    cancellable: true,
    run: async (context, { frameId }) => {
      const targets = await context.inspector.stepInTargets(frameId);
      return { targets: targets.map((target) => showTarget(context, target)) };
    },
  }),
  stepOut: step("out"),
  stackTrace: request<DebugProtocol.StackTraceArguments, DebugProtocol.StackTraceResponse["body"]>({
    args: args({ threadId: INTEGER, startFrame: COUNT, levels: COUNT, format: args({ line: FLAG }, ["line"]) }, [
      "threadId",
      "startFrame",
      "levels",
      "format",
    ]),
    cancellable: true,
    run: async (context, { startFrame = 0, levels = 0, format }) => {
      const { frames } = await context.inspector.frames();
      const stack = withAsyncLabel(frames).map((frame) => showFrame(context, frame, format));
      const end = levels === 0 ? stack.length : startFrame + levels;
      return { stackFrames: stack.slice(startFrame, end), totalFrames: stack.length };
    },
  }),
  exceptionInfo: request<object, DebugProtocol.ExceptionInfoResponse["body"]>({
    args: THREAD,
    run: async ({ inspector }) => {
      const info = await inspector.exceptionInfo();
      if (!info) throw new AiHubError("ERR_NOT_AVAILABLE", "The plugin has not stopped at an exception");
      return {
        exceptionId: info.name,
        description: info.message,
        breakMode: info.uncaught ? "unhandled" : "always",
        details: { ...showException(info), evaluateName: "$exception" },
      };
    },
  }),
};

function showException({ name, message, stack, cause }: ExceptionInfo): DebugProtocol.ExceptionDetails {
  return {
    typeName: name,
    message,
    stackTrace: `${name}: ${message}\n${stack}`,
    ...(cause && { innerException: [showException(cause)] }),
  };
}

function step(kind: "over" | "out"): Request {
  return request<object, void>({ args: THREAD, run: ({ inspector }) => inspector.step(kind) });
}

function showTarget({ client }: DebugContext, { id, label, place, end }: StepInTarget): DebugProtocol.StepInTarget {
  return {
    id,
    label,
    line: client.lineOut(place.line),
    column: client.columnOut(place.column),
    ...(end && { endLine: client.lineOut(end.line), endColumn: client.columnOut(end.column) }),
  };
}

type Label = { readonly label: string };

/** Callers that await are set off from what is on the stack. */
function withAsyncLabel(frames: readonly Frame[]): readonly (Frame | Label)[] {
  const first = frames.findIndex((frame) => frame.async);
  return first < 0 ? frames : [...frames.slice(0, first), { label: "await" }, ...frames.slice(first)];
}

function showFrame(
  { sources, client }: DebugContext,
  frame: Frame | Label,
  { line = false }: DebugProtocol.StackFrameFormat = {},
): DebugProtocol.StackFrame {
  if ("label" in frame) return { id: LABEL_ID, name: frame.label, line: 0, column: 0, presentationHint: "label" };
  const { id, name, place, foreign } = frame;
  const source = sources.byName(place.source);
  return {
    id,
    name: line ? `${name} line ${client.lineOut(place.line)}` : name,
    line: client.lineOut(place.line),
    column: client.columnOut(place.column),
    ...(source && { source }),
    ...(foreign && { presentationHint: "subtle" as const }),
  };
}
