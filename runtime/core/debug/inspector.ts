/**
 * How a debugger of any kind (the DAP adapter, a test) speaks to a plugin that runs instrumented. It knows sources,
 * lines, frames and variables, and nothing of QuickJS. Lines and columns count from 1, columns in UTF-16 units.
 */

/** A file of the author. */
export interface DebugSource {
  /** Relative to the plugin's folder with `/`, such as `src/main.ts`; the SDK's as `aihub:sdk/…`. */
  readonly path: string;
  /** Absolute path on this machine; absent for what has no file, whose text the inspector gives. */
  readonly file?: string;
  /** The SDK and packages: not the author's own code. */
  readonly foreign: boolean;
  /** The file on disk is newer than what runs. */
  readonly stale: boolean;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Place extends Position {
  /** A `DebugSource.path`. */
  readonly source: string;
}

export interface BreakpointRequest {
  readonly line: number;
  readonly column?: number;
  /** Stops only when this is truthy in the frame. */
  readonly condition?: string;
  /** Which hits stop: `5` or `==5` the fifth, `>=5`, `>5`, `<5`, `<=5`, and `%5` each fifth. */
  readonly hitCondition?: string;
  /** Logs instead of stopping; `{expression}` is evaluated in the frame. */
  readonly logMessage?: string;
}

export interface Breakpoint {
  readonly id: number;
  readonly verified: boolean;
  /** Where it came to lie: on the next statement when the line has none. */
  readonly place?: Place;
  /** Why it is not verified, or how it moved. */
  readonly message?: string;
}

/** When a throw or a rejection stops the plugin; `condition` is evaluated where `error` is what was thrown or rejected with. */
export interface ExceptionFilter {
  readonly filter: "caught" | "uncaught" | "rejections";
  readonly condition?: string;
}

export type StopReason =
  | "entry"
  | "breakpoint"
  | "function breakpoint"
  | "step"
  | "pause"
  | "exception"
  | "goto"
  | "debugger";

export interface Stop {
  readonly reason: StopReason;
  /** Those that were hit. */
  readonly breakpoints: readonly number[];
  /** In words, for the person. */
  readonly description?: string;
}

export interface Frame {
  readonly id: number;
  readonly name: string;
  readonly place: Place;
  /** The SDK's or a package's. */
  readonly foreign: boolean;
  /** A caller that awaits: it has no scopes, and is not on the stack. */
  readonly async: boolean;
}

/** A call of the statement at which a frame is stopped. */
export interface StepInTarget {
  /** Means this call until the plugin goes on. */
  readonly id: number;
  /** What is called, as the author wrote it, shortened: `list.filter(…).map`. */
  readonly label: string;
  readonly place: Place;
  /** Behind its last character, where that is known. */
  readonly end?: Position;
}

export interface Scope {
  readonly name: "Block" | "Local" | "Closure" | "Module" | "Global" | "Exception" | "Return value";
  readonly reference: number;
  readonly expensive: boolean;
}

export interface Variable {
  readonly name: string;
  /** Shown; cut at some length. */
  readonly value: string;
  readonly type: string;
  /** 0 when there is nothing inside. */
  readonly reference: number;
  /** How many elements and how many named properties there are to page through; absent when few. */
  readonly indexed?: number;
  readonly named?: number;
  /** An expression that gives this value in the frame. */
  readonly evaluateName?: string;
  /** A getter that was not run: its `reference` has one variable, the value. */
  readonly lazy?: boolean;
  readonly kind?: "property" | "internal" | "getter" | "private";
}

/** Work in the plugin that may be ended: its request rejects then, and what it has done until then stays. */
export interface Cancellable {
  /** An `AbortSignal`. The agent is compiled with this file, in a realm that knows no such type. */
  readonly signal?: {
    addEventListener(type: "abort", listener: () => void, options?: { readonly once?: boolean }): void;
  };
}

export interface EvaluateOptions extends Cancellable {
  /** Without it in the global scope. */
  readonly frame?: number;
  /** `hover` runs no code: only names and members are read, and no getter. */
  readonly context: "watch" | "hover" | "repl" | "variables" | "clipboard";
  readonly hex?: boolean;
}

export interface WriteOptions extends Cancellable {
  readonly hex?: boolean;
}

export interface Completion {
  readonly label: string;
  readonly kind: "variable" | "property" | "function" | "keyword";
}

export interface ExceptionInfo {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Nothing on the stack catches it. */
  readonly uncaught: boolean;
  /** What an error names as its `cause`. */
  readonly cause?: ExceptionInfo;
}

export interface PageOptions extends Cancellable {
  readonly filter?: "indexed" | "named";
  readonly start?: number;
  readonly count?: number;
  readonly hex?: boolean;
}

export interface InspectorEvents {
  stopped(stop: Stop): void;
  /** Not called for what the client asked for itself. */
  continued(): void;
  /** Of a log point, or of the plugin's own log; the place is where it was written. */
  output(output: {
    readonly category: "console" | "stdout" | "stderr";
    readonly text: string;
    readonly place?: Place;
  }): void;
  /** A pending breakpoint was bound, or a bound one moved. */
  breakpointChanged(breakpoint: Breakpoint): void;
  sourceLoaded(source: DebugSource): void;
  /** The plugin ended; `reason` says why when it did not end by itself (its memory, its time, an error). */
  ended(reason: string | undefined): void;
}

/**
 * One plugin under the debugger. Steps and `resume` reject with ERR_NOT_AVAILABLE when it is not stopped, everything when
 * it does not run. An expression that takes longer than a second rejects and leaves the session as it was; one that takes
 * all of the plugin's memory ends the plugin.
 */
export interface Inspector {
  /** Whether steps pass over the SDK and packages. @default true */
  justMyCode: boolean;
  /** Whether the plugin stops at its first statement when it starts. @default false */
  stopOnEntry: boolean;
  /** @returns a function that stops listening */
  listen(events: InspectorEvents): () => void;
  readonly running: boolean;
  readonly stopped: Stop | undefined;
  sources(): readonly DebugSource[];
  /** What runs, in the author's words; undefined when unknown. */
  sourceText(path: string): string | undefined;
  /** Replaces all breakpoints of a file, which may not be loaded yet. `file` is absolute. */
  setBreakpoints(file: string, breakpoints: readonly BreakpointRequest[]): Promise<readonly Breakpoint[]>;
  /** Where a breakpoint can lie between two lines, both included. */
  breakpointPlaces(file: string, from: Position, to: Position): readonly Place[];
  /** By function name, `Class.method`, or `name` of any. Replaces those before. */
  setFunctionBreakpoints(
    breakpoints: readonly (Omit<BreakpointRequest, "line" | "column"> & { readonly name: string })[],
  ): Promise<readonly Breakpoint[]>;
  /** A filter whose condition is no expression stops nothing. @returns what is wrong with each, if anything is */
  setExceptionFilters(filters: readonly ExceptionFilter[]): Promise<readonly (string | undefined)[]>;
  /** Stops the plugin at its next statement. */
  pause(): Promise<void>;
  /** The same for a plugin that does not run yet: its next run stops at the first statement. */
  pauseAtStart(): void;
  resume(): Promise<void>;
  /**
   * A step into a `target` (a `StepInTarget.id`) runs the calls before it through, and ends like a step over when that call
   * is not made or runs nothing of the plugin. Rejects with ERR_NOT_FOUND when there is no such target (any more).
   */
  step(kind: "in" | "over" | "out", target?: number): Promise<void>;
  /**
   * The calls that the statement will make, in this order, as far as it makes them. Only the innermost frame has any. What
   * is called without being written as a call is not among them: getters, setters, iterators.
   */
  stepInTargets(frame: number): Promise<readonly StepInTarget[]>;
  /** Runs until this place, or until something else stops it. `file` is absolute. */
  runTo(file: string, place: Position): Promise<void>;
  /** From the innermost out, async parents at the end. */
  frames(start?: number, count?: number): Promise<{ readonly frames: readonly Frame[]; readonly total: number }>;
  scopes(frame: number): Promise<readonly Scope[]>;
  variables(reference: number, options?: PageOptions): Promise<readonly Variable[]>;
  setVariable(reference: number, name: string, value: string, options?: WriteOptions): Promise<Variable>;
  evaluate(expression: string, options: EvaluateOptions): Promise<Variable>;
  /** @param frame without it in the global scope */
  setExpression(expression: string, value: string, frame?: number, options?: WriteOptions): Promise<Variable>;
  completions(text: string, column: number, frame?: number): Promise<readonly Completion[]>;
  exceptionInfo(): Promise<ExceptionInfo | undefined>;
  /** Removes every breakpoint and lets the plugin run on. */
  detach(): Promise<void>;
}
