/** Where the characters of a bundle come from, by its source map. */
import {
  decodedMappings,
  type EncodedSourceMap,
  encodedMap,
  originalPositionFor,
  TraceMap,
  traceSegment,
} from "@jridgewell/trace-mapping";
import type { Edited, LineIndex } from "./edits.ts";

/** A place in a file of the author: line and column from 1. */
export interface Origin {
  readonly source: number;
  readonly line: number;
  readonly column: number;
}

/** What the instrumenter asks about a bundle's text. Offsets are those of the bundle. */
export interface Origins {
  readonly sources: readonly string[];
  /** `undefined` for what the bundler added. @param exactly only where something in the source map begins here */
  at(offset: number, exactly?: boolean): Origin | undefined;
  /** What the author called the identifier at this offset, where the bundler has renamed it. */
  nameAt(offset: number): string | undefined;
  /**
   * The identifier that stands in the author's file where the one at this offset came from; undefined where something else
   * does. A source map without texts leaves the identifier itself.
   */
  wordAt(offset: number): string | undefined;
  /** The text of a file, as far as the source map has it. */
  textOf(source: number): string;
  /** The source map of the edited text, as JSON. */
  mapOf(edited: Edited): string | undefined;
}

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;

function wordIn(text: string, offset: number): string | undefined {
  WORD.lastIndex = offset;
  return WORD.exec(text)?.[0];
}

/** @throws {Error} when the text is no source map */
export function readOrigins(map: string | undefined, module: string, lines: LineIndex): Origins {
  return map === undefined ? withoutMap(module, lines) : withMap(new TraceMap(map), lines);
}

function withoutMap(module: string, lines: LineIndex): Origins {
  return {
    sources: [module],
    at: (offset) => {
      const line = lines.lineOf(offset);
      return { source: 0, line: line + 1, column: offset - (lines.start(line) ?? 0) + 1 };
    },
    nameAt: () => undefined,
    wordAt: (offset) => wordIn(lines.text, offset),
    textOf: () => lines.text,
    mapOf: () => undefined,
  };
}

function withMap(map: TraceMap, lines: LineIndex): Origins {
  const sources = map.resolvedSources;
  const indexOf = new Map(sources.map((source, index) => [source, index] as const));
  const names = readNames(map, lines);
  const at = (offset: number, exactly = false): Origin | undefined => {
    const line = lines.lineOf(offset);
    const start = lines.start(line) ?? 0;
    const column = offset - start;
    if (exactly && !beginsAt(map, line, column, lines.text.slice(start, offset))) return undefined;
    const position = originalPositionFor(map, { line: line + 1, column });
    if (position.source === null) return undefined;
    const source = indexOf.get(position.source);
    return source === undefined ? undefined : { source, line: position.line, column: position.column + 1 };
  };
  const texts = new Map<number, readonly string[]>();
  const linesOf = (source: number): readonly string[] => {
    const known = texts.get(source) ?? map.sourcesContent?.[source]?.split("\n") ?? [];
    texts.set(source, known);
    return known;
  };
  return {
    sources,
    at,
    nameAt: (offset) => names.get(offset),
    wordAt: (offset) => {
      const origin = at(offset, true);
      if (!origin) return undefined;
      const line = linesOf(origin.source)[origin.line - 1];
      return line === undefined ? wordIn(lines.text, offset) : wordIn(line, origin.column - 1);
    },
    textOf: (source) => map.sourcesContent?.[source] ?? "",
    mapOf: (edited) => JSON.stringify(shifted(map, lines, edited)),
  };
}

/**
 * Whether something in the source map begins at a place. esbuild begins a line's first statement before the spaces; where a
 * line goes on with a statement, it repeats there what it said last.
 *
 * @param before the text of the line before the place
 */
function beginsAt(map: TraceMap, line: number, column: number, before: string): boolean {
  const segment = traceSegment(map, line, column);
  if (!segment || segment[0] === column) return segment !== null;
  if (before.slice(segment[0]).trim() !== "") return false;
  const previous = segmentBefore(map, line, segment[0]);
  return previous?.slice(1, 4).join() !== segment.slice(1, 4).join();
}

/** The last thing that the source map says before a place. */
function segmentBefore(map: TraceMap, line: number, column: number): readonly number[] | undefined {
  const onLine = column === 0 ? null : traceSegment(map, line, column - 1);
  if (onLine) return onLine;
  const mappings = decodedMappings(map);
  let above = line - 1;
  while (above >= 0 && mappings[above]?.length === 0) above--;
  return mappings[above]?.at(-1);
}

function readNames(map: TraceMap, lines: LineIndex): Map<number, string> {
  const names = new Map<number, string>();
  for (const [line, segments] of decodedMappings(map).entries()) {
    const start = lines.start(line);
    if (start === undefined) break;
    for (const segment of segments) {
      if (segment.length !== 5) continue;
      const name = map.names[segment[4]];
      if (name !== undefined) names.set(start + segment[0], name);
    }
  }
  return names;
}

function shifted(map: TraceMap, lines: LineIndex, edited: Edited): EncodedSourceMap {
  const mappings = decodedMappings(map).map((segments, line) => {
    const start = lines.start(line);
    if (start === undefined) return [];
    const before = start === 0 ? 0 : start + edited.shiftAt(start - 1);
    return segments.map((segment) => {
      const [column, ...rest] = segment;
      const offset = start + column;
      return [offset + edited.shiftAt(offset) - before, ...rest] as typeof segment;
    });
  });
  const { version, names, sources, sourcesContent, sourceRoot } = map;
  return encodedMap(
    new TraceMap({
      version: version as 3,
      names,
      sources,
      mappings,
      ...(sourcesContent && { sourcesContent }),
      ...(sourceRoot !== undefined && { sourceRoot }),
    }),
  );
}
