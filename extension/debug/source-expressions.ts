/** What a debugger can look up in a source: the names in sight where it has stopped, and the expression under the pointer. */
import type { Span } from "../../runtime/core/manifest/source.ts";
import {
  children,
  flag,
  parseSource,
  part,
  parts,
  type Syntax,
  word,
} from "../../runtime/core/manifest/sources/syntax.ts";

const FUNCTION =
  /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|ObjectMethod|ClassMethod|ClassPrivateMethod|StaticBlock)$/;
/** Nodes whose declarations are seen in them alone. */
const BLOCK = /^(?:BlockStatement|For\w*Statement|SwitchStatement|CatchClause)$/;

/**
 * Where variables stand in the function around a stop, down to the end of its line. Left out is what has another value
 * there, or none: inner functions, variables of blocks that are over, those that a block around the stop hides, and what
 * the stopped statement is to declare. Functions that are called are left out too: they would fill the line.
 *
 * @param offset where the debugger has stopped, `lineEnd` the end of that line
 */
export function namesInSight(path: string, text: string, offset: number, lineEnd: number): readonly Span[] {
  const program = parseSource(path, text);
  if (!program) return [];
  const contains = (node: Syntax) => node.start <= offset && offset < node.end;
  const found: Span[] = [];
  const around = functionAround(program, offset);
  const open: (readonly [node: Syntax, hidden: ReadonlySet<string>])[] = [[around, hiddenIn(around, contains)]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, hidden] = next;
    for (const [key, child] of children(node)) {
      if (child.start > lineEnd || isName(node, key)) continue;
      if (key === "callee" && child.type === "Identifier") continue;
      if (node.type === "VariableDeclarator" && key === "id" && child.start >= offset) continue;
      if (FUNCTION.test(child.type) && !contains(child)) continue;
      if (child.type === "Identifier") {
        if (!hidden.has(word(child, "name"))) found.push({ start: child.start, end: nameEnd(child) });
        continue;
      }
      if (!BLOCK.test(child.type)) open.push([child, hidden]);
      else open.push([child, contains(child) ? hiddenIn(child, contains) : new Set([...hidden, ...declaredIn(child)])]);
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The variable, or the chain of members up to the one, at an offset; nothing in types, keys, strings and comments. */
export function expressionAt(path: string, text: string, offset: number): Span | undefined {
  const program = parseSource(path, text);
  const isAt = (node: Syntax) => node.start <= offset && offset <= node.end;
  let found: Span | undefined;
  for (let node = program; node; ) {
    let inner: Syntax | undefined;
    for (const [key, child] of children(node)) {
      if (!isAt(child)) continue;
      inner = child;
      if (isName(node, key)) {
        found = /^(?:Optional)?MemberExpression$/.test(node.type) ? { start: node.start, end: child.end } : undefined;
        return found;
      }
      if (child.type === "ThisExpression") found = child;
      else if (child.type === "Identifier" && offset <= nameEnd(child))
        found = { start: child.start, end: nameEnd(child) };
    }
    node = inner;
  }
  return found && { start: found.start, end: found.end };
}

/** Whether what stands there names a member, a key, a label or an import, and no variable. */
function isName(node: Syntax, key: string): boolean {
  if (key === "key" || key === "property") return !flag(node, "computed");
  if (key === "label" || key === "meta" || key === "imported" || key === "exported") return true;
  return key === "id" && FUNCTION.test(node.type);
}

function functionAround(program: Syntax, offset: number): Syntax {
  let around = program;
  for (let node: Syntax | undefined = program; node; ) {
    if (FUNCTION.test(node.type)) around = node;
    let inner: Syntax | undefined;
    for (const [, child] of children(node)) if (child.start <= offset && offset < child.end) inner = child;
    node = inner;
  }
  return around;
}

/** Names of a block around the stop that mean something else at the stop: a block inside it declares them too. */
function hiddenIn(block: Syntax, contains: (node: Syntax) => boolean): ReadonlySet<string> {
  const names: string[] = [];
  let inner: Syntax | undefined = block;
  while (inner) {
    const parent: Syntax = inner;
    inner = undefined;
    for (const [, child] of children(parent)) if (contains(child)) inner = child;
    if (inner && BLOCK.test(inner.type) && !isBody(inner, parent)) names.push(...declaredIn(inner));
  }
  return new Set(names);
}

/** Whether a block is all of a function: then the parameters are seen in it. */
function isBody(block: Syntax, parent: Syntax): boolean {
  return FUNCTION.test(parent.type) && part(parent, "body") === block;
}

/** Names that a block declares, not those of blocks inside it. `var` is not the block's. */
function declaredIn(block: Syntax): readonly string[] {
  const names: string[] = [];
  const open: Syntax[] = [block];
  for (let node = open.pop(); node; node = open.pop()) {
    for (const [key, child] of children(node)) {
      const binds =
        (node.type === "VariableDeclarator" && key === "id") || (node.type === "CatchClause" && key === "param");
      if (binds) names.push(...boundBy(child));
      else if (/^(?:Function|Class)Declaration$/.test(child.type)) names.push(word(part(child, "id"), "name"));
      const isVar = child.type === "VariableDeclaration" && word(child, "kind") === "var";
      if (/^(?:VariableDeclaration|VariableDeclarator|SwitchCase)$/.test(child.type) && !isVar) open.push(child);
    }
  }
  return names;
}

/** Names that a pattern binds. */
function boundBy(pattern: Syntax): readonly string[] {
  const names: string[] = [];
  const open: Syntax[] = [pattern];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.type === "Identifier") names.push(word(node, "name"));
    else if (node.type === "AssignmentPattern") open.push(...defined(part(node, "left")));
    else if (node.type === "ObjectProperty") open.push(...defined(part(node, "value")));
    else if (node.type === "RestElement") open.push(...defined(part(node, "argument")));
    else open.push(...parts(node, "properties"), ...parts(node, "elements"));
  }
  return names;
}

function defined(node: Syntax | undefined): readonly Syntax[] {
  return node ? [node] : [];
}

/** Without the type that the tree counts to a parameter's name. */
function nameEnd(identifier: Syntax): number {
  return identifier.start + word(identifier, "name").length;
}
