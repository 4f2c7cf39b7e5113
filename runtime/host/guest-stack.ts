/**
 * Where in its code a plugin was when it made the host call that is being served, for whoever asks the person or keeps a
 * record on behalf of that call. It travels beside the call and not through it: nothing decides by it.
 *
 * Files and lines are those of the plugin's own modules, for the interpreter wrote them; but a plugin chooses the names of
 * its functions, may put a forged frame into one, and may call through any function that it has. So a stack is the
 * plugin's word on which of its code it was, and no more.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { escapeForDisplay } from "../core/permissions/escape.ts";

/** One place in a plugin's code that was waiting for the call. */
export interface GuestFrame {
  /** "" for code outside of functions and functions without a name; the guest's text otherwise. */
  readonly name: string;
  /** From the plugin folder, or from `node_modules`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

const MAX_NAME = 80;
const MAX_FILE = 150;
/** Frames in a record. */
const MAX_FRAMES = 10;

const serving = new AsyncLocalStorage<() => readonly GuestFrame[]>();

/** Serves a call. @param frames innermost first; read when somebody wants them, and never throws */
export function serveFrom<T>(frames: () => readonly GuestFrame[], serve: () => T): T {
  return serving.run(frames, serve);
}

/** "src/main.ts:12 in loadRates", escaped; undefined outside of a call and where the call did not tell. */
export function callOrigin(): string | undefined {
  const frames = current();
  const [top] = frames;
  if (!top) return undefined;
  const isOwn = ({ file }: GuestFrame) => !file.startsWith("node_modules/");
  const own = isOwn(top) ? undefined : frames.find(isOwn);
  return own ? `${place(top)}, called from ${place(own)}` : place(top);
}

/** The frames of the call as lines of text, escaped and capped; undefined like `callOrigin`. */
export function callStack(): readonly string[] | undefined {
  const frames = current();
  if (frames.length === 0) return undefined;
  return frames.slice(0, MAX_FRAMES).map((frame) => {
    const at = `${escapeForDisplay(frame.file, MAX_FILE)}:${frame.line}:${frame.column}`;
    return frame.name === "" ? at : `${escapeForDisplay(frame.name, MAX_NAME)} (${at})`;
  });
}

function current(): readonly GuestFrame[] {
  return serving.getStore()?.() ?? [];
}

function place({ name, file, line }: GuestFrame): string {
  const at = `${escapeForDisplay(file, MAX_FILE)}:${line}`;
  return name === "" ? at : `${at} in ${escapeForDisplay(name, MAX_NAME)}`;
}
