/** The sources of a plugin as they change: what all of them do, following constants and `aiHub` from file to file. */
import { Positions } from "../source.ts";
import { analyseModule, type ModuleAnalysis } from "./analyse.ts";
import { kindsOf } from "./hub-calls.ts";
import { isSource } from "./source-files.ts";
import type { SourcePlace, SourceUse } from "./source-use.ts";
import type { Others } from "./source-walk.ts";
import type { ModuleExports } from "./values.ts";

/** A constant may pass through so many modules. */
const MAX_ROUNDS = 32;

const NOTHING: ModuleExports = new Map();

interface File {
  readonly text: string;
  /** The last that could be read. */
  readonly analysis: ModuleAnalysis | undefined;
  /** What others see of it now. */
  readonly exports: ModuleExports;
  readonly broken: boolean;
}

/**
 * Keeps the texts of a plugin's sources and analyses what changed: a file anew when its text is another, and those that
 * import it when what it exports is.
 *
 * @example
 * const index = new SourceIndex();
 * index.set("src/main.ts", text);
 * index.uses();
 */
export class SourceIndex {
  readonly #files = new Map<string, File>();
  #dirty = new Set<string>();
  #uses: readonly SourceUse[] | undefined;

  /** Takes the text of a file; one that is no source is left aside. Cheap: nothing is analysed before {@link uses}. */
  set(path: string, text: string): void {
    const known = this.#files.get(path);
    if (!isSource(path) || known?.text === text) return;
    const { analysis, exports = NOTHING, broken = true } = known ?? {};
    this.#files.set(path, { text, analysis, exports, broken });
    this.#dirty.add(path);
    this.#uses = undefined;
  }

  delete(path: string): void {
    if (!this.#files.delete(path)) return;
    this.#dirty.add(path);
    this.#uses = undefined;
  }

  /** The text of a source. */
  text(path: string): string | undefined {
    return this.#files.get(path)?.text;
  }

  /**
   * What the sources do, in the order of files and lines. A file that cannot be read at the moment counts as it was when it
   * could; one that never could be may do anything.
   */
  uses(): readonly SourceUse[] {
    if (this.#uses) return this.#uses;
    this.#refresh(this.#dirty);
    this.#dirty = new Set();
    const paths = [...this.#files.keys()].sort();
    this.#uses = paths.flatMap((path) => {
      const { analysis, broken } = this.#files.get(path) ?? {};
      return analysis?.uses ?? (broken ? anything(path) : []);
    });
    return this.#uses;
  }

  /**
   * What depends on a changed export is analysed from nothing: modules that import each other would otherwise keep
   * alive among them what no text says any more.
   */
  #refresh(dirty: ReadonlySet<string>): void {
    const isNew = (path: string) => this.#files.get(path)?.analysis === undefined;
    const known = [...dirty].filter((path) => !isNew(path));
    const starts = new Set([...dirty].filter(isNew));
    for (const path of this.#analyse(known)) starts.add(path);
    for (const path of known) {
      const inCircle = this.#files.get(path)?.exports.size && this.#dependentsOf(new Set([path])).has(path);
      if (inCircle) starts.add(path);
    }
    const changed = new Set([...starts, ...this.#dependentsOf(starts)]);
    for (const path of changed) {
      const file = this.#files.get(path);
      if (file) this.#files.set(path, { ...file, exports: NOTHING });
    }
    let left: ReadonlySet<string> = changed;
    for (let round = 0; round < MAX_ROUNDS && left.size > 0; round += 1) {
      left = this.#importersOf(this.#analyse([...left].sort()));
    }
  }

  /** @returns the files that export something else than before */
  #analyse(paths: readonly string[]): ReadonlySet<string> {
    const changed = new Set<string>();
    for (const path of paths) {
      const file = this.#files.get(path);
      if (!file) continue;
      const analysis = analyseModule(path, file.text, this.#around(path)) ?? file.analysis;
      const exports = analysis?.exports ?? NOTHING;
      this.#files.set(path, { text: file.text, analysis, exports, broken: analysis === undefined });
      if (signature(file.exports) !== signature(exports)) changed.add(path);
    }
    return changed;
  }

  /** All that import these, or what imports them. */
  #dependentsOf(starts: ReadonlySet<string>): Set<string> {
    const all = new Set<string>();
    for (let found = starts; found.size > 0; ) {
      found = new Set([...this.#importersOf(found)].filter((path) => !all.has(path)));
      for (const path of found) all.add(path);
    }
    return all;
  }

  #importersOf(changed: ReadonlySet<string>): Set<string> {
    const importers = new Set<string>();
    if (changed.size === 0) return importers;
    for (const [path, { analysis }] of this.#files) {
      const touched = analysis?.imports.some((from) =>
        candidates(path, from).some((candidate) => changed.has(candidate)),
      );
      if (touched) importers.add(path);
    }
    return importers;
  }

  #around(path: string): Others {
    return {
      has: (from) => this.#resolve(path, from) !== undefined,
      exported: (from, name) => {
        const module = this.#resolve(path, from);
        return module === undefined ? undefined : this.#files.get(module)?.exports.get(name);
      },
      place: (module, start, end) => this.#place(module, start, end),
    };
  }

  #resolve(path: string, from: string): string | undefined {
    return candidates(path, from).find((candidate) => this.#files.has(candidate));
  }

  #place(path: string, start: number, end: number): SourcePlace | undefined {
    const text = this.#files.get(path)?.text;
    return text === undefined ? undefined : { path, start, end, ...new Positions(text).at(start) };
  }
}

/** What importers can see; a module that exports nothing of interest says nothing. */
function signature(exports: ModuleExports): string {
  return JSON.stringify([...exports]);
}

function anything(path: string): SourceUse[] {
  const at = { path, call: "", start: 0, end: 0, line: 1, column: 1 };
  return kindsOf([]).map((kind) => ({ ...at, kind, value: undefined, passed: true }));
}

const ENDINGS = ["", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".mts", "/index.ts", "/index.tsx", "/index.js"];

/** The files that a relative import may mean, the likeliest first; none for packages. */
function candidates(importer: string, from: string): string[] {
  if (!/^\.\.?(?:\/|$)/.test(from)) return [];
  const path = importer.split("/").slice(0, -1);
  for (const step of from.split("/")) {
    if (step === ".." && path.pop() === undefined) return [];
    if (step !== ".." && step !== "." && step !== "") path.push(step);
  }
  const name = path.join("/");
  // TypeScript's way to import `x.ts` is also `x.js`.
  const typed = /\.[cm]?jsx?$/.test(name) ? [name.replace(/js(x?)$/, "ts$1")] : [];
  return [...ENDINGS.map((ending) => name + ending), ...typed];
}
