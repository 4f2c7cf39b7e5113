/** The breakpoints that a client has set, and where they came to lie in what runs. */
import type { AgentBreakpoint, HitCondition } from "../../core/debug/agent-messages.ts";
import type { Breakpoint, BreakpointRequest, Place } from "../../core/debug/inspector.ts";
import { readLogMessage, syntaxProblem } from "./expressions.ts";
import { withoutPrivateNames } from "./private-names.ts";
import type { SourceIndex } from "./source-index.ts";

type FunctionRequest = Omit<BreakpointRequest, "line" | "column"> & { readonly name: string };

interface Entry {
  readonly id: number;
  /** Of the file, or undefined for one on functions. */
  readonly file: string | undefined;
  readonly request: BreakpointRequest | FunctionRequest;
}

const NOT_BUILT = "The plugin is not built yet";
const NOT_LOADED = "This file is not part of what runs, or has no code";
const NO_CODE = "There is no code in this line or below it";
const STALE_CODE = `${NO_CODE} as the plugin was built, and the file has changed since: restart to debug what you see`;
const NO_FUNCTION = "No function of this name runs";

export class BreakpointList {
  #entries: Entry[] = [];
  #next = 1;

  /** Replaces those of a file. */
  setFile(file: string, requests: readonly BreakpointRequest[]): readonly Entry[] {
    return this.#replace((entry) => entry.file === file, file, requests);
  }

  setFunctions(requests: readonly FunctionRequest[]): readonly Entry[] {
    return this.#replace((entry) => entry.file === undefined, undefined, requests);
  }

  /** One that is asked for again keeps its id, and with it the count of its hits. */
  #replace(
    isMeant: (entry: Entry) => boolean,
    file: string | undefined,
    requests: readonly Entry["request"][],
  ): readonly Entry[] {
    const before = this.#entries.filter(isMeant);
    const entries = requests.map((request): Entry => {
      const same = before.findIndex((entry) => JSON.stringify(entry.request) === JSON.stringify(request));
      const [kept] = same < 0 ? [] : before.splice(same, 1);
      return kept ?? { id: this.#next++, file, request };
    });
    this.#entries = [...this.#entries.filter((entry) => !isMeant(entry)), ...entries];
    return entries;
  }

  clear(): void {
    this.#entries = [];
  }

  /** All of them as they lie in what runs; without an index nothing runs yet. */
  shown(index: SourceIndex | undefined): ReadonlyMap<number, Breakpoint> {
    return new Map(this.#entries.map((entry) => [entry.id, show(entry, index)] as const));
  }

  armed(index: SourceIndex): readonly AgentBreakpoint[] {
    return this.#entries.flatMap(({ id, file, request }): AgentBreakpoint[] => {
      const sites = sitesOf(file, request, index).map(({ site }) => site.id);
      if (sites.length === 0 || problemOf(request) !== undefined) return [];
      const { condition = "", logMessage = "" } = request;
      const hits = readHits(request.hitCondition);
      const log = readLogMessage(logMessage);
      const reason = file === undefined ? "function breakpoint" : "breakpoint";
      return [
        {
          id,
          sites,
          reason,
          ...(condition.trim() !== "" && { condition: withoutPrivateNames(condition) }),
          ...(hits && hits !== "unreadable" && { hits }),
          ...(logMessage !== "" && "parts" in log && { log: log.parts }),
        },
      ];
    });
  }
}

function sitesOf(file: string | undefined, request: Entry["request"], index: SourceIndex) {
  if ("name" in request) return index.functionsNamed(request.name);
  const source = file === undefined ? undefined : index.find(file);
  return source ? index.bind(source, request.line, request.column) : [];
}

function show({ id, file, request }: Entry, index: SourceIndex | undefined): Breakpoint {
  const problem = problemOf(request);
  if (problem !== undefined) return { id, verified: false, message: problem };
  if (!index) return { id, verified: false, message: NOT_BUILT };
  const [bound] = sitesOf(file, request, index);
  if (!bound) return { id, verified: false, message: whyUnbound(file, index) };
  const place: Place = index.place(bound);
  const moved = "line" in request ? place.line - request.line : 0;
  return {
    id,
    verified: true,
    place,
    ...(moved > 0 && { message: `Line ${place.line - moved} has no code; stops in line ${place.line}` }),
    ...(moved < 0 && {
      message: `Line ${place.line - moved} is part of the statement in line ${place.line}; stops there`,
    }),
  };
}

function whyUnbound(file: string | undefined, index: SourceIndex): string {
  if (file === undefined) return NO_FUNCTION;
  const source = index.find(file);
  if (!source) return NOT_LOADED;
  return index.describe(source).stale ? STALE_CODE : NO_CODE;
}

/** Why the request cannot be meant; it stops nothing then. */
function problemOf({ condition = "", hitCondition, logMessage = "" }: Entry["request"]): string | undefined {
  if (readHits(hitCondition) === "unreadable") {
    return `A hit count is a number, perhaps after ==, >=, >, <=, < or %, not "${hitCondition}"`;
  }
  const inCondition = condition.trim() === "" ? undefined : syntaxProblem(condition);
  if (inCondition !== undefined) return `The condition is no expression: ${inCondition}`;
  const log = readLogMessage(logMessage);
  return "problem" in log ? `The log message has an expression that is none: ${log.problem}` : undefined;
}

function readHits(text: string | undefined): HitCondition | undefined | "unreadable" {
  if (text === undefined || text.trim() === "") return undefined;
  const match = /^\s*(==?|>=|>|<=|<|%)?\s*(\d{1,9})\s*$/.exec(text);
  if (!match) return "unreadable";
  const [, operator = "==", count = "0"] = match;
  return { operator: (operator === "=" ? "==" : operator) as HitCondition["operator"], count: Number(count) };
}
