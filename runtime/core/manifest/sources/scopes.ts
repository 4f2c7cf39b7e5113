/** What the names of a source mean: its scopes and what is declared in them. */
import { bare, children, flag, isSyntax, keyName, part, parts, type Syntax, word } from "./syntax.ts";

/** What a name was declared as. */
export type Binding =
  /** A variable or parameter. `path`: the properties that a pattern takes out of it; undefined when that is unclear. */
  | {
      readonly type: "variable";
      readonly name: string;
      readonly scope: Scope;
      readonly init: Syntax | undefined;
      readonly path: readonly string[] | undefined;
      readonly annotation: Syntax | undefined;
      /** What it was assigned to later; undefined stands for something computed. */
      readonly assigned: (readonly [right: Syntax, scope: Scope] | undefined)[];
      /** The class of which it is the constructor's first parameter. */
      readonly pluginOf: Syntax | undefined;
    }
  | { readonly type: "import"; readonly from: string; readonly name: string }
  | { readonly type: "function" | "class"; readonly node: Syntax; readonly scope: Scope }
  | { readonly type: "opaque" };

export class Scope {
  readonly names = new Map<string, Binding>();
  readonly parent: Scope | undefined;
  /** `var` is declared in the nearest of these. */
  readonly isFunction: boolean;
  /** The class whose instance `this` is. */
  readonly thisClass: Syntax | undefined;

  constructor(parent: Scope | undefined, isFunction: boolean, thisClass: Syntax | undefined) {
    this.parent = parent;
    this.isFunction = isFunction;
    this.thisClass = thisClass;
  }

  find(name: string): Binding | undefined {
    for (let scope: Scope | undefined = this; scope; scope = scope.parent) {
      const binding = scope.names.get(name);
      if (binding) return binding;
    }
    return undefined;
  }
}

export interface Scopes {
  readonly root: Scope;
  /** The scope that a node opens. */
  readonly of: ReadonlyMap<Syntax, Scope>;
  /** Imported types: the local name, and the one in the module. */
  readonly types: ReadonlyMap<string, { readonly from: string; readonly name: string }>;
  /** What is assigned to `this.name` in a class, by class and name. */
  readonly fields: ReadonlyMap<Syntax, ReadonlyMap<string, readonly Field[]>>;
}

export interface Field {
  readonly annotation: Syntax | undefined;
  readonly value: Syntax | undefined;
  readonly scope: Scope;
}

const FUNCTION = /^(?:Function(?:Declaration|Expression)|ArrowFunctionExpression|(?:Object|Class|ClassPrivate)Method)$/;
const BLOCK =
  /^(?:BlockStatement|StaticBlock|For(?:In|Of)?Statement|CatchClause|SwitchStatement|TSModuleBlock|Class(?:Declaration|Expression))$/;
const PLUGIN_METHODS = new Set(["activate", "deactivate"]);

/** Declares everything in a program. */
export function declareAll(program: Syntax): Scopes {
  const root = new Scope(undefined, true, undefined);
  const of = new Map<Syntax, Scope>();
  const types = new Map<string, { from: string; name: string }>();
  const fields = new Map<Syntax, Map<string, Field[]>>();
  const assignments: (readonly [left: Syntax, right: Syntax | undefined, scope: Scope])[] = [];
  const stack: [node: Syntax, scope: Scope, thisClass: Syntax | undefined][] = [[program, root, undefined]];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const [node, outer, holder] = top;
    declareOutside(node, outer, types);
    const scope = opened(node, outer, holder) ?? outer;
    if (scope !== outer) of.set(node, scope);
    declareInside(node, scope, holder);
    noteField(node, scope, holder, fields);
    noteAssignment(node, scope, assignments);
    const inner = node.type.startsWith("Class") && part(node, "body")?.type === "ClassBody" ? node : undefined;
    for (const [, child] of children(node)) {
      stack.push([child, scope, inner ?? (node.type === "ClassBody" ? holder : undefined)]);
    }
  }
  for (const [left, right, scope] of assignments) assign(left, right, scope);
  return { root, of, types, fields };
}

/** @param holder the class when the node is its body or a member of it */
function opened(node: Syntax, outer: Scope, holder: Syntax | undefined): Scope | undefined {
  if (FUNCTION.test(node.type)) {
    const own = node.type === "ArrowFunctionExpression" ? outer.thisClass : holder;
    return new Scope(outer, true, own);
  }
  const member = /^Class(?:Private|Accessor)?Property$/.test(node.type) || node.type === "StaticBlock";
  if (member) return new Scope(outer, true, holder);
  return BLOCK.test(node.type) ? new Scope(outer, false, outer.thisClass) : undefined;
}

function declareOutside(node: Syntax, scope: Scope, types: Map<string, { from: string; name: string }>): void {
  const id = word(part(node, "id"), "name");
  switch (node.type) {
    case "FunctionDeclaration":
    case "ClassDeclaration":
      if (id === "") return;
      scope.names.set(id, { type: node.type === "ClassDeclaration" ? "class" : "function", node, scope });
      return;
    case "TSEnumDeclaration":
    case "TSModuleDeclaration":
      if (id !== "") scope.names.set(id, { type: "opaque" });
      return;
    case "VariableDeclaration":
      for (const declarator of parts(node, "declarations")) {
        const target = word(node, "kind") === "var" ? functionScope(scope) : scope;
        bind(part(declarator, "id"), target, part(declarator, "init"), undefined);
      }
      return;
    case "ImportDeclaration":
      declareImports(node, scope, types);
  }
}

function declareImports(node: Syntax, scope: Scope, types: Map<string, { from: string; name: string }>): void {
  const from = word(part(node, "source"), "value");
  for (const specifier of parts(node, "specifiers")) {
    const local = word(part(specifier, "local"), "name");
    const imported = part(specifier, "imported");
    const named = word(imported, "name") || word(imported, "value");
    const name =
      specifier.type === "ImportSpecifier" ? named : specifier.type === "ImportDefaultSpecifier" ? "default" : "*";
    types.set(local, { from, name });
    if (word(node, "importKind") === "type" || word(specifier, "importKind") === "type") continue;
    scope.names.set(local, { type: "import", from, name });
  }
}

function declareInside(node: Syntax, scope: Scope, holder: Syntax | undefined): void {
  if (FUNCTION.test(node.type)) {
    const isConstructor = word(node, "kind") === "constructor";
    for (const [index, param] of parts(node, "params").entries()) {
      const plain = param.type === "TSParameterProperty" ? part(param, "parameter") : param;
      bind(plain, scope, undefined, isConstructor && index === 0 && isPlugin(holder) ? holder : undefined);
    }
    const own = word(part(node, "id"), "name");
    if (node.type === "FunctionExpression" && own !== "" && !scope.names.has(own)) {
      scope.names.set(own, { type: "function", node, scope });
    }
    return;
  }
  const own = word(part(node, "id"), "name");
  if (node.type === "ClassExpression" && own !== "") scope.names.set(own, { type: "class", node, scope });
  if (node.type === "CatchClause") bind(part(node, "param"), scope, undefined, undefined);
}

/** AI Hub constructs such a class with `(sdk, manifest)`. */
export function isPlugin(node: Syntax | undefined): boolean {
  if (!node) return false;
  if (word(part(node, "superClass"), "name") === "Plugin") return true;
  return parts(part(node, "body"), "body").some((member) => PLUGIN_METHODS.has(keyName(member, "key") ?? ""));
}

/** Declares the names of a pattern; a list of what is left to do stands in for recursion. */
function bind(pattern: Syntax | undefined, scope: Scope, init: Syntax | undefined, pluginOf: Syntax | undefined): void {
  if (!pattern) return;
  const annotationOf = (node: Syntax) => part(part(node, "typeAnnotation"), "typeAnnotation");
  const plain = pattern.type === "AssignmentPattern" ? (part(pattern, "left") ?? pattern) : pattern;
  const annotation = annotationOf(plain);
  const left: [node: Syntax, path: readonly string[] | undefined][] = [[plain, []]];
  for (let top = left.pop(); top; top = left.pop()) {
    const [node, path] = top;
    if (node.type === "Identifier") {
      const name = word(node, "name");
      scope.names.set(name, { type: "variable", name, scope, init, path, annotation, assigned: [], pluginOf });
    } else if (node.type === "AssignmentPattern" || node.type === "RestElement") {
      const inner = part(node, node.type === "RestElement" ? "argument" : "left");
      if (inner) left.push([inner, node.type === "RestElement" ? undefined : path]);
    } else if (node.type === "ArrayPattern") {
      for (const element of parts(node, "elements")) left.push([element, undefined]);
    } else if (node.type === "ObjectPattern") {
      for (const property of parts(node, "properties")) {
        const value = part(property, "value");
        const key = keyName(property, "key");
        if (property.type === "RestElement") left.push([property, undefined]);
        // A path longer than this leads nowhere in `aiHub`.
        else if (value) left.push([value, key !== undefined && path && path.length < 4 ? [...path, key] : undefined]);
      }
    }
  }
}

function functionScope(scope: Scope): Scope {
  let found = scope;
  while (!found.isFunction && found.parent) found = found.parent;
  return found;
}

function noteAssignment(
  node: Syntax,
  scope: Scope,
  assignments: (readonly [left: Syntax, right: Syntax | undefined, scope: Scope])[],
): void {
  const left = part(node, node.type === "UpdateExpression" ? "argument" : "left");
  if (!left) return;
  if (node.type === "AssignmentExpression") {
    const right = word(node, "operator") === "=" ? part(node, "right") : undefined;
    assignments.push([left, right, scope]);
  } else if (/^(?:UpdateExpression|For(?:In|Of)Statement)$/.test(node.type)) assignments.push([left, undefined, scope]);
}

function assign(left: Syntax, right: Syntax | undefined, scope: Scope): void {
  const target = bare(left);
  if (target.type === "Identifier") {
    const binding = scope.find(word(target, "name"));
    if (binding?.type === "variable") binding.assigned.push(right && [right, scope]);
    return;
  }
  // Of what is taken apart nothing is known.
  for (const inner of [
    ...parts(target, "elements"),
    ...parts(target, "properties").map((each) => part(each, "value")),
  ]) {
    const name = isSyntax(inner) && inner.type === "Identifier" ? word(inner, "name") : "";
    const binding = scope.find(name);
    if (binding?.type === "variable") binding.assigned.push(undefined);
  }
}

function noteField(
  node: Syntax,
  scope: Scope,
  holder: Syntax | undefined,
  fields: Map<Syntax, Map<string, Field[]>>,
): void {
  const add = (owner: Syntax, name: string, field: Field) => {
    const own = fields.get(owner) ?? new Map<string, Field[]>();
    fields.set(owner, own);
    own.set(name, [...(own.get(name) ?? []).slice(0, 8), field]);
  };
  if (holder && /^Class(?:Private|Accessor)?Property$/.test(node.type) && !flag(node, "static")) {
    const annotation = part(part(node, "typeAnnotation"), "typeAnnotation");
    const name = keyName(node, "key");
    if (name !== undefined) add(holder, name, { annotation, value: part(node, "value"), scope });
  }
  const left = node.type === "AssignmentExpression" ? part(node, "left") : undefined;
  if (left?.type === "MemberExpression" && part(left, "object")?.type === "ThisExpression" && scope.thisClass) {
    const name = keyName(left, "property");
    if (name !== undefined) add(scope.thisClass, name, { annotation: undefined, value: part(node, "right"), scope });
  }
  if (node.type === "TSParameterProperty" && scope.thisClass) {
    const param = part(node, "parameter");
    const plain = param?.type === "AssignmentPattern" ? part(param, "left") : param;
    const name = word(plain, "name");
    if (plain && name !== "") add(scope.thisClass, name, { annotation: undefined, value: plain, scope });
  }
}
