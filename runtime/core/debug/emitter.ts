/** Collects the edits and the table while the transformation walks through a module. */
import type { Node } from "acorn";
import type { Declared } from "./declarations.ts";
import type { Edits } from "./edits.ts";
import type { Origins } from "./origins.ts";
import {
  ACCESS,
  type FunctionInfo,
  type FunctionKind,
  type Position,
  type ScopeKind,
  type SiteKind,
  type Variable,
  type VariableKind,
} from "./site-table.ts";

/** The names that instrumented code uses for itself. None begins like a name of the module. */
export interface Names {
  /** The marks, with the runtime's functions as properties. */
  readonly marks: string;
  readonly site: string;
  readonly inner: string;
  readonly returned: string;
  readonly error: string;
  /** Parameters of accessors. */
  readonly what: string;
  readonly write: string;
  readonly value: string;
  /** Followed by a number. */
  readonly accessor: string;
  readonly renamed: string;
  /** Private methods of a class, for its objects and for itself. */
  readonly privates: string;
  readonly staticPrivates: string;
}

export function chooseNames(identifiers: ReadonlySet<string>): Names {
  const taken = [...identifiers].filter((name) => name.startsWith("$"));
  let prefix = "$";
  for (let number = 0; taken.some((name) => name.startsWith(prefix)); number++) prefix = `$${number}$`;
  return {
    marks: `${prefix}M`,
    site: `${prefix}s`,
    inner: `${prefix}c`,
    returned: `${prefix}r`,
    error: `${prefix}e`,
    what: `${prefix}n`,
    write: `${prefix}w`,
    value: `${prefix}v`,
    accessor: `${prefix}a`,
    renamed: `${prefix}f`,
    privates: `#${prefix}p`,
    staticPrivates: `#${prefix}q`,
  };
}

/** A function as its body is being transformed. */
export interface Frame {
  readonly index: number;
  readonly scope: number;
  /** The variable of its accessor. */
  readonly accessor: string;
  /** An expression that is true when the frame is kept. */
  readonly kept: string;
  readonly async: boolean;
  readonly generator: boolean;
}

/** Where the walk stands. */
export interface Place {
  /** `undefined` in code of the bundler, which gets no probes. */
  readonly frame: Frame | undefined;
  /** Index of the innermost scope, and the variable of its accessor. */
  readonly scope: number;
  readonly accessor: string;
  readonly depth: number;
  readonly guarded: boolean;
  /** For the names of methods. */
  readonly className: string;
}

type DraftSite = { offset: number } & Position & {
    id: number;
    kind: SiteKind;
    source: number;
    function: number;
    scope: number;
    guarded: boolean;
    takesRejections: boolean;
  };

export class Emitter {
  readonly edits: Edits;
  readonly names: Names;
  readonly origins: Origins;
  readonly sites: DraftSite[] = [];
  readonly functions: FunctionInfo[] = [];
  readonly scopes: { kind: ScopeKind; parent: number; function: number; variables: Variable[] }[] = [];
  /** Where statements end, by where they begin. */
  readonly ends = new Map<number, number | undefined>();
  readonly #firstSite: number;

  constructor(edits: Edits, names: Names, origins: Origins, firstSite: number) {
    this.edits = edits;
    this.names = names;
    this.origins = origins;
    this.#firstSite = firstSite;
  }

  /** A new site in the frame; `undefined` when the place is not the author's. */
  site(kind: SiteKind, offset: number, place: Place): number | undefined {
    const origin = this.origins.at(offset);
    if (origin === undefined || place.frame === undefined) return undefined;
    const id = this.#firstSite + this.sites.length;
    const { scope, guarded } = place;
    this.sites.push({
      offset,
      id,
      kind,
      ...origin,
      function: place.frame.index,
      scope,
      guarded,
      takesRejections: false,
    });
    return id;
  }

  /** The statement that asks whether to stop here; "" when the place is not the author's. */
  probe(kind: SiteKind, offset: number, place: Place): string {
    const id = this.site(kind, offset, place);
    return id === undefined ? "" : this.probeOf(id, place);
  }

  /** The same for a site that is there already. */
  probeOf(id: number, { frame }: Place): string {
    const { marks, site } = this.names;
    return `if(${marks}[${site}=${id}])${marks}.B(${id},${frame?.accessor});`;
  }

  /** The same as an expression. */
  probeExpression(offset: number, place: Place): string {
    const id = this.site("statement", offset, place);
    if (id === undefined || place.frame === undefined) return "";
    const { marks, site } = this.names;
    return `${marks}[${site}=${id}]&&${marks}.B(${id},${place.frame.accessor})`;
  }

  /** A `debugger` statement asks always. */
  pause(offset: number, place: Place): string {
    const id = this.site("debugger", offset, place);
    if (id === undefined || place.frame === undefined) return "";
    const { marks, site } = this.names;
    return `${marks}.D(${site}=${id},${place.frame.accessor});`;
  }

  addFunction(
    kind: FunctionKind,
    name: string,
    { async = false, generator = false }: { readonly async?: boolean; readonly generator?: boolean },
  ): number {
    const start = { line: 0, column: 0 };
    const info = { name, kind, async, generator, source: -1, start, enter: 0, exit: 0, scope: 0 };
    return this.functions.push(info) - 1;
  }

  /** A function begins where its `enter` site lies. */
  entered(index: number, enter: number, scope: number): void {
    const site = this.sites[enter - this.#firstSite];
    const start = site && { source: site.source, start: { line: site.line, column: site.column } };
    this.#change(index, { enter, scope, ...start });
  }

  left(index: number, exit: number): void {
    this.#change(index, { exit });
  }

  #change(index: number, change: Partial<FunctionInfo>): void {
    const info = this.functions[index];
    if (info) this.functions[index] = { ...info, ...change };
  }

  /** Adds a scope; of declarations of one name the first counts. */
  addScope(kind: ScopeKind, parent: number, frame: number, declared: readonly Declared[]): number {
    const variables = [...new Map(declared.toReversed().map((one) => [one.name, one] as const)).values()].reverse();
    const scope = { kind, parent, function: frame, variables: variables.map((one) => this.#variable(one)) };
    return this.scopes.push(scope) - 1;
  }

  /** Adds variables that other files have declared. */
  addImported(scope: number, imported: readonly Variable[]): void {
    this.scopes[scope]?.variables.push(...imported);
  }

  #variable({ name, kind, at }: Declared): Variable {
    const original = this.origins.nameAt(at) ?? name;
    const source = this.#declares(name, at) ? (this.origins.at(at)?.source ?? -1) : -1;
    return { name: original, generated: name, kind, writable: !READ_ONLY.has(kind), source };
  }

  /** Whether the author does: what esbuild makes of a CommonJS module lies where that is imported. */
  #declares(name: string, at: number): boolean {
    return !name.startsWith("import_") || this.origins.wordAt(at) !== undefined;
  }

  /** The text of an accessor. @param extra further cases. */
  accessorText(scope: number, parent: string, extra = ""): string {
    const { what, write, value } = this.names;
    const variables = this.scopes[scope]?.variables ?? [];
    const cases = variables.map(({ generated, writable }, index) =>
      writable
        ? `case ${index}:return ${write}?${generated}=${value}:${generated};`
        : `case ${index}:return ${generated};`,
    );
    const fixed = `case ${ACCESS.scope}:return ${scope};case ${ACCESS.parent}:return ${parent};`;
    return `(${what},${write},${value})=>{switch(${what}){${fixed}${extra}${cases.join("")}}}`;
  }

  /**
   * The cases of a frame's own accessor.
   *
   * @param scopes whether there are scopes within the function's own
   * @param privates the private method that knows the private members around the function
   */
  frameCases(scopes: boolean, self: boolean, privates?: string): string {
    const { site, inner, returned } = this.names;
    const cases: [number, string][] = [
      [ACCESS.site, site],
      [ACCESS.returned, returned],
    ];
    if (scopes) cases.push([ACCESS.inner, inner]);
    if (self) cases.push([ACCESS.self, "this"]);
    if (privates !== undefined) cases.push([ACCESS.privates, `this.${privates}`]);
    return cases.map(([what, value]) => `case ${what}:return ${value};`).join("");
  }
}

const READ_ONLY: ReadonlySet<VariableKind> = new Set(["const", "import", "self", "using"]);

/** Expressions that take their name from where they are assigned, so that they must not be put into a variable of ours. */
export function isAnonymousFunction(node: Node & { readonly id?: unknown }): boolean {
  return (
    node.type === "ArrowFunctionExpression" ||
    ((node.type === "FunctionExpression" || node.type === "ClassExpression") && !node.id)
  );
}
