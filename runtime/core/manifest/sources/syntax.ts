/** Trees of JavaScript and TypeScript. Sources are hostile: parsing is bounded, and trees are walked without recursion. */
import { type ParserOptions, parse } from "@babel/parser";

/** Largest source that is read, in UTF-16 units. */
export const MAX_SOURCE = 1_000_000;

/** A node of the tree, whatever its type; its parts are read by {@link part}, {@link parts} and {@link word}. */
export interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Undefined when the text is too long, too deep, or so broken that there is no tree. */
export function parseSource(path: string, text: string): Syntax | undefined {
  if (text.length > MAX_SOURCE) return undefined;
  const plugins: ParserOptions["plugins"] = ["decorators"];
  if (/\.[cm]?tsx?$/.test(path)) plugins.push("typescript");
  // In a .ts file `<T>x` is an assertion.
  if (!/\.[cm]?ts$/.test(path)) plugins.push("jsx");
  try {
    const file = parse(text, {
      sourceType: "module",
      errorRecovery: true,
      attachComment: false,
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      allowUndeclaredExports: true,
      plugins,
    });
    return file.program as Syntax;
  } catch {
    // A SyntaxError that it could not recover from, or a RangeError: it recurses with the nesting of the source.
    return undefined;
  }
}

export function isSyntax(value: unknown): value is Syntax {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** The part of a node under a key. */
export function part(node: Syntax | undefined, key: string): Syntax | undefined {
  const value: unknown = node && (node as unknown as Readonly<Record<string, unknown>>)[key];
  return isSyntax(value) ? value : undefined;
}

/** The parts under a key that holds a list. */
export function parts(node: Syntax | undefined, key: string): readonly Syntax[] {
  const value: unknown = node && (node as unknown as Readonly<Record<string, unknown>>)[key];
  return Array.isArray(value) ? value.filter(isSyntax) : [];
}

/** A string of a node, such as the name of an identifier; "" when there is none. */
export function word(node: Syntax | undefined, key: string): string {
  const value: unknown = node && (node as unknown as Readonly<Record<string, unknown>>)[key];
  return typeof value === "string" ? value : "";
}

export function flag(node: Syntax | undefined, key: string): boolean {
  return node !== undefined && (node as unknown as Readonly<Record<string, unknown>>)[key] === true;
}

/** Types say nothing about what runs; these keys lead into them. */
const TYPE_KEYS: ReadonlySet<string> = new Set([
  "typeAnnotation",
  "returnType",
  "typeParameters",
  "typeArguments",
  "superTypeArguments",
  "implements",
  "loc",
  "extra",
]);
/** Of the nodes of TypeScript, those in which something runs. */
const RUNS =
  /^TS(?:AsExpression|SatisfiesExpression|NonNullExpression|TypeAssertion|InstantiationExpression|ParameterProperty|ModuleDeclaration|ModuleBlock|EnumDeclaration|EnumBody|EnumMember|ExportAssignment)$/;

/** Everything below a node that can run, with the key under which it stands. */
export function* children(node: Syntax): Generator<readonly [key: string, child: Syntax]> {
  for (const [key, value] of Object.entries(node)) {
    if (TYPE_KEYS.has(key)) continue;
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isSyntax(child) && runs(child)) yield [key, child];
    }
  }
}

function runs(node: Syntax): boolean {
  if (flag(node, "declare")) return false;
  return !node.type.startsWith("TS") || RUNS.test(node.type);
}

/** Whether an import means somebody else's code. */
export function isPackageName(specifier: string): boolean {
  return !/^\.{0,2}\/|^\.{1,2}$|^@aihub\/sdk/.test(specifier);
}

/** The name of a member or property when it is written down: `a.b`, `a["b"]`, `{b: 1}`, `a.#b`. */
export function keyName(node: Syntax, key: "key" | "property"): string | undefined {
  const name = part(node, key);
  if (name?.type === "PrivateName") return `#${word(part(name, "id"), "name")}`;
  if (name?.type === "StringLiteral") return word(name, "value");
  return name?.type === "Identifier" && !flag(node, "computed") ? word(name, "name") : undefined;
}

const TRANSPARENT =
  /^(?:TSAsExpression|TSSatisfiesExpression|TSNonNullExpression|TSTypeAssertion|TSInstantiationExpression|ParenthesizedExpression|ChainExpression)$/;

/** The expression inside assertions such as `x as T` and `x!`. */
export function bare(node: Syntax): Syntax {
  let inner = node;
  while (TRANSPARENT.test(inner.type)) {
    const next = part(inner, "expression");
    if (!next) break;
    inner = next;
  }
  return inner;
}
