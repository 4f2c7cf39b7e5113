/** Which throws and rejections stop the plugin. */
import type { ExceptionFilter, ExceptionInfo } from "../../../core/debug/inspector.ts";
import { ACCESS } from "../../../core/debug/site-table.ts";
import { dataProperty } from "../web/inspect-context.ts";
import { functionSource } from "../web/primordials.ts";
import { isObject } from "../web/webidl.ts";
import type { Asked, FrameRecord, Made } from "./frame.ts";
import { siteOf } from "./frame.ts";
import { preview, typeName } from "./preview.ts";
import type { Boundary } from "./promises.ts";
import type { Stack } from "./stack.ts";
import { functionOf, isGuarded, takesRejections } from "./tables.ts";

type Filter = ExceptionFilter["filter"];

/**
 * What becomes of what is thrown or rejected, as far as can be known when it happens.
 * - `uncaught`: it leaves the plugin's code as an exception
 * - `rejection`: it rejects a promise, and nothing is known that takes that
 */
export type Fate = "caught" | "caught rejection" | "uncaught" | "rejection";

/** Which filters it is for, and what is said to the person. */
const FATES: Readonly<Record<Fate, { readonly filters: readonly Filter[]; readonly text: string }>> = {
  caught: { filters: ["caught"], text: "Caught exception" },
  "caught rejection": { filters: ["caught"], text: "Caught promise rejection" },
  uncaught: { filters: ["uncaught"], text: "Exception" },
  rejection: { filters: ["rejections", "uncaught"], text: "Promise rejection" },
};

/** An error that comes by in the frame on top. */
export interface Passing {
  readonly error: unknown;
  readonly frame: FrameRecord;
  /**
   * - `leaves`: it is about to leave the frame's function
   * - `arrives`: a `catch` there has got it
   * - `rejects`: the frame's code rejects a promise with it
   */
  readonly how: "leaves" | "arrives" | "rejects";
  fate(): Fate;
}

/** An error for which the plugin was to stop by a filter, and did unless the filter's condition did not hold. */
interface Told {
  readonly filter: Filter;
  readonly stopped: boolean;
}

export class Exceptions {
  #filters = new Map<Filter, string | undefined>();
  /** An error stops the plugin once, however many functions it leaves and whoever throws it again. */
  #told = new WeakMap<object, Told>();
  /** The same for what is no object, which may be thrown anew by others: only until it has reached a `catch`. */
  #last: (Told & { readonly error: unknown; readonly frame: FrameRecord }) | undefined;

  get any(): boolean {
    return this.#filters.size > 0;
  }

  set(filters: readonly ExceptionFilter[]): void {
    this.#filters = new Map(filters.map(({ filter, condition }) => [filter, condition] as const));
    this.#told = new WeakMap();
    this.#last = undefined;
  }

  /**
   * @param holds evaluates a filter's condition
   * @returns its fate when the plugin is to stop
   */
  comesBy(passing: Passing, holds: (condition: string) => boolean): Fate | undefined {
    const told = this.#toldOf(passing);
    if (passing.how === "arrives") this.#last = undefined;
    if (told?.stopped) return undefined;
    const fate = passing.fate();
    const filter = FATES[fate].filters.find((one) => this.#filters.has(one));
    if (!filter || filter === told?.filter) return undefined;
    const condition = this.#filters.get(filter);
    const stopped = condition === undefined || holds(condition);
    const { error, frame, how } = passing;
    if (isObject(error)) this.#told.set(error, { filter, stopped });
    else if (how !== "arrives") this.#last = { filter, stopped, error, frame };
    return stopped ? fate : undefined;
  }

  #toldOf({ error, frame, how }: Passing): Told | undefined {
    if (isObject(error)) return this.#told.get(error);
    const last = this.#last;
    if (how === "rejects" || !last || !Object.is(last.error, error)) return undefined;
    for (let at: FrameRecord | undefined = last.frame; at; at = at.caller) if (at === frame) return last;
    return undefined;
  }
}

/** Of an exception that is about to leave the frame on top: looks for a `catch` around the calls that led there. */
export function fateOfThrow(stack: Stack, innermost: Boundary | undefined): Fate {
  const { depth, accessors } = stack;
  let boundary = innermost;
  while (boundary && boundary.depth >= depth) boundary = boundary.outer;
  for (let at = depth - 1; at >= 0; at--) {
    const accessor = accessors[at];
    if (!accessor) continue;
    const site = accessor(ACCESS.site) as number;
    if (at < depth - 1 && isGuarded(site)) return "caught";
    const isAsync = functionOf(site)?.async === true;
    if (!isAsync && boundary?.depth !== at) continue;
    // From here on it is a promise, and nobody below on the stack sees it thrown.
    const takers = new Takers(stack);
    const made = !isAsync || boundary?.takesReturned ? boundary?.made : undefined;
    const below = accessors[at - 1];
    const frame = isAsync ? stack.find(accessor) : undefined;
    const caller = isAsync && below ? stack.find(below) : frame?.caller;
    return takers.ofCall(frame) || takers.of(made) || takers.amongCallers(caller) ? "caught" : "rejection";
  }
  return "uncaught";
}

export function fateOfRejection(made: Made, stack: Stack): Fate {
  return new Takers(stack).of(made) ? "caught rejection" : "rejection";
}

/** Whether code of the plugin takes what a promise rejects with, as far as is known. */
class Takers {
  readonly #running: readonly FrameRecord[];
  readonly #seen = new Set<Made>();

  constructor(stack: Stack) {
    this.#running = stack.frames;
  }

  of(made: Made | undefined): boolean {
    if (!made || this.#seen.has(made)) return false;
    this.#seen.add(made);
    const { maker, within, asked } = made;
    const takes = ({ handler, follower, frame }: Asked): boolean =>
      isOfPlugin(handler?.deref()) || (frame?.waits && this.amongCallers(frame)) || this.of(follower);
    return asked.some(takes) || this.of(within) || this.amongCallers(maker);
  }

  /** Of the promise of an asynchronous function. */
  ofCall(frame: FrameRecord | undefined): boolean {
    const call = frame?.call;
    return (call?.site !== undefined && takesRejections(call.site)) || this.of(call?.within);
  }

  /**
   * Of a promise that a frame made, or that was returned to it: an `await` with a `catch` around, or a `.catch(…)` in the
   * statement of one of its callers. That it is this promise they mean is a guess.
   */
  amongCallers(frame: FrameRecord | undefined): boolean {
    if (!frame) return false;
    // The list of callers ends somewhere, the stack does not.
    const at = this.#running.indexOf(frame);
    const chain = this.#running.slice(0, at + 1).reverse();
    for (let one = at < 0 ? frame : this.#running[0]?.caller; one; one = one.caller) chain.push(one);
    return chain.some((one) => {
      if (this.ofCall(one)) return true;
      return (one.waits || this.#running.includes(one)) && takesRejections(siteOf(one));
    });
  }
}

/** `finally` and `Promise.all` give functions of the interpreter to `then`, which hand on what they get. */
function isOfPlugin(handler: object | undefined): boolean {
  if (!handler) return false;
  try {
    return !functionSource(handler).endsWith("[native code]\n}");
  } catch {
    return true;
  }
}

/** What is said to the person when it stops. */
export function describeStop(fate: Fate, error: unknown): string {
  return `${FATES[fate].text}: ${preview(error, false)}`;
}

const MAX_CAUSES = 10;

/** @param depth how many causes are told of along with it */
export function describeException(error: unknown, fate: string, depth = MAX_CAUSES): ExceptionInfo {
  const isObject = typeof error === "object" && error !== null;
  const read = (key: string): string => {
    const value = isObject ? dataProperty(error, key) : undefined;
    return typeof value === "string" ? value.slice(0, 16_384) : "";
  };
  const cause = isObject ? dataProperty(error, "cause") : undefined;
  return {
    name: read("name") || typeName(error),
    message: isObject ? read("message") : preview(error, false),
    stack: read("stack"),
    uncaught: !fate.startsWith("caught"),
    ...(cause !== undefined && depth > 0 && { cause: describeException(cause, fate, depth - 1) }),
  };
}
