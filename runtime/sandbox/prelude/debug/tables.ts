/** What the inspector told of the instrumented modules: names of variables, functions of sites. */
import {
  type AgentFunction,
  type AgentScope,
  type AgentTable,
  SITE_FLAGS,
} from "../../../core/debug/agent-messages.ts";
import { ACCESS } from "../../../core/debug/site-table.ts";
import type { Accessor, FrameRecord } from "./frame.ts";
import { siteOf } from "./frame.ts";

let tables: readonly AgentTable[] = [];

export function loadTables(loaded: readonly AgentTable[]): void {
  tables = loaded;
}

/** One past the last number of a site. */
export function endOfSites(): number {
  return Math.max(0, ...tables.map(({ firstSite, sites }) => firstSite + sites.length));
}

function tableOf(site: number): AgentTable | undefined {
  return tables.find(({ firstSite, sites }) => site >= firstSite && site < firstSite + sites.length);
}

export function functionOf(site: number): AgentFunction | undefined {
  const table = tableOf(site);
  const [fn] = table?.sites[site - table.firstSite] ?? [];
  return fn === undefined ? undefined : table?.functions[fn];
}

/** The file of a site, by its number in the module's table; -1 when it is no site. */
export function sourceOf(site: number): number {
  const table = tableOf(site);
  return table?.sites[site - table.firstSite]?.[2] ?? -1;
}

/** Whether the site is not in the author's own files. */
export function isForeign(site: number): boolean {
  return tableOf(site)?.foreign.includes(sourceOf(site)) ?? true;
}

/** Whether a `catch` of the same function gets what is thrown at the site. */
export function isGuarded(site: number): boolean {
  return (flagsOf(site) & SITE_FLAGS.guarded) !== 0;
}

/** Whether the statement seems to do something about a promise that rejects. */
export function takesRejections(site: number): boolean {
  return (flagsOf(site) & SITE_FLAGS.takesRejections) !== 0;
}

function flagsOf(site: number): number {
  const table = tableOf(site);
  return table?.sites[site - table.firstSite]?.[3] ?? 0;
}

/** Index of the scope of a module, in which several files may lie. */
export const MODULE_SCOPE = 0;

/** One scope as it runs: its accessor and what is in it. */
export interface LiveScope {
  readonly index: number;
  readonly accessor: Accessor;
  readonly scope: AgentScope;
}

/**
 * The scopes of a frame from the innermost out. The frame knows the one that it entered last, which may have ended since:
 * the scope of its site tells where to begin. Those entered before frames were kept are missing.
 */
export function scopesOf(frame: FrameRecord): readonly LiveScope[] {
  const site = siteOf(frame);
  const table = tableOf(site);
  if (!table) return [];
  const from = (accessor: Accessor): LiveScope[] => {
    const live: LiveScope[] = [];
    for (let at: Accessor | undefined = accessor; at; at = at(ACCESS.parent) as Accessor | undefined) {
      const index = at(ACCESS.scope) as number;
      const scope = table.scopes[index];
      if (scope) live.push({ index, accessor: at, scope });
    }
    return live;
  };
  const inner = from((frame.accessor(ACCESS.inner) ?? frame.accessor) as Accessor);
  const begin = inner.findIndex(({ index }) => index === table.sites[site - table.firstSite]?.[1]);
  return begin < 0 ? from(frame.accessor) : inner.slice(begin);
}

/** Names that mean something in a frame's own file; of an imported namespace its first part. */
export function namesInSight(frame: FrameRecord): readonly string[] {
  const source = sourceOf(siteOf(frame));
  return scopesOf(frame).flatMap(({ index, scope }) =>
    scope.names.flatMap((name, at) =>
      index === MODULE_SCOPE && scope.sources[at] !== source ? [] : [name.split(".")[0] ?? name],
    ),
  );
}

/** Index of a name in a scope. Of two files in one module, the frame's own file counts. */
export function indexOfName({ names, sources }: AgentScope, name: string, source: number): number {
  const own = names.findIndex((each, index) => each === name && sources[index] === source);
  return own >= 0 ? own : names.indexOf(name);
}
