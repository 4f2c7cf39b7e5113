/** A built plugin made ready for the debugger: its modules instrumented, and what the agent and the inspector know of them. */
import { randomUUID } from "node:crypto";
import { type AgentTable, SITE_FLAGS } from "../../core/debug/agent-messages.ts";
import type { Call, Calls } from "../../core/debug/calls.ts";
import { instrument } from "../../core/debug/instrument.ts";
import { MARKS, type Site, type SiteTable } from "../../core/debug/site-table.ts";
import { type BuiltPlugin, mapperOf } from "../build/build.ts";
import { type KnownSite, SourceIndex } from "./source-index.ts";

/** The module from which instrumented code imports its marks; see prelude/debug/main.ts. */
const RUNTIME_SOURCE = 'export const marks=globalThis["aihub:marks"];delete globalThis["aihub:marks"];';

export interface InstrumentedPlugin {
  readonly built: BuiltPlugin;
  readonly index: SourceIndex;
  readonly tables: readonly AgentTable[];
  /** What the statement at a site calls, in the order in which the calls are made. */
  readonly callsOf: (known: KnownSite) => readonly Call[];
  /** The text of a source, as it was built, where the source map has it. */
  readonly texts: ReadonlyMap<string, string>;
}

/** @throws AiHubError ERR_BUILD when a module cannot be instrumented */
export function instrumentPlugin(built: BuiltPlugin): InstrumentedPlugin {
  // A name that no plugin can import: with the marks it could forge frames.
  const runtime = `aihub:debug-${randomUUID()}`;
  const modules: Record<string, string> = { [runtime]: RUNTIME_SOURCE };
  const maps = new Map<string, string>();
  const tables: SiteTable[] = [];
  const calls = new Map<SiteTable, Calls>();
  const texts = new Map<string, string>();
  let firstSite: number = MARKS.first;
  for (const [module, code] of Object.entries(built.modules)) {
    const map = built.readMap(module);
    const instrumented = instrument(code, { module, map, runtime, firstSite });
    modules[module] = instrumented.code;
    if (instrumented.map !== undefined) maps.set(module, instrumented.map);
    tables.push(instrumented.table);
    calls.set(instrumented.table, instrumented.calls);
    firstSite += instrumented.table.sites.length;
    for (const [source, text] of contentsOf(map)) texts.set(source, text);
  }
  const { root, folder } = built;
  const index = new SourceIndex(tables, { root, folder, builtAt: Date.now() });
  const readMap = (name: string) => maps.get(name);
  const shown = index.sources.flatMap(({ name, path }) => {
    const text = texts.get(name);
    return text === undefined ? [] : [[path, text] as const];
  });
  return {
    built: { ...built, modules, readMap, ...mapperOf(built, readMap) },
    index,
    callsOf: ({ site, table }) => calls.get(table)?.of(site.id - table.firstSite) ?? [],
    tables: tables.map((table) => agentTable(table, index)),
    texts: new Map(shown),
  };
}

function contentsOf(map: string | undefined): [string, string][] {
  if (map === undefined) return [];
  const { sources = [], sourcesContent = [] } = JSON.parse(map) as { sources?: unknown[]; sourcesContent?: unknown[] };
  return sources.flatMap((source, at): [string, string][] => {
    const text = sourcesContent[at];
    return typeof source === "string" && typeof text === "string" ? [[source, text]] : [];
  });
}

function flagsOf({ guarded, takesRejections }: Site): number {
  return (guarded ? SITE_FLAGS.guarded : 0) | (takesRejections ? SITE_FLAGS.takesRejections : 0);
}

function agentTable(table: SiteTable, index: SourceIndex): AgentTable {
  const sources = table.sources.map((name) => index.sources.find((source) => source.name === name));
  return {
    firstSite: table.firstSite,
    scopes: table.scopes.map(({ variables }) => ({
      names: variables.map(({ name }) => name),
      sources: variables.map(({ source }) => source),
      fixed: variables.flatMap(({ writable }, at) => (writable ? [] : [at])),
      members: variables.flatMap(({ member }, at) => (member === undefined ? [] : [[at, member] as const])),
    })),
    sites: table.sites.map((site) => [site.function, site.scope, site.source, flagsOf(site)] as const),
    foreign: sources.flatMap((source, at) => (source?.foreign === false ? [] : [at])),
    functions: table.functions.map(({ async, generator, kind }) => ({
      async,
      generator,
      accessor: kind === "getter" || kind === "setter",
    })),
  };
}
