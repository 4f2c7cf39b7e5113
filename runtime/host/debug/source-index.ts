/** The files of an instrumented plugin, and where in them it can stop. */
import { realpathSync, statSync } from "node:fs";
import path from "node:path";
import type { DebugSource, Place, Position } from "../../core/debug/inspector.ts";
import type { FunctionInfo, Site, SiteTable } from "../../core/debug/site-table.ts";

/** A place where the plugin can stop. */
export interface KnownSite {
  readonly site: Site;
  readonly table: SiteTable;
  readonly source: IndexedSource;
}

export interface IndexedSource extends Omit<DebugSource, "stale"> {
  /** As the source map has it. */
  readonly name: string;
  /** In the order of the text. */
  readonly sites: readonly KnownSite[];
}

/** A file whose time stamp is later than the build by more than clocks and file systems round. */
const CLOCK_SLACK_MS = 10;

/** What the builder told about where sources lie. */
export interface SourcePlaces {
  /** The plugin's folder. */
  readonly root: string;
  /** The folder that a source map's paths start from. */
  readonly folder: string;
  /** Milliseconds since the epoch: what changed later does not run. */
  readonly builtAt: number;
}

export class SourceIndex {
  readonly sources: readonly IndexedSource[];
  readonly #tables: readonly SiteTable[];
  readonly #byId = new Map<number, KnownSite>();
  readonly #builtAt: number;

  constructor(tables: readonly SiteTable[], places: SourcePlaces) {
    this.#tables = tables;
    this.#builtAt = places.builtAt;
    const found = new Map<string, IndexedSource & { readonly sites: KnownSite[] }>();
    for (const table of tables) {
      const sources = table.sources.map((name) => {
        const described = describeSource(name, places);
        const known = found.get(described.path) ?? { ...described, sites: [] };
        found.set(described.path, known);
        return known;
      });
      for (const site of table.sites) {
        const source = sources[site.source];
        if (!source) continue;
        const known = { site, table, source };
        this.#byId.set(site.id, known);
        source.sites.push(known);
      }
    }
    for (const { sites } of found.values()) sites.sort((a, b) => compare(a.site, b.site));
    this.sources = [...found.values()];
  }

  get hasDebuggerStatements(): boolean {
    return this.sources.some(({ sites }) => sites.some(({ site }) => site.kind === "debugger"));
  }

  /** Undefined when it is no site of this plugin. */
  site(id: number): KnownSite | undefined {
    return this.#byId.get(id);
  }

  place({ site, source }: KnownSite): Place {
    return { source: source.path, line: site.line, column: site.column };
  }

  functionOf({ site, table }: KnownSite): FunctionInfo | undefined {
    return table.functions[site.function];
  }

  /** Where functions of a name begin: `total`, `Invoice.total`, or `Invoice` for its constructor. */
  functionsNamed(name: string): readonly KnownSite[] {
    if (name.trim() === "") return []; // a line of the client's list that is not filled in; modules are called so
    return this.#tables.flatMap(({ functions }) =>
      functions.flatMap((info) => {
        const isMeant = info.name === name || info.name.endsWith(`.${name}`) || info.name === `new ${name}`;
        const site = isMeant && info.enter > 0 ? this.site(info.enter) : undefined;
        return site ? [site] : [];
      }),
    );
  }

  /** By the absolute path of a file or by a source's own path. Links are followed, letters' case counts as the system does. */
  find(file: string): IndexedSource | undefined {
    const wanted = comparable(file);
    return this.sources.find((source) => source.path === file || (source.file && comparable(source.file) === wanted));
  }

  describe({ path: name, file, foreign }: Omit<IndexedSource, "name">): DebugSource {
    const isStale = () => file !== undefined && this.#isStale(file);
    return {
      path: name,
      foreign,
      // Looked up when it is asked for: packages bring hundreds of files.
      get stale() {
        return isStale();
      },
      ...(file !== undefined && { file }),
    };
  }

  #isStale(file: string): boolean {
    const info = statSync(file, { throwIfNoEntry: false });
    return info !== undefined && info.mtimeMs > this.#builtAt + CLOCK_SLACK_MS;
  }

  /** Where one can stop between two places, in order, one for each position. */
  sitesBetween(source: IndexedSource, from: Position, to: Position): readonly KnownSite[] {
    const stoppable = source.sites.filter(({ site }) => site.kind !== "enter" && site.kind !== "exit");
    const inside = stoppable.filter(({ site }) => compare(site, from) >= 0 && compare(site, to) <= 0);
    return inside.filter(({ site }, index) => index === 0 || compare(site, inside[index - 1]?.site ?? site) !== 0);
  }

  /**
   * Where a breakpoint comes to lie: the first site on its line (or the last one before its column, when it has one), else
   * the statement that the line is part of, else the next site below. Several sites of one position belong together.
   */
  bind(source: IndexedSource, line: number, column?: number): readonly KnownSite[] {
    const end = { line: Number.POSITIVE_INFINITY, column: 0 };
    const onLine = this.sitesBetween(source, { line, column: 1 }, { line, column: Number.POSITIVE_INFINITY });
    const asked =
      column === undefined ? onLine[0] : (onLine.findLast(({ site }) => site.column <= column) ?? onLine[0]);
    const below = asked ?? this.sitesBetween(source, { line: line + 1, column: 1 }, end)[0];
    const chosen = asked ?? this.#around(source, line, below) ?? below;
    if (!chosen) return [];
    return source.sites.filter(({ site }) => site.kind === chosen.site.kind && compare(site, chosen.site) === 0);
  }

  /** Of the statement of several lines that a line is part of, unless there is a site further down in it. */
  #around(source: IndexedSource, line: number, below: KnownSite | undefined): KnownSite | undefined {
    const around = source.sites.findLast(({ site }) => site.line < line && (site.lastLine ?? 0) >= line);
    if (!around) return undefined;
    const { table, site: start } = around;
    if (below && below.site.line <= (start.lastLine ?? 0)) return undefined;
    const isInside = (info: FunctionInfo): boolean =>
      info.source === start.source &&
      compare(info.start, start) > 0 &&
      info.start.line <= line &&
      (this.site(info.exit)?.site.line ?? 0) >= line;
    if (table.functions.some(isInside)) return undefined;
    // Of `let a = 1,` and further lines each variable has its own.
    return source.sites.findLast(({ site }) => {
      const isOfStatement = site.function === start.function && site.kind === "statement" && compare(site, start) >= 0;
      return isOfStatement && site.line < line;
    });
  }
}

export function compare(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}

function comparable(file: string): string {
  let real = path.resolve(file);
  try {
    real = realpathSync.native(real);
  } catch {
    // a file that is gone is still known by its name
  }
  return process.platform === "win32" || process.platform === "darwin" ? real.toLowerCase() : real;
}

function describeSource(name: string, { root, folder }: SourcePlaces): Omit<IndexedSource, "sites"> {
  const file = path.resolve(folder, name);
  const relative = path.relative(root, file).split(path.sep).join("/");
  if (!relative.startsWith("../") && !path.isAbsolute(relative)) {
    return { name, path: relative, file, foreign: relative.split("/").includes("node_modules") };
  }
  const packages = relative.lastIndexOf("node_modules/");
  const isSdk = packages < 0 || relative.startsWith("node_modules/@aihub/sdk/", packages);
  return { name, path: isSdk ? `aihub:sdk/${path.basename(name)}` : relative.slice(packages), file, foreign: true };
}
