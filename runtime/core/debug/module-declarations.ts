/**
 * Reports what a module's own `const x = fail()` throws. No `try` can stand around a declaration of a module, so the value is
 * computed before it: `try { $n = fail() } catch … const x = $n`. What stood before the value becomes a comment, so that
 * everything keeps its place.
 */
import type { AnyNode, Expression, VariableDeclarator } from "acorn";
import { type Emitter, isAnonymousFunction } from "./emitter.ts";
import { declarationOf, mayThrow } from "./node-kinds.ts";
import { after } from "./tokens.ts";

/** Patterns that can be written a second time: they call nothing, and have no texts or comments. */
const SIMPLE_PATTERN = /^[\p{ID_Continue}$\s{}[\],:.]*$/u;

/**
 * Writes what must be there before the statement is visited.
 *
 * @param caught the `catch` clause that reports
 * @returns writes the rest; undefined when the statement stays as it is
 */
export function guardDeclaration(
  statement: AnyNode,
  source: string,
  out: Emitter,
  caught: string,
): (() => void) | undefined {
  const value = out.names.what;
  const { edits } = out;
  if (statement.type === "ExportDefaultDeclaration") {
    const expression = statement.declaration;
    if (/Declaration$/.test(expression.type) || !isGuarded(expression as Expression)) return undefined;
    const begin = after(source, statement.start + "export".length, "default");
    if (source.slice(statement.start, begin).includes("*/")) return undefined;
    edits.insert(statement.start, "try{");
    edits.insert(begin, "*/");
    return () => {
      edits.insert(statement.start, `${value}=/*`);
      edits.insert(statement.end, `}${caught}export default ${value};`);
    };
  }
  const declaration = declarationOf(statement);
  if (!declaration || !/^(?:const|let|var)$/.test(declaration.kind)) return undefined;
  const { declarations } = declaration;
  const keyword = `${declaration === statement ? "" : "export "}${declaration.kind} `;
  if (!declarations.some((one) => isGuarded(one.init)) || !canBeSplit(declarations, statement.start, source))
    return undefined;
  const parts = declarations.map((one, index) => ({
    start: declarations[index - 1]?.end ?? statement.start,
    guarded: isGuarded(one.init),
    name: source.slice(one.id.start, one.id.end).replace(/\s+/g, " "),
    one,
  }));
  for (const [index, { guarded, one }] of parts.entries()) {
    if (index === 0 && guarded) edits.insert(statement.start, "try{");
    if (guarded) edits.insert(after(source, one.id.end, "="), "*/");
    else if (index > 0) edits.insert(one.start, `*/${keyword}`);
  }
  return () => {
    for (const [index, { start, guarded, name, one }] of parts.entries()) {
      if (guarded) edits.insert(start, `${index > 0 ? ";try{" : ""}${value}=/*`);
      else if (index > 0) edits.insert(start, ";/*");
      if (guarded) edits.insert(one.end, `}${caught}${keyword}${name}=${value};`);
    }
  };
}

function isGuarded(init: Expression | null | undefined): boolean {
  return mayThrow(init) && init !== null && init !== undefined && !isAnonymousFunction(init);
}

/** Whether nothing that becomes a comment ends one, and the names can be written again. */
function canBeSplit(declarations: readonly VariableDeclarator[], from: number, source: string): boolean {
  let start = from;
  return declarations.every(({ id, end, init }) => {
    const before = source.slice(start, init ? after(source, id.end, "=") : id.start);
    start = end;
    return !before.includes("*/") && SIMPLE_PATTERN.test(source.slice(id.start, id.end));
  });
}
