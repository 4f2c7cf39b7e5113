/** Turns the sandbox's stack traces into the author's. */
import path from "node:path";
import { GREATEST_LOWER_BOUND, LEAST_UPPER_BOUND, originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { GuestFrame } from "../guest-stack.ts";

const MAX_TEXT = 64 * 1024;
const MAX_FRAMES = 100;
const MAX_LINE = 1000;

/** Where the source map of a module comes from; `undefined` when there is none. */
export type ReadMap = (moduleName: string) => string | undefined;

/** The stack is the guest's text and may be anything: at most 64 KB and 100 lines of it are used. None throws. */
export interface StackMapper {
  /**
   * Maps each frame `at fn (main.js:10:20)` of a guest stack to `at fn (src/main.ts:12:5)`, with paths relative to the
   * plugin folder. Frames of the runtime's own are left out, and those of built-ins that these called; unknown ones are kept.
   */
  mapStack(stack: string): string;
  /**
   * The same for stacks within a longer text, such as a logged error with its cause: what is no frame stays as it is, and so
   * do a text of more than 64 KB and frames behind the first hundred.
   */
  mapText(text: string): string;
  /** The frames that lie in the plugin's modules, without those of the SDK; all else is left out. */
  framesOf(stack: string): GuestFrame[];
}

/**
 * @param output the folder of the modules, relative to the plugin folder
 * @param isModule whether the sandbox has a module of this name
 */
export function createStackMapper(
  output: string,
  readMap: ReadMap,
  isModule: (moduleName: string) => boolean,
): StackMapper {
  const maps = new Map<string, TraceMap | undefined>();
  const mapOf = (name: string): TraceMap | undefined => {
    if (!maps.has(name)) maps.set(name, parseMap(readMap(name)));
    return maps.get(name);
  };
  return {
    mapStack: (stack) =>
      withoutRuntime(linesOf(stack))
        .flatMap((line) => mapLine(line, output, mapOf) || [])
        .join("\n"),
    mapText: (text) => {
      if (text.length > MAX_TEXT || !/^[ \t]*at /m.test(text)) return text;
      try {
        return mapFrames(text.split("\n"), output, mapOf).join("\n");
      } catch {
        return text; // a map that breaks when it is read
      }
    },
    framesOf: (stack) => {
      try {
        return linesOf(stack).flatMap((line) => frameIn(line, output, mapOf, isModule) ?? []);
      } catch {
        return []; // a map that breaks when it is read
      }
    },
  };
}

function linesOf(stack: string): string[] {
  const lines = stack.slice(0, MAX_TEXT).split("\n", MAX_FRAMES);
  return lines.map((line) => line.slice(0, MAX_LINE).trimEnd());
}

function parseMap(json: string | undefined): TraceMap | undefined {
  if (json === undefined) return undefined;
  try {
    return new TraceMap(json);
  } catch {
    return undefined; // an installed plugin brings its own map, which may be broken: frames then stay as they are
  }
}

/** Callers stand below what they called. */
function withoutRuntime(lines: readonly string[]): string[] {
  let ours = false;
  const others = lines.toReversed().filter((line) => {
    ours = locate(line)?.module.startsWith("aihub:") || (ours && line.endsWith(" (native)"));
    return !ours;
  });
  return others.reverse();
}

function mapLine(line: string, output: string, mapOf: (name: string) => TraceMap | undefined): string {
  const location = locate(line);
  if (!location) return line;
  const original = originalOf(location, mapOf);
  if (!original) return line;
  const place = `${displayPath(output, original.source)}:${original.line}:${original.column}`;
  return line.slice(0, location.start) + place + line.slice(location.end);
}

/** The first hundred frames among other lines. */
function mapFrames(lines: readonly string[], output: string, mapOf: (name: string) => TraceMap | undefined): string[] {
  const mapped: string[] = [];
  let frames = 0;
  for (const line of lines) {
    // `console` writes ` {` behind the last frame of an error that has more to show.
    const end = line.endsWith(") {") ? " {" : "";
    const frame = line.slice(0, line.length - end.length);
    const module = frames < MAX_FRAMES && line.length < MAX_LINE ? locate(frame)?.module : undefined;
    if (module !== undefined) frames++;
    if (module === undefined) mapped.push(line);
    else if (!module.startsWith("aihub:")) mapped.push(mapLine(frame, output, mapOf) + end);
    else if (end !== "") mapped.push((mapped.pop() ?? "") + end);
  }
  return mapped;
}

function originalOf(
  { module, line, column }: Location,
  mapOf: (name: string) => TraceMap | undefined,
): { readonly source: string; readonly line: number; readonly column: number } | undefined {
  const map = mapOf(module);
  if (!map) return undefined;
  // QuickJS counts columns from 1, the source map from 0. A frame may lack its column.
  const position =
    column === undefined
      ? originalPositionFor(map, { line, column: 0, bias: LEAST_UPPER_BOUND })
      : originalPositionFor(map, { line, column: column - 1, bias: GREATEST_LOWER_BOUND });
  return position.source ? { source: position.source, line: position.line, column: position.column + 1 } : undefined;
}

function frameIn(
  text: string,
  output: string,
  mapOf: (name: string) => TraceMap | undefined,
  isModule: (name: string) => boolean,
): GuestFrame | undefined {
  const location = locate(text);
  if (!location || !isModule(location.module)) return undefined;
  const original = originalOf(location, mapOf);
  const { source, line, column } = original ?? {
    source: location.module,
    line: location.line,
    column: location.column,
  };
  if (isSdk(output, source)) return undefined;
  const named = text.slice(0, location.start).trim().replace(/^at /, "").replace(/ ?\($/, "");
  const name = named === "at" || named === "<anonymous>" ? "" : named;
  return { name, file: displayPath(output, source), line, column: column ?? 1 };
}

interface Location {
  readonly module: string;
  readonly line: number;
  readonly column: number | undefined;
  /** Where `module:line:column` stands in the text. */
  readonly start: number;
  readonly end: number;
}

/** Finds the place in `    at fn (main.js:10:20)` or `    at main.js:10:20`, without a regular expression that can stall. */
function locate(line: string): Location | undefined {
  const at = line.indexOf("at ");
  if (at < 0 || line.slice(0, at).trim() !== "") return undefined;
  const closed = line.endsWith(")");
  const start = closed ? line.lastIndexOf("(") + 1 : at + 3;
  const end = closed ? line.length - 1 : line.length;
  const parts = line.slice(start, end).split(":");
  const numbers: number[] = [];
  while (numbers.length < 2 && parts.length > 1 && /^\d{1,9}$/.test(parts.at(-1) ?? "")) {
    numbers.unshift(Number(parts.pop()));
  }
  const [row, column] = numbers;
  if (row === undefined || row < 1 || column === 0) return undefined;
  return { module: parts.join(":").replace(/^\.\//, ""), line: row, column, start, end };
}

/** The builder lets in what lies in the plugin's folder and in `node_modules`; besides these there is only the SDK. */
function isSdk(output: string, source: string): boolean {
  const full = path.posix.join(output, source);
  return full.startsWith("../") && (!full.includes("node_modules/") || full.includes("node_modules/@aihub/sdk/"));
}

/** A map's source as a path that means something to the author: from the plugin folder, `node_modules`, or the SDK. */
function displayPath(output: string, source: string): string {
  const full = path.posix.join(output, source);
  if (!full.startsWith("../")) return full;
  if (isSdk(output, source)) return `@aihub/sdk/${path.posix.basename(full)}`;
  const packages = full.lastIndexOf("node_modules/");
  return packages < 0 ? full.replace(/^(?:\.\.\/)+/, "") : full.slice(packages);
}
