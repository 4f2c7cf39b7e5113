/**
 * What a file of the author imports, under the names it has there. A bundler puts the exporting file's variable in the place
 * of each imported name, so that the name is in the bundle no more. But the source map tells what stood there.
 */
import type { Origin, Origins } from "./origins.ts";
import type { Variable } from "./site-table.ts";

/** `import_lib`: the exports of a CommonJS module, of which imports are members. */
const INTEROP = /^import_/;
const MEMBER = /^\.([\p{ID_Start}$_][\p{ID_Continue}$]*)/u;
/** What a member is taken of, at the end of a text. */
const OWNER = /([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*\.$/u;
/** The key of a property, at the end of a text. */
const KEY = /[\p{ID_Start}$_][\p{ID_Continue}$]*: $/u;
/** The local names of an import clause. */
const LOCAL = /(?:^|[{,]|\bas\s)\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*(?=[,}]|$)/gu;
const COMMENT = /\/\*[\s\S]*?(?:\*\/|$)|\/\/.*/g;
const LONGEST_CLAUSE = 10_000;
/** How far it is looked for what belongs to a name. */
const NEAR = 100;

interface SourceImports {
  readonly lines: readonly string[];
  readonly names: ReadonlySet<string>;
  /** Those of the names that stand for whole modules. */
  readonly namespaces: ReadonlySet<string>;
}

/**
 * A variable for each name that a file imports and uses, of that file. Where a bundler has taken a namespace apart, each
 * member that is used becomes one, called `namespace.member`. Values that it has put in the place of constants are not known.
 *
 * @param variables of the bundle's outermost scope
 * @param references where in the bundle names are used, by name
 */
export function importedVariables(
  code: string,
  variables: readonly Variable[],
  references: ReadonlyMap<string, readonly number[]>,
  origins: Origins,
): Variable[] {
  const found = new Map<string, Variable>();
  const imports = new Map<number, SourceImports>();
  for (const { generated, source: declaredIn } of variables) {
    if (generated.startsWith("__")) continue; // a helper of the bundler's stands in for syntax
    for (const offset of references.get(generated) ?? []) {
      const place = beginsAt(code, offset, origins);
      const origin = origins.at(place);
      // A file sees what it declares itself. And nobody debugs all of the packages.
      if (!origin || isPackage(origins.sources[origin.source])) continue;
      const name = origins.wordAt(place);
      if (name === undefined || (origin.source === declaredIn && name === generated)) continue;
      const known = imports.get(origin.source) ?? importsOf(origins.textOf(origin.source));
      imports.set(origin.source, known);
      const behind = generated.length + offset;
      const member = MEMBER.exec(code.slice(behind, behind + NEAR))?.[1];
      const seen = importAt(known, origin, name, generated, member);
      const key = `${origin.source} ${seen?.name}`;
      if (!seen || found.has(key)) continue;
      found.set(key, { ...seen, generated, kind: "import", writable: false, source: origin.source });
    }
  }
  return [...found.values()];
}

/** Of `{ a: b }` that stands for `{ a }` the source map has the key alone. */
function beginsAt(code: string, offset: number, origins: Origins): number {
  if (code[offset - 1] !== " " || code[offset - 2] !== ":") return offset;
  const [key = ""] = KEY.exec(code.slice(Math.max(0, offset - NEAR), offset)) ?? [];
  const start = offset - key.length;
  return key !== "" && origins.wordAt(offset) === undefined && origins.wordAt(start) !== undefined ? start : offset;
}

/** @param member what the bundle takes of the variable there */
function importAt(
  { lines, names, namespaces }: SourceImports,
  { line, column }: Origin,
  name: string,
  generated: string,
  member: string | undefined,
): Pick<Variable, "name" | "member"> | undefined {
  const before = (lines[line - 1] ?? "").slice(Math.max(0, column - 1 - NEAR), column - 1).trimEnd();
  if (!before.endsWith(".") || before.endsWith("...")) {
    if (!names.has(name)) return undefined;
    const isMember = member !== undefined && !namespaces.has(name) && INTEROP.test(generated);
    return isMember ? { name, member } : { name };
  }
  // Of `namespace.member` the source map knows the member.
  const [, namespace = ""] = OWNER.exec(before) ?? [];
  if (!namespaces.has(namespace)) return undefined;
  return { name: member === name ? namespace : `${namespace}.${name}` };
}

function isPackage(source: string | undefined): boolean {
  return source === undefined || /(?:^|\/)node_modules\//.test(source);
}

/** Reads the import statements of a text as well as can be without parsing it: what it finds must also be used. */
function importsOf(text: string): SourceImports {
  const names = new Set<string>();
  const namespaces = new Set<string>();
  for (const before of text.split(/["'`]/)) {
    const statement = before.trimEnd();
    const start = statement.lastIndexOf("import");
    if (start < 0 || !statement.endsWith("from") || statement.length - start > LONGEST_CLAUSE) continue;
    const clause = statement
      .slice(start + "import".length, -"from".length)
      .replace(COMMENT, " ")
      .trim();
    for (const [local, name = ""] of clause.matchAll(LOCAL)) {
      names.add(name);
      if (local.startsWith("as") && clause.includes("*")) namespaces.add(name);
    }
  }
  return { lines: text.split("\n"), names, namespaces };
}
