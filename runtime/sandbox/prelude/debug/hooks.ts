/** What instrumented code calls (see `instrument.ts`), each as little as it can be while nothing is sought. */
import { MARKS } from "../../../core/debug/site-table.ts";
import { defineProperty } from "../web/primordials.ts";
import type { Breakpoints } from "./breakpoints.ts";
import { delegate } from "./delegation.ts";
import { type Exceptions, fateOfRejection, type Passing } from "./exceptions.ts";
import type { Accessor, FrameRecord } from "./frame.ts";
import type { Promises } from "./promises.ts";
import type { Stack } from "./stack.ts";
import type { Stepping } from "./stepping.ts";

/** Where the hooks lead to. */
export interface Hooked {
  readonly stack: Stack;
  readonly stepping: Stepping;
  readonly breakpoints: Breakpoints;
  readonly exceptions: Exceptions;
  readonly promises: Promises;
  readonly marks: Uint8Array;
  /** Nothing may stop the plugin now. */
  readonly busy: boolean;
  reached(site: number, frame: FrameRecord, isStatement: boolean): void;
  entered(accessor: Accessor): void;
  left(accessor: Accessor | undefined): void;
  threw(error: unknown, frame: FrameRecord, leaves: boolean): void;
  passes(passing: Passing): void;
  /** Of the agent itself. */
  failed(error: unknown): void;
}

/** `seek` is to be called when what is sought has changed. */
export function makeHooks(debug: Hooked) {
  const { stack, stepping, breakpoints, exceptions, promises } = debug;
  const current = (site: number, accessor: Accessor | undefined) =>
    accessor ? stack.current(accessor) : stack.unknown(site);
  // The plugin may have replaced what the hooks use by code of its own, which is instrumented too: that is not followed.
  let inside = false;
  // Nothing is sought that a call could begin or end: then E and L do next to nothing, for each call comes through them.
  let quick = true;
  const sought = () => stepping.active || breakpoints.haveFunctions;
  const seek = () => {
    quick = !inside && !sought();
  };
  const hook = (run: () => void): void => {
    if (inside) return;
    inside = true;
    quick = false;
    try {
      run();
    } catch (error) {
      debug.failed(error);
    } finally {
      inside = false;
      quick = !sought();
    }
  };
  promises.watch({
    stack,
    wanted: () => exceptions.any && !inside && !debug.busy,
    rejected: (error, made) =>
      hook(() => {
        const frame = stack.top;
        const fate = () => fateOfRejection(made, stack);
        if (frame) debug.passes({ error, frame, how: "rejects", fate });
      }),
  });
  // Each of these may find the stack so full that it cannot even call: that is nothing to throw into the plugin.
  const hooks = {
    B: (site: number, accessor?: Accessor) => {
      try {
        hook(() => debug.reached(site, current(site, accessor), false));
      } catch {}
    },
    D: (site: number, accessor?: Accessor) => {
      try {
        hook(() => debug.reached(site, current(site, accessor), true));
      } catch {}
    },
    E: (accessor: Accessor) => {
      if (quick) stack.accessors[stack.depth++] = accessor;
      else
        try {
          hook(() => debug.entered(accessor));
        } catch {}
    },
    L: (_: number, accessor?: Accessor) => {
      const top = stack.depth - 1;
      if (quick && accessor !== undefined && stack.accessors[top] === accessor) {
        stack.accessors[top] = undefined;
        stack.depth = top;
      } else
        try {
          hook(() => debug.left(accessor));
        } catch {}
    },
    W: (accessor?: Accessor, value?: unknown) => {
      if (!accessor || debug.marks[MARKS.frames] === 0) return value;
      try {
        hook(() => {
          const frame = stack.wait(accessor);
          if (stepping.active) stepping.yielded(frame);
          if (exceptions.any) promises.awaited(value, frame);
        });
      } catch {}
      return value;
    },
    R: (accessor?: Accessor, value?: unknown) => {
      try {
        // While frames are not kept nobody says that they end.
        if (accessor && !inside && debug.marks[MARKS.frames] === 1) stack.resume(accessor);
      } catch {}
      return value;
    },
    X: (error: unknown, accessor: Accessor | undefined, leaving: 0 | 1) => {
      try {
        hook(() => {
          if (!accessor) return;
          stack.resume(accessor);
          if (exceptions.any) debug.threw(error, stack.current(accessor), leaving === 1);
        });
      } catch {}
    },
    Y: (accessor: Accessor, async: 0 | 1, iterable: unknown) => {
      if (debug.marks[MARKS.frames] === 0) return hooks.W(accessor, iterable);
      const waits = (value: unknown) => hooks.W(accessor, value);
      return delegate(iterable, { begins: () => hooks.R(accessor), waits, async: async === 1 });
    },
    N: <T extends object>(fn: T, name: string) => defineProperty(fn, "name", { value: name, configurable: true }) && fn,
    P: (type: unknown, executor: unknown) => {
      try {
        return promises.executor(type, executor);
      } catch {
        return executor;
      }
    },
    Q: (promise: unknown) => {
      try {
        promises.made(promise);
      } catch {}
      return promise;
    },
  };
  return { hooks, seek };
}
