/** Which throws stop the plugin. */
import type { ExceptionFilter, ExceptionInfo } from "../../../core/debug/inspector.ts";
import { dataProperty } from "../web/inspect-context.ts";
import type { FrameRecord } from "./frame.ts";
import { siteOf } from "./frame.ts";
import { preview, typeName } from "./preview.ts";
import type { Stack } from "./stack.ts";
import { waitingCallers } from "./stack.ts";
import { functionOf, isGuarded } from "./tables.ts";

/** - `rejection`: nothing catches it, and it leaves an asynchronous function as a rejected promise */
type Fate = "caught" | "uncaught" | "rejection";

const FILTERS: Readonly<Record<Fate, ExceptionFilter["filter"]>> = {
  caught: "caught",
  uncaught: "uncaught",
  rejection: "rejections",
};

export class Exceptions {
  #filters = new Map<ExceptionFilter["filter"], string | undefined>();
  /** What was reported last: it comes by again in each function that it leaves. */
  #last: { readonly error: unknown; depth: number } | undefined;

  get any(): boolean {
    return this.#filters.size > 0;
  }

  set(filters: readonly ExceptionFilter[]): void {
    this.#filters = new Map(filters.map(({ filter, condition }) => [filter, condition] as const));
  }

  /**
   * An exception comes by in the frame on top: it has reached a `catch` there (`leaving` is false) or leaves its function.
   *
   * @param holds evaluates the filter's condition
   * @returns its fate when the plugin is to stop
   */
  comesBy(error: unknown, leaving: boolean, stack: Stack, holds: (condition: string) => boolean): Fate | undefined {
    const { depth } = stack;
    const known = this.#last !== undefined && Object.is(this.#last.error, error) && depth < this.#last.depth;
    this.#last = { error, depth: leaving ? depth : 0 };
    if (known || this.#filters.size === 0) return undefined;
    const fate = leaving ? fateOf(stack) : "caught";
    // A rejection that nobody waits for is not caught either.
    const wanted = [FILTERS[fate], fate === "rejection" && ("uncaught" as const)].find(
      (filter) => filter && this.#filters.has(filter),
    );
    if (!wanted) return undefined;
    const condition = this.#filters.get(wanted);
    return condition === undefined || holds(condition) ? fate : undefined;
  }
}

/** Looks for a `catch` around the calls that led to the frame on top, and around the `await`s that wait for them. */
function fateOf(stack: Stack): Fate {
  const frames: FrameRecord[] = stack.frames.toReversed();
  let rejects = false;
  for (const [index, frame] of frames.entries()) {
    if (index > 0 && isGuarded(siteOf(frame))) return "caught";
    if (functionOf(siteOf(frame))?.async) {
      rejects = true;
      break; // from here on it is a promise, and nobody below it on the stack sees it thrown
    }
  }
  if (!rejects) return "uncaught";
  const callers = [...frames.slice(1), ...waitingCallers(stack.frames[0])];
  return callers.some((frame) => functionOf(siteOf(frame))?.async && isGuarded(siteOf(frame))) ? "caught" : "rejection";
}

export function describeException(error: unknown, fate: string): ExceptionInfo {
  const isObject = typeof error === "object" && error !== null;
  const read = (key: string): string => {
    const value = isObject ? dataProperty(error, key) : undefined;
    return typeof value === "string" ? value.slice(0, 16_384) : "";
  };
  return {
    name: read("name") || typeName(error),
    message: isObject ? read("message") : preview(error, false),
    stack: read("stack"),
    uncaught: fate !== "caught",
  };
}
