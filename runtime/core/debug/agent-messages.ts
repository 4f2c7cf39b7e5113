/**
 * What the inspector in the host and the debug agent in the plugin's worker say to one another, as JSON in `debug`
 * messages. Sites, scopes and functions are numbers of the site table; the agent knows no files.
 */
import type {
  Completion,
  EvaluateOptions,
  ExceptionFilter,
  ExceptionInfo,
  PageOptions,
  Position,
  StopReason,
  Variable,
} from "./inspector.ts";

/** What is true of a site; see `Site`. */
export const SITE_FLAGS = { guarded: 1, takesRejections: 2 } as const;

/** What the agent has to know of an instrumented module before it runs. All lists go by the site table's numbers. */
export interface AgentTable {
  readonly firstSite: number;
  readonly scopes: readonly AgentScope[];
  /** For each site its function, scope and file, and its `SITE_FLAGS`. */
  readonly sites: readonly (readonly [fn: number, scope: number, source: number, flags: number])[];
  /** Files that are not the author's own. */
  readonly foreign: readonly number[];
  readonly functions: readonly AgentFunction[];
}

export interface AgentScope {
  /** As the author wrote them. */
  readonly names: readonly string[];
  /** Of the files that declare them: several files may lie in one module. */
  readonly sources: readonly number[];
  /** Indexes of those that cannot be written. */
  readonly fixed: readonly number[];
  /** Of those whose value is a member of what the accessor gives, the index and the member. */
  readonly members: readonly (readonly [index: number, member: string])[];
}

export interface AgentFunction {
  readonly async: boolean;
  readonly generator: boolean;
  /** A getter or a setter. */
  readonly accessor: boolean;
}

/** When a site that is reached stops the plugin. */
export interface AgentBreakpoint {
  readonly id: number;
  readonly sites: readonly number[];
  readonly reason: "breakpoint" | "function breakpoint" | "goto";
  readonly condition?: string;
  readonly hits?: HitCondition;
  readonly log?: readonly LogPart[];
}

/** Of a log message: text, or what is evaluated there. */
export type LogPart = string | { readonly expression: string };

export interface HitCondition {
  readonly operator: "==" | ">=" | ">" | "<" | "<=" | "%";
  readonly count: number;
}

export interface AgentFrame {
  readonly id: number;
  readonly site: number;
  /** Awaiting: not on the stack. */
  readonly async: boolean;
}

export interface AgentStop {
  readonly event: "stopped";
  readonly reason: StopReason;
  readonly breakpoints: readonly number[];
  readonly description?: string;
}

export type AgentEvent =
  | AgentStop
  /** A log point's text, or a condition that could not be evaluated. */
  | { readonly event: "output"; readonly category: "console" | "stderr"; readonly text: string; readonly site: number };

export type Resumption = "continue" | "in" | "over" | "out";

/** A call of the frame on top, by where that stands while it makes it; see `Call`. */
export interface CallTarget extends Position {
  readonly module: string;
  readonly constructs: boolean;
}

export interface ScopeReference {
  /** Index in `SiteTable.scopes`; -1 for what is not of the table. */
  readonly scope: number;
  readonly name?: "Exception" | "Return value" | "Global";
  readonly reference: number;
}

/** Each method with what it takes and what it answers. */
export interface AgentMethods {
  /** Ends another request, if that still runs or waits. It is not answered itself. */
  cancel(params: { readonly request: number }): null;
  /** First of all. */
  load(params: { readonly tables: readonly AgentTable[]; readonly keepsFrames: boolean }): null;
  /** Replaces all breakpoints. */
  arm(params: { readonly breakpoints: readonly AgentBreakpoint[] }): null;
  exceptions(params: { readonly filters: readonly ExceptionFilter[] }): null;
  /** Stops at the next statement. */
  pause(params: { readonly reason: "pause" | "entry" }): null;
  /**
   * Only while stopped. `skipForeign`: not stopping in what is not the author's own. `target`: a step in goes into this
   * call and passes over the others.
   */
  resume(params: { readonly how: Resumption; readonly skipForeign: boolean; readonly target?: CallTarget }): null;
  frames(params: object): readonly AgentFrame[];
  scopes(params: { readonly frame: number }): readonly ScopeReference[];
  variables(params: Omit<PageOptions, "signal"> & { readonly reference: number }): readonly Variable[];
  setVariable(params: {
    readonly reference: number;
    readonly name: string;
    readonly value: string;
    readonly hex: boolean;
  }): Variable;
  evaluate(
    params: Omit<EvaluateOptions, "hex" | "signal"> & { readonly expression: string; readonly hex: boolean },
  ): Variable;
  completions(params: { readonly expression: string; readonly frame?: number }): readonly Completion[];
  exceptionInfo(params: object): ExceptionInfo | null;
}

export type AgentMethod = keyof AgentMethods;

export interface AgentRequest {
  readonly id: number;
  readonly method: AgentMethod;
  readonly params: object;
}

export type AgentReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: string };
