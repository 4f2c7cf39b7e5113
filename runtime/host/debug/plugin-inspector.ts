/** The inspector of one plugin: it outlives the plugin's runs, and keeps breakpoints from one to the next. */
import type { AgentEvent, AgentMethod, AgentMethods, Resumption } from "../../core/debug/agent-messages.ts";
import type {
  Breakpoint,
  BreakpointRequest,
  Cancellable,
  Completion,
  DebugSource,
  EvaluateOptions,
  ExceptionFilter,
  ExceptionInfo,
  Frame,
  Inspector,
  InspectorEvents,
  PageOptions,
  Place,
  Position,
  Scope,
  StepInTarget,
  Stop,
  Variable,
  WriteOptions,
} from "../../core/debug/inspector.ts";
import { memberBefore } from "../../core/debug/member-before.ts";
import { AiHubError } from "../../core/errors.ts";
import type { BuiltPlugin } from "../build/build.ts";
import { AgentLink, notRunning } from "./agent-link.ts";
import { readAgentMessage } from "./agent-message.ts";
import { BreakpointList } from "./breakpoint-list.ts";
import { syntaxProblem } from "./expressions.ts";
import { showFrame, showScopes } from "./frame-view.ts";
import { type InstrumentedPlugin, instrumentPlugin } from "./instrumented.ts";
import { withoutPrivateNames } from "./private-names.ts";
import type { KnownSite } from "./source-index.ts";
import { StepTargets } from "./step-targets.ts";

/** Id of the breakpoint that `runTo` sets; lists of clients begin at 1. */
const RUN_TO = 0;

export class PluginInspector implements Inspector {
  justMyCode = true;
  stopOnEntry = false;
  readonly #listeners = new Set<InspectorEvents>();
  readonly #breakpoints = new BreakpointList();
  readonly #targets = new StepTargets();
  #filters: readonly ExceptionFilter[] = [];
  #plugin: InstrumentedPlugin | undefined;
  #agent: AgentLink | undefined;
  #stopped: Stop | undefined;
  #runTo: readonly KnownSite[] = [];
  #pausesAtStart = false;

  get running(): boolean {
    return this.#agent !== undefined;
  }

  get stopped(): Stop | undefined {
    return this.#stopped;
  }

  listen(events: InspectorEvents): () => void {
    this.#listeners.add(events);
    return () => this.#listeners.delete(events);
  }

  // The plugin's side -------------------------------------------------------

  /** Instruments what is about to run. Breakpoints that were pending are bound. */
  prepare(built: BuiltPlugin): BuiltPlugin {
    const before = this.#breakpoints.shown(this.#plugin?.index);
    this.#plugin = instrumentPlugin(built);
    const { index } = this.#plugin;
    for (const source of index.sources) this.#tell((events) => events.sourceLoaded(index.describe(source)));
    for (const [id, breakpoint] of this.#breakpoints.shown(index)) {
      if (JSON.stringify(breakpoint) === JSON.stringify(before.get(id))) continue;
      this.#tell((events) => events.breakpointChanged(breakpoint));
    }
    return this.#plugin.built;
  }

  /** A worker runs what was prepared; nothing of the plugin has run yet. @param send takes messages for the agent */
  attach(send: (json: string) => void): void {
    this.#agent = new AgentLink(send);
    const { tables = [], index } = this.#plugin ?? {};
    this.#quietly(this.#ask("load", { tables, keepsFrames: index?.hasDebuggerStatements ?? false }));
    this.#quietly(this.#arm());
    this.#quietly(this.#ask("exceptions", { filters: this.#filters }));
    const reason = this.#pausesAtStart ? "pause" : "entry";
    if (this.#pausesAtStart || this.stopOnEntry) this.#quietly(this.#ask("pause", { reason }));
    this.#pausesAtStart = false;
  }

  /**
   * What the agent says. It comes out of the plugin's heap, so nothing is taken for granted: what cannot be read is
   * dropped, and says so.
   */
  receive(json: string): void {
    const message = readAgentMessage(json);
    if (!message)
      return this.log("error", "The debugger's agent was disturbed by the plugin, and cannot be understood");
    if ("event" in message) return this.#receiveEvent(message);
    this.#agent?.answered(message);
  }

  /** What the plugin logs. @param place where it does, when that is known */
  log(level: "debug" | "info" | "warn" | "error", text: string, place?: Place): void {
    const category = level === "error" || level === "warn" ? "stderr" : "stdout";
    this.#tell((events) => events.output({ category, text, ...(place && { place }) }));
  }

  /** The run is over. @param reason when it did not end by itself */
  ended(reason: string | undefined): void {
    this.#pausesAtStart = false;
    if (!this.#agent) return;
    this.#agent.close();
    this.#agent = undefined;
    this.#stopped = undefined;
    this.#targets.clear();
    this.#tell((events) => events.ended(reason));
  }

  // The client's side -------------------------------------------------------

  sources(): readonly DebugSource[] {
    const index = this.#plugin?.index;
    return index?.sources.map((source) => index.describe(source)) ?? [];
  }

  sourceText(path: string): string | undefined {
    return this.#plugin?.texts.get(path);
  }

  async setBreakpoints(file: string, requests: readonly BreakpointRequest[]): Promise<readonly Breakpoint[]> {
    return this.#set(this.#breakpoints.setFile(file, requests));
  }

  async setFunctionBreakpoints(
    requests: Parameters<Inspector["setFunctionBreakpoints"]>[0],
  ): Promise<readonly Breakpoint[]> {
    return this.#set(this.#breakpoints.setFunctions(requests));
  }

  async #set(entries: readonly { readonly id: number }[]): Promise<readonly Breakpoint[]> {
    await this.#armIfRunning();
    const shown = this.#breakpoints.shown(this.#plugin?.index);
    return entries.flatMap(({ id }) => shown.get(id) ?? []);
  }

  breakpointPlaces(file: string, from: Position, to: Position): readonly Place[] {
    const index = this.#plugin?.index;
    const source = index?.find(file);
    return index && source ? index.sitesBetween(source, from, to).map((site) => index.place(site)) : [];
  }

  async setExceptionFilters(filters: readonly ExceptionFilter[]): Promise<readonly (string | undefined)[]> {
    const problems = filters.map(({ condition }) => (condition === undefined ? undefined : syntaxProblem(condition)));
    this.#filters = filters
      .filter((_, index) => problems[index] === undefined)
      .map(({ filter, condition }) => ({ filter, ...(condition && { condition: withoutPrivateNames(condition) }) }));
    if (this.#agent) await this.#ask("exceptions", { filters: this.#filters });
    return problems;
  }

  async pause(): Promise<void> {
    await this.#ask("pause", { reason: "pause" });
  }

  pauseAtStart(): void {
    this.#pausesAtStart = true;
  }

  async resume(): Promise<void> {
    await this.#resume("continue");
  }

  async step(kind: "in" | "over" | "out", target?: number): Promise<void> {
    await this.#resume(kind, target);
  }

  async stepInTargets(frame: number): Promise<readonly StepInTarget[]> {
    const frames = await this.#ask("frames", {});
    const found = frames.find(({ id }) => id === frame);
    if (!found) throw new AiHubError("ERR_NOT_FOUND", "There is no such frame any more");
    const isInnermost = this.#stopped !== undefined && found === frames[0] && !found.async;
    return isInnermost && this.#plugin ? this.#targets.list(this.#plugin, found.site) : [];
  }

  async runTo(file: string, { line, column }: Position): Promise<void> {
    const index = this.#plugin?.index;
    const source = index?.find(file);
    this.#runTo = index && source ? index.bind(source, line, column) : [];
    if (this.#runTo.length === 0) throw new AiHubError("ERR_NOT_FOUND", "There is no code to run to");
    await this.#arm();
    await this.#resume("continue");
  }

  async frames(start = 0, count = Number.POSITIVE_INFINITY): Promise<{ frames: readonly Frame[]; total: number }> {
    const index = this.#plugin?.index;
    const all = (await this.#ask("frames", {})).flatMap((frame) => (index && showFrame(index, frame)) ?? []);
    return { frames: all.slice(start, start + count), total: all.length };
  }

  async scopes(frame: number): Promise<readonly Scope[]> {
    const frames = await this.#ask("frames", {});
    const site = frames.find(({ id }) => id === frame)?.site ?? 0;
    return showScopes(this.#plugin?.index.site(site), await this.#ask("scopes", { frame }));
  }

  variables(reference: number, { signal, ...page }: PageOptions = {}): Promise<readonly Variable[]> {
    return this.#ask("variables", { reference, ...page }, signal);
  }

  setVariable(
    reference: number,
    name: string,
    text: string,
    { hex = false, signal }: WriteOptions = {},
  ): Promise<Variable> {
    return this.#ask("setVariable", { reference, name, value: withoutPrivateNames(text), hex }, signal);
  }

  evaluate(expression: string, { hex = false, signal, ...options }: EvaluateOptions): Promise<Variable> {
    const text = options.context === "hover" ? expression : withoutPrivateNames(expression);
    return this.#ask("evaluate", { expression: text, hex, ...options }, signal);
  }

  setExpression(expression: string, value: string, frame?: number, options: WriteOptions = {}): Promise<Variable> {
    const place = frame === undefined ? {} : { frame };
    return this.evaluate(`${expression}=(${value}\n)`, { ...place, context: "watch", ...options });
  }

  async completions(text: string, column: number, frame?: number): Promise<readonly Completion[]> {
    const expression = memberBefore(text, column);
    if (expression === undefined) return [];
    return this.#ask("completions", { expression, ...(frame !== undefined && { frame }) });
  }

  async exceptionInfo(): Promise<ExceptionInfo | undefined> {
    const info = await this.#ask("exceptionInfo", {});
    const mapped = ({ cause, stack, ...rest }: ExceptionInfo): ExceptionInfo => ({
      ...rest,
      stack: this.#plugin?.built.mapStack(stack) ?? stack,
      ...(cause && { cause: mapped(cause) }),
    });
    return info ? mapped(info) : undefined;
  }

  async detach(): Promise<void> {
    this.#breakpoints.clear();
    this.#filters = [];
    if (!this.#agent) return;
    await this.#arm();
    await this.#ask("exceptions", { filters: [] });
    if (this.#stopped) await this.resume();
  }

  // -------------------------------------------------------------------------

  async #resume(how: Resumption, id?: number): Promise<void> {
    if (!this.#stopped) throw new AiHubError("ERR_NOT_AVAILABLE", "The plugin is not stopped");
    const target = id === undefined ? {} : { target: this.#targets.find(id) };
    this.#stopped = undefined;
    this.#targets.clear();
    await this.#ask("resume", { how, skipForeign: this.justMyCode, ...target });
  }

  async #armIfRunning(): Promise<void> {
    if (this.#agent) await this.#arm();
  }

  async #arm(): Promise<void> {
    const index = this.#plugin?.index;
    if (!index) return;
    const breakpoints = [...this.#breakpoints.armed(index)];
    const sites = this.#runTo.map(({ site }) => site.id);
    if (sites.length > 0) breakpoints.push({ id: RUN_TO, sites, reason: "goto" });
    await this.#ask("arm", { breakpoints });
  }

  #receiveEvent(event: AgentEvent): void {
    if (event.event === "output") {
      const index = this.#plugin?.index;
      const known = index?.site(event.site);
      const place = index && known ? { place: index.place(known) } : {};
      return this.#tell((events) => events.output({ category: event.category, text: event.text, ...place }));
    }
    const { reason, breakpoints, description } = event;
    const stop = {
      reason,
      breakpoints: breakpoints.filter((id) => id !== RUN_TO),
      ...(description !== undefined && { description }),
    };
    this.#stopped = stop;
    if (this.#runTo.length > 0) {
      this.#runTo = [];
      this.#quietly(this.#arm());
    }
    this.#tell((events) => events.stopped(stop));
  }

  async #ask<M extends AgentMethod>(
    method: M,
    params: Parameters<AgentMethods[M]>[0],
    signal?: Cancellable["signal"],
  ): Promise<ReturnType<AgentMethods[M]>> {
    if (!this.#agent) throw notRunning();
    return this.#agent.ask(method, params, signal);
  }

  /** What fails because the plugin ends meanwhile is told by its end. */
  #quietly(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (this.#agent) this.log("error", String(error));
    });
  }

  #tell(event: (events: InspectorEvents) => void): void {
    for (const listener of [...this.#listeners]) event(listener);
  }
}
