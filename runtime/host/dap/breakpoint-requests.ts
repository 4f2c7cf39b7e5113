/** Breakpoints of every kind. They may be set at any time, and wait for the files they lie in. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Breakpoint, BreakpointRequest, ExceptionFilter } from "../../core/debug/inspector.ts";
import { AiHubError } from "../../core/errors.ts";
import { CAPABILITIES } from "./capabilities.ts";
import type { DebugContext } from "./context.ts";
import { tell } from "./output.ts";
import { args, INTEGER, type RequestTable, request, SOURCE, TEXT } from "./request.ts";
import { STALE } from "./sources.ts";

type Breakpoints = { breakpoints: DebugProtocol.Breakpoint[] };

const CONDITIONS = { condition: TEXT, hitCondition: TEXT, logMessage: TEXT };
const BREAKPOINT = args({ line: INTEGER, column: INTEGER, ...CONDITIONS }, ["column", ...Object.keys(CONDITIONS)]);
const FUNCTION_BREAKPOINT = args({ name: TEXT, ...CONDITIONS }, Object.keys(CONDITIONS));
const FILTER = args({ filterId: TEXT, condition: TEXT }, ["condition"]);

const list = (items: object) => ({ type: "array", items, maxItems: 10_000 });

export const breakpointRequests: RequestTable = {
  setBreakpoints: request<DebugProtocol.SetBreakpointsArguments, Breakpoints>({
    args: args({ source: SOURCE, breakpoints: list(BREAKPOINT), lines: list(INTEGER) }, ["breakpoints", "lines"]),
    run: async (context, { source, breakpoints, lines = [] }) => {
      const { inspector, client, sources } = context;
      const wanted = (breakpoints ?? lines.map((line): DebugProtocol.SourceBreakpoint => ({ line }))).map(
        ({ line, column, ...rest }): BreakpointRequest => ({
          line: client.lineIn(line),
          ...(column !== undefined && { column: client.columnIn(column) }),
          ...conditionsOf(rest),
        }),
      );
      const set = await inspector.setBreakpoints(sources.fileOf(source), wanted);
      return { breakpoints: set.map((one) => showBreakpoint(context, one)) };
    },
  }),
  setFunctionBreakpoints: request<DebugProtocol.SetFunctionBreakpointsArguments, Breakpoints>({
    args: args({ breakpoints: list(FUNCTION_BREAKPOINT) }),
    run: async (context, { breakpoints }) => {
      const wanted = breakpoints.map(({ name, ...rest }) => ({ name, ...conditionsOf(rest) }));
      const set = await context.inspector.setFunctionBreakpoints(wanted);
      return { breakpoints: set.map((one) => showBreakpoint(context, one)) };
    },
  }),
  setExceptionBreakpoints: request<DebugProtocol.SetExceptionBreakpointsArguments, Breakpoints>({
    args: args({ filters: list(TEXT), filterOptions: list(FILTER) }, ["filterOptions"]),
    run: async ({ inspector }, { filters, filterOptions = [] }) => {
      const wanted = [...filters.map((filterId) => ({ filterId })), ...filterOptions].map(readFilter);
      const problems = await inspector.setExceptionFilters(wanted);
      const shown = problems.map((problem) =>
        problem === undefined
          ? { verified: true }
          : { verified: false, message: `The condition is no expression: ${problem}` },
      );
      return { breakpoints: shown };
    },
  }),
  breakpointLocations: request<DebugProtocol.BreakpointLocationsArguments, { breakpoints: object[] }>({
    args: args({ source: SOURCE, line: INTEGER, column: INTEGER, endLine: INTEGER, endColumn: INTEGER }, [
      "column",
      "endLine",
      "endColumn",
    ]),
    run: ({ inspector, client, sources }, { source, line, column, endLine = line, endColumn }) => {
      const from = { line: client.lineIn(line), column: column === undefined ? 1 : client.columnIn(column) };
      const last = endColumn === undefined ? Number.MAX_SAFE_INTEGER : client.columnIn(endColumn);
      const to = { line: client.lineIn(endLine), column: last };
      const places = inspector.breakpointPlaces(sources.fileOf(source), from, to);
      return {
        breakpoints: places.map((place) => ({
          line: client.lineOut(place.line),
          column: client.columnOut(place.column),
        })),
      };
    },
  }),
};

/** A breakpoint as it came to lie. The person hears of it when its file is newer than what runs. */
export function showBreakpoint(
  context: DebugContext,
  { id, verified, place, message }: Breakpoint,
): DebugProtocol.Breakpoint {
  const { sources, client } = context;
  if (!place) return { id, verified, ...(message !== undefined && { message, reason: "pending" as const }) };
  const stale = tellIfStale(context, place.source);
  const said = [message, stale ? STALE : undefined].filter((text) => text !== undefined).join(". ");
  const source = sources.byName(place.source);
  return {
    id,
    verified,
    line: client.lineOut(place.line),
    column: client.columnOut(place.column),
    ...(source && { source }),
    ...(said && { message: said }),
  };
}

/** Says once for each file and run that it is not what runs. @param name a `DebugSource.path` */
export function tellIfStale(context: DebugContext, name: string): boolean {
  const { sources, staleTold } = context;
  if (!sources.find(name)?.stale) return false;
  if (!staleTold.has(name)) tell(context, "important", `${name}: ${STALE[0]?.toLowerCase()}${STALE.slice(1)}`);
  staleTold.add(name);
  return true;
}

function conditionsOf({ condition, hitCondition, logMessage }: Omit<BreakpointRequest, "line">) {
  return {
    ...(condition !== undefined && { condition }),
    ...(hitCondition !== undefined && { hitCondition }),
    ...(logMessage !== undefined && { logMessage }),
  };
}

function readFilter({ filterId, condition }: DebugProtocol.ExceptionFilterOptions): ExceptionFilter {
  const known = CAPABILITIES.exceptionBreakpointFilters?.some(({ filter }) => filter === filterId);
  if (!known) throw new AiHubError("ERR_INVALID_ARGUMENT", `There is no exception filter "${filterId.slice(0, 100)}"`);
  const filter = filterId as ExceptionFilter["filter"];
  return { filter, ...(condition !== undefined && condition.trim() !== "" && { condition }) };
}
