/** What the instrumenter says about a module, for the debug agent and the debug adapter. JSON values throughout. */

/**
 * What an accessor answers to a negative number; 0 and above are the scope's variables. An accessor is a guest closure
 * `(what, write, value) => unknown` made by instrumented code for one run of one scope.
 */
export const ACCESS = {
  /** Index of the scope in `SiteTable.scopes`. Every accessor. */
  scope: -1,
  /** The accessor of the enclosing scope. Undefined when that was entered before frames were kept, and for a module. */
  parent: -2,
  // The rest is for accessors of frames, that is of functions and modules; of others they give undefined.
  /** Id of the site where the frame stands. */
  site: -3,
  /** The accessor of the scope that the frame entered last, undefined when none but its own. See `instrument`. */
  inner: -4,
  /** What the function is about to return, undefined until then. */
  returned: -5,
  /**
   * Throws a ReferenceError in a derived constructor before `super()`. Undefined for an arrow whose parents know; one that
   * stands in a field or among parameters answers itself.
   */
  self: -6,
  /**
   * Of what stands in the body of a class with private members, the function that knows them, see `Privates`; undefined
   * of everything else: there the parents may know. Throws what `self` throws, and a TypeError when `this` is no object of
   * the class.
   */
  privates: -7,
} as const;

/**
 * Reads and writes the private members that a class body declares, in any object; `name` is `#name`. Of an object that has
 * no such member it throws a TypeError, and of what is no object. Without arguments: all of them. A getter runs.
 */
export interface Privates {
  (): readonly (readonly [name: string, kind: "field" | "method" | "accessor", isStatic: 0 | 1])[];
  (object: object, name: string, how?: "write" | "has", value?: unknown): unknown;
}

/** Bytes of the marks that do not belong to a site. */
export const MARKS = {
  /** 1: frames are kept. Must be 1 whenever any other byte is; see `instrument`. */
  frames: 0,
  /** 1: the worker has raised all marks, because something has come that the next statement must attend to. */
  attention: 1,
  /** Ids of sites begin here. */
  first: 8,
} as const;

/**
 * - `statement`: before a statement, the test or update of a loop, or the expression of an arrow function
 * - `iteration`: each time round a `for…of` or `for…in`, its variable just bound
 * - `debugger`: a `debugger` statement
 * - `enter`: a function's name or start. Not probed: its number is what a frame's `ACCESS.site` says before its first statement
 * - `exit`: the end of a function, after its `finally` blocks, however it ends
 */
export type SiteKind = "statement" | "iteration" | "debugger" | "enter" | "exit";

/** A place in a file. Lines and columns count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Site extends Position {
  /** Number in the marks; unique over all modules of a plugin. `SiteTable.sites[id - SiteTable.firstSite]`. */
  readonly id: number;
  readonly kind: SiteKind;
  /** Index in `SiteTable.sources`. */
  readonly source: number;
  /** Of a statement of several lines: the last line of it, or of what it begins with before statements of its own. */
  readonly lastLine?: number;
  /** Where the same place lies in the instrumented module. */
  readonly generated: Position;
  /** Index of the function in `SiteTable.functions`. */
  readonly function: number;
  /** Index in `SiteTable.scopes` of the innermost scope. */
  readonly scope: number;
  /** Whether a `catch` clause of the same function would get what is thrown here. */
  readonly guarded: boolean;
  /** Whether its statement has `.catch(f)`, `.then(f, g)` or `Promise.allSettled(…)`, or an `await` and is guarded. */
  readonly takesRejections: boolean;
}

export type FunctionKind =
  | "module"
  | "function"
  | "arrow"
  | "method"
  | "getter"
  | "setter"
  | "constructor"
  | "initializer";

export interface FunctionInfo {
  /** As the author wrote it; "" for an anonymous one that nothing names. Methods are `Class.method` where that is known. */
  readonly name: string;
  readonly kind: FunctionKind;
  readonly async: boolean;
  readonly generator: boolean;
  readonly source: number;
  readonly start: Position;
  /** Sites of kind `enter` and `exit`; 0 for code that is wholly the bundler's. */
  readonly enter: number;
  readonly exit: number;
  /** Index of its outermost scope. */
  readonly scope: number;
}

export type ScopeKind = "module" | "function" | "block" | "loop" | "catch" | "switch";

export interface ScopeInfo {
  readonly kind: ScopeKind;
  /** Index of the enclosing scope; -1 for the module. */
  readonly parent: number;
  /** Index of the function it belongs to. */
  readonly function: number;
  readonly variables: readonly Variable[];
}

export type VariableKind =
  | "let"
  | "const"
  | "var"
  | "function"
  | "class"
  | "parameter"
  | "catch"
  | "import"
  | "self"
  | "using";

/** Its index in `ScopeInfo.variables` is what its accessor takes. */
export interface Variable {
  /** As the author wrote it. */
  readonly name: string;
  /** As the bundle has it. */
  readonly generated: string;
  readonly kind: VariableKind;
  /** Whether the accessor writes it: not for constants, imports and a function's own name. */
  readonly writable: boolean;
  /** The value is this member of it: of the exports of a CommonJS module. */
  readonly member?: string;
  /** Index of the file that declares or imports it; -1 for what the bundler made. Several files lie together in a module. */
  readonly source: number;
}

export interface SiteTable {
  /** Of the table itself. */
  readonly version: 1;
  /** The module's name. */
  readonly module: string;
  /** The author's files, as the source map names them; without a source map the module itself. */
  readonly sources: readonly string[];
  readonly firstSite: number;
  /** Ordered by id, which follows the bundle's text. */
  readonly sites: readonly Site[];
  readonly functions: readonly FunctionInfo[];
  readonly scopes: readonly ScopeInfo[];
}
