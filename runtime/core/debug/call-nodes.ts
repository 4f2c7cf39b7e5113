/** Finds the calls of each statement. */
import type {
  AnyNode,
  CallExpression,
  ForInStatement,
  ForOfStatement,
  NewExpression,
  Program,
  TaggedTemplateExpression,
} from "acorn";
import { base, type RecursiveVisitors, recursive, type WalkerCallback } from "acorn-walk";

export type CallNode = CallExpression | NewExpression | TaggedTemplateExpression;

/** The site whose statement runs what is being visited. */
type Owner = number | undefined;

/**
 * The calls that run between one site and the next of the same function, by the first: in the order in which they are
 * made, as far as they are made at all. Not those of default values of parameters: they run before their function's first
 * site, and that of its caller is somewhere else.
 *
 * @param siteAt the statement that begins at an offset of the module
 */
export function callsBySite(program: Program, siteAt: (offset: number) => Owner): ReadonlyMap<number, CallNode[]> {
  const found = new Map<number, CallNode[]>();
  const add = (node: CallNode, owner: Owner): void => {
    if (owner === undefined) return;
    const calls = found.get(owner);
    if (calls) calls.push(node);
    else found.set(owner, [node]);
  };
  const within = (node: AnyNode, owner: Owner, visit: WalkerCallback<Owner>): void => {
    visit(node, siteAt(node.start) ?? owner);
  };
  const forEach = (
    { left, right, body }: ForInStatement | ForOfStatement,
    owner: Owner,
    visit: WalkerCallback<Owner>,
  ): void => {
    visit(right, owner);
    visit(left, owner);
    within(body, undefined, visit);
  };
  const visitors: RecursiveVisitors<Owner> = {
    Statement: within,
    Expression: within,
    BlockStatement: (node, _, visit) => base.BlockStatement?.(node, undefined, visit),
    StaticBlock: (node, _, visit) => base.StaticBlock?.(node, undefined, visit),
    Function: (node, _, visit) => base.Function?.(node, undefined, visit),
    PropertyDefinition: ({ computed, key, value }, owner, visit) => {
      if (computed) visit(key, owner);
      if (value) within(value, undefined, visit);
    },
    VariableDeclarator: ({ start, id, init }, owner, visit) => {
      const own = siteAt(start) ?? owner;
      if (init) visit(init, own);
      visit(id, own);
    },
    AssignmentExpression: ({ left, right }, owner, visit) => {
      const isPattern = left.type === "ObjectPattern" || left.type === "ArrayPattern";
      for (const part of isPattern ? [right, left] : [left, right]) visit(part, owner);
    },
    ForInStatement: forEach,
    ForOfStatement: forEach,
    CallExpression: (node, owner, visit) => {
      base.CallExpression?.(node, owner, visit);
      add(node, owner);
    },
    NewExpression: (node, owner, visit) => {
      base.NewExpression?.(node, owner, visit);
      add(node, owner);
    },
    TaggedTemplateExpression: (node, owner, visit) => {
      base.TaggedTemplateExpression?.(node, owner, visit);
      add(node, owner);
    },
  };
  recursive<Owner>(program as AnyNode, undefined, visitors);
  return found;
}

/** How esbuild calls a CommonJS module whose name the author never wrote. */
const HIDDEN_MODULE = /^import_/;

/** Stands for an expression that has no name. */
const CUT = "(…)";

/** The identifier that the author wrote where the one at an offset came from. */
type WordAt = (offset: number) => string | undefined;

export function calleeOf(node: CallNode): AnyNode {
  return node.type === "TaggedTemplateExpression" ? node.tag : node.callee;
}

/** What is called, as a person reads it: the arguments of calls in it and whatever is longer than a name are cut. */
export function labelOf(node: CallNode, wordAt: WordAt): string {
  const callee = calleeOf(node);
  if (node.type === "NewExpression") return constructed(callee, wordAt);
  return (callee.type === "SequenceExpression" ? wordAt(node.start) : undefined) ?? textOf(callee, wordAt);
}

function constructed(callee: AnyNode, wordAt: WordAt): string {
  const text = textOf(callee, wordAt);
  return text.includes("(") && text !== CUT ? `new (${text})` : `new ${text}`;
}

function textOf(node: AnyNode, wordAt: WordAt): string {
  const text = (inner: AnyNode): string => textOf(inner, wordAt);
  switch (node.type) {
    case "Identifier":
      return wordAt(node.start) ?? node.name;
    case "ThisExpression":
      return "this";
    case "Super":
      return "super";
    case "ChainExpression":
      return text(node.expression);
    case "MemberExpression": {
      const { object, property, computed, optional } = node;
      const name = computed && property.type === "Identifier" ? text(property) : nameOf(property);
      if (object.type === "Identifier" && HIDDEN_MODULE.test(object.name)) return wordAt(object.start) ?? name;
      if (computed) return `${text(object)}${optional ? "?." : ""}[${name}]`;
      return `${text(object)}${optional ? "?" : ""}.${name}`;
    }
    case "CallExpression":
      return `${text(node.callee)}${node.optional ? "?." : ""}(${node.arguments.length > 0 ? "…" : ""})`;
    case "NewExpression":
      return `${constructed(node.callee, wordAt)}(${node.arguments.length > 0 ? "…" : ""})`;
    case "AwaitExpression":
      return `(await ${text(node.argument)})`;
    case "SequenceExpression": {
      // A bundler writes `(0, module.name)(…)` so that the call has no `this`.
      const last = node.expressions.at(-1);
      return last ? text(last) : CUT;
    }
    default:
      return CUT;
  }
}

function nameOf(property: AnyNode): string {
  if (property.type === "PrivateIdentifier") return `#${property.name}`;
  if (property.type === "Literal") return property.raw ?? "…";
  return property.type === "Identifier" ? property.name : "…";
}
