/** Stops of debug sessions as VS Code takes them up, which is later than the session has told of them. */
import * as vscode from "vscode";
import { eventually } from "./support.ts";

export interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly presentationHint?: string;
  readonly source?: { readonly path?: string; readonly presentationHint?: string };
}

/** Each stop has an item of its own, also when it is in the frame of the one before. */
const waitedFor = new WeakSet<object>();

/**
 * The frames of a session that has stopped, once VS Code shows the place; to be called once for each stop.
 *
 * VS Code opens the file and makes the session the focused one when that is done, also if it has ended meanwhile: a test
 * that goes on before leaves a dead session in focus. Stops of the next ones are not shown then, and "Restart" means it.
 */
export async function shownStop(session: vscode.DebugSession): Promise<readonly Frame[]> {
  const { stackFrames } = await session.customRequest("stackTrace", { threadId: 1 });
  const frames: readonly Frame[] = stackFrames;
  const item = await eventually(
    "the stop is shown",
    () => shownFrame(session),
    (found) => found !== undefined && !waitedFor.has(found) && frames.some(({ id }) => id === found.frameId),
  );
  if (item) waitedFor.add(item);
  return frames;
}

/** What VS Code shows of the session, if it is the one that it shows. */
export function shownFrame(session: vscode.DebugSession): vscode.DebugStackFrame | undefined {
  const item = vscode.debug.activeStackItem;
  return item instanceof vscode.DebugStackFrame && item.session.id === session.id ? item : undefined;
}
