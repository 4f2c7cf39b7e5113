/** What the inspector tells becomes events of the protocol. */
import type { InspectorEvents, Stop } from "../../core/debug/inspector.ts";
import { showBreakpoint, tellIfStale } from "./breakpoint-requests.ts";
import type { DebugContext } from "./context.ts";
import { THREAD_ID } from "./events.ts";
import { tell } from "./output.ts";

export function inspectorEvents(context: DebugContext): InspectorEvents {
  const { send, debuggee, sources, staleTold, inspector } = context;
  const loaded = new Set<string>();
  let isLooking = false;
  /** Once all sources of a run are told. */
  const tellRemoved = (): void => {
    isLooking = false;
    const present = new Set(inspector.sources().map((source) => source.path));
    for (const name of loaded) {
      if (present.has(name)) continue;
      loaded.delete(name);
      const source = sources.byName(name);
      if (source) send("loadedSource", { reason: "removed", source });
    }
  };
  return {
    stopped(stop) {
      send("stopped", showStop(stop));
      void tellWhereStale(context);
    },
    continued: () => send("continued", { threadId: THREAD_ID, allThreadsContinued: true }),
    output: ({ category, text, place }) => tell(context, category, text, place),
    breakpointChanged(breakpoint) {
      send("breakpoint", { reason: "changed", breakpoint: showBreakpoint(context, breakpoint) });
    },
    sourceLoaded(source) {
      debuggee.built();
      const reason = loaded.has(source.path) ? "changed" : "new";
      loaded.add(source.path);
      staleTold.delete(source.path);
      send("loadedSource", { reason, source: sources.show(source) });
      if (!isLooking) queueMicrotask(tellRemoved);
      isLooking = true;
    },
    ended: () => {}, // the target's run says how
  };
}

function showStop({ reason, breakpoints, description }: Stop) {
  return {
    reason: reason === "debugger" ? "breakpoint" : reason,
    threadId: THREAD_ID,
    allThreadsStopped: true,
    ...(breakpoints.length > 0 && { hitBreakpointIds: [...breakpoints] }),
    ...(reason === "debugger" && { description: "Paused on a debugger statement" }),
    ...(reason === "exception" &&
      description !== undefined && { description: "Paused on an exception", text: description }),
  };
}

/** A person who looks at a line that is not what runs should know. */
async function tellWhereStale(context: DebugContext): Promise<void> {
  try {
    const [top] = (await context.inspector.frames(0, 1)).frames;
    if (top) tellIfStale(context, top.place.source);
  } catch {
    // it runs on already
  }
}
