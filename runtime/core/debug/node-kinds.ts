/** What a statement or an expression is to the transformation. */
import type { AnyNode, VariableDeclaration } from "acorn";

/** Statements without a probe of their own: they hold others, probe inside, or do nothing when their turn comes. */
const UNPROBED: ReadonlySet<string> = new Set([
  "FunctionDeclaration",
  "ImportDeclaration",
  "ExportAllDeclaration",
  "EmptyStatement",
  "BlockStatement",
  "TryStatement",
  "WhileStatement",
  "DoWhileStatement",
]);

export function isProbed(node: AnyNode): boolean {
  return !UNPROBED.has(node.type) && !isFunctionExport(node);
}

export function isPlain(node: AnyNode): boolean {
  return isProbed(node) && node.type !== "DebuggerStatement";
}

/** What is no statement is the expression of an arrow function or of a field. */
export function isStatement(node: AnyNode): boolean {
  return node.type.endsWith("Statement") || node.type.endsWith("Declaration");
}

/** Statements around which a `try` changes nothing. */
const WRAPPABLE: ReadonlySet<string> = new Set([
  "ExpressionStatement",
  "ThrowStatement",
  "IfStatement",
  "BlockStatement",
  "WhileStatement",
  "DoWhileStatement",
  "ForStatement",
  "ForInStatement",
  "ForOfStatement",
  "SwitchStatement",
  "TryStatement",
  "LabeledStatement",
]);

/**
 * Whether a `try` may stand around a statement of a module, and is of use. A `var` belongs to the module also from inside
 * a block; bundlers make one of each `const`, `let` and class of a module.
 */
export function isWrappable(node: AnyNode): boolean {
  if (node.type !== "VariableDeclaration") return WRAPPABLE.has(node.type) && !isDirective(node);
  return node.kind === "var" && node.declarations.some(({ id, init }) => id.type !== "Identifier" || mayThrow(init));
}

/** Whether computing it may throw. */
export function mayThrow(init: AnyNode | null | undefined): boolean {
  return init ? !["Literal", "ArrowFunctionExpression", "FunctionExpression"].includes(init.type) : false;
}

/** The variables that a statement declares, exported or not. */
export function declarationOf(statement: AnyNode): VariableDeclaration | undefined {
  const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  return declaration?.type === "VariableDeclaration" ? declaration : undefined;
}

/** Initial values of fields that call nothing. */
export const QUIET: ReadonlySet<string> = new Set(["Literal", "Identifier", "ThisExpression", "FunctionExpression"]);

export function isDirective(node: AnyNode): boolean {
  return node.type === "ExpressionStatement" && node.directive !== undefined;
}

export function bodyStart(statements: readonly AnyNode[], start: number): number {
  return statements.findLast(isDirective)?.end ?? start;
}

/** Where a statement ends, or what it begins with before statements of its own; undefined of what is a class, or more. */
export function headEnd(node: AnyNode): number | undefined {
  switch (node.type) {
    case "ExpressionStatement":
    case "ReturnStatement":
    case "ThrowStatement":
      return node.end;
    case "IfStatement":
      return node.test.end;
    case "SwitchStatement":
      return node.discriminant.end;
    case "ForInStatement":
    case "ForOfStatement":
      return node.right.end;
    default: {
      const declarations = declarationOf(node)?.declarations ?? [];
      return declarations.some(({ init }) => init?.type === "ClassExpression") ? undefined : declarations.at(-1)?.end;
    }
  }
}

export function withoutLabels(statement: AnyNode): AnyNode {
  let target = statement;
  while (target.type === "LabeledStatement") target = target.body;
  return target;
}

/** Exports that name something or declare a function. */
function isFunctionExport(node: AnyNode): boolean {
  if (node.type === "ExportNamedDeclaration")
    return !node.declaration || node.declaration.type === "FunctionDeclaration";
  return node.type === "ExportDefaultDeclaration" && node.declaration.type === "FunctionDeclaration";
}
