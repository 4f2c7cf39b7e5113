/** The walk through a program that records what it does with `aiHub`, `fetch` and the SDK. */
import { isExports, requiredBy } from "./common-js.ts";
import {
  annotationOf,
  functionOf,
  type HandlersName,
  type Holders,
  recordAdded,
  recordAnything,
  recordDefault,
  recordKeys,
} from "./exports.ts";
import { descriptorOf, isPermissionCall, kindsOf, type Need, needsOf } from "./hub-calls.ts";
import type { Recorder } from "./recorder.ts";
import type { Scope, Scopes } from "./scopes.ts";
import type { SourcePlace } from "./source-use.ts";
import { bare, children, flag, isPackageName, keyName, part, parts, type Syntax, word } from "./syntax.ts";
import type { Imports, Values } from "./values.ts";

/** How one module sees the others. */
export interface Others {
  readonly exported: Imports;
  /** Whether the specifier names a module that is analysed too. */
  readonly has: (from: string) => boolean;
  readonly place: (module: string, start: number, end: number) => SourcePlace | undefined;
}

/** `passed`: whoever gets the value can do anything with it. `harmless`: nobody gets it. `pattern`: names are declared. */
type Role = "passed" | "harmless" | "pattern";

interface WalkContext {
  readonly scopes: Scopes;
  readonly values: Values;
  readonly recorder: Recorder;
  readonly others: Others;
  readonly holders: Holders;
}

/** Looks at every node of a program once. */
export class SourceWalk {
  readonly #scopes: Scopes;
  readonly #values: Values;
  readonly #recorder: Recorder;
  readonly #others: Others;
  readonly #holders: Holders;
  readonly #stack: [node: Syntax, scope: Scope, role: Role][] = [];

  constructor({ scopes, values, recorder, others, holders }: WalkContext) {
    this.#holders = holders;
    this.#scopes = scopes;
    this.#values = values;
    this.#recorder = recorder;
    this.#others = others;
  }

  run(program: Syntax): void {
    this.#stack.push([program, this.#scopes.root, "harmless"]);
    for (let top = this.#stack.pop(); top && !this.#recorder.full; top = this.#stack.pop()) {
      const [node, outer, role] = top;
      this.#visit(node, this.#scopes.of.get(node) ?? outer, role);
    }
    // What comes after that may be anything.
    if (this.#recorder.full) this.#recorder.addPassed(kindsOf([]), program);
  }

  #visit(node: Syntax, scope: Scope, role: Role): void {
    switch (node.type) {
      case "Identifier":
      case "MemberExpression":
      case "OptionalMemberExpression":
        if (role !== "pattern") this.#reference(node, scope, role);
        return;
      case "CallExpression":
      case "OptionalCallExpression":
      case "NewExpression":
        this.#call(node, scope);
        return;
      case "ImportDeclaration":
      case "ExportAllDeclaration":
      case "MetaProperty":
        return;
      case "AssignmentExpression":
        this.#assignment(node, scope);
        return;
    }
    // The last is visited first.
    for (const [key, child] of [...children(node)].reverse()) {
      const next = this.#roleOf(node, key, child, scope, role);
      if (next) this.#stack.push([child, scope, next]);
    }
  }

  #reference(node: Syntax, scope: Scope, role: Role): void {
    const value = this.#values.of(node, scope);
    if (value.type === "hub") {
      if (role === "passed") this.#recorder.addPassed(kindsOf(value.path), node);
      return;
    }
    if (isExports(node, scope)) {
      if (role === "passed") recordAnything(node, this.#recorder);
      return;
    }
    const object = part(node, "object");
    if (!object) {
      const handlers = role === "passed" ? this.#handlersIn(node, scope) : undefined;
      if (handlers) recordAdded(handlers, node, scope, this.#values, this.#recorder);
      return;
    }
    // Reading one handler, or one export, hands nothing on.
    if (!this.#handlersIn(object, scope) && !isExports(object, scope)) this.#stack.push([object, scope, "passed"]);
    const key = flag(node, "computed") ? part(node, "property") : undefined;
    if (key) this.#stack.push([key, scope, "harmless"]);
  }

  #call(node: Syntax, scope: Scope): void {
    const callee = part(node, "callee");
    if (!callee) return;
    const value = this.#values.of(callee, scope);
    const list = parts(node, "arguments");
    const required = requiredBy(node, scope);
    if (required !== undefined && isPackageName(required)) this.#recorder.addPassed(["net"], node);
    if (value.type !== "hub") this.#stack.push([callee, scope, "harmless"]);
    else if (isPermissionCall(value.path)) this.#descriptor(callee, list, scope);
    else if (/^(?:call|apply|bind)$/.test(value.path.at(-1) ?? "")) {
      this.#recorder.addPassed(kindsOf(value.path.slice(0, -1)), callee);
    } else for (const need of needsOf(value.path)) this.#need(need, callee, list, scope);
    for (const [index, argument] of [...list.entries()].reverse()) {
      const role = this.#isFollowed(callee, index, scope) ? "harmless" : "passed";
      this.#stack.push([argument, scope, role]);
    }
  }

  #need({ kind, argument: index, key, value }: Need, callee: Syntax, list: readonly Syntax[], scope: Scope): void {
    if (value !== undefined) {
      this.#recorder.add(kind, callee, callee, undefined, {
        type: "text",
        text: value,
        whole: true,
        literal: undefined,
      });
      return;
    }
    const spread = list.slice(0, (index ?? 0) + 1).some(({ type }) => type === "SpreadElement");
    const whole = index === undefined || spread ? undefined : list[index];
    const object = key === undefined ? undefined : this.#values.objectOf(whole, scope);
    const inner = object && key !== undefined ? property(object[0], key) : undefined;
    // The text itself may stand where an object may: `registerCommand("id", …)`.
    const argument = object ? inner : whole;
    const from = object?.[1] ?? scope;
    this.#recorder.add(kind, callee, callee, argument, this.#values.of(argument, from));
  }

  #descriptor(callee: Syntax, list: readonly Syntax[], scope: Scope): void {
    const object = this.#values.objectOf(list[0], scope);
    const name = object && this.#values.of(property(object[0], "name"), object[1]);
    const about = name?.type === "text" && name.whole ? descriptorOf(name.text) : undefined;
    if (!object || !about) {
      this.#recorder.addPassed(kindsOf(["permissions"]), callee);
      return;
    }
    const argument = property(object[0], about.key);
    this.#recorder.add(about.kind, callee, callee, argument, this.#values.of(argument, object[1]));
  }

  /** The handlers that an expression is the variable of, or the export. */
  #handlersIn(node: Syntax | undefined, scope: Scope): HandlersName | undefined {
    const inner = node && bare(node);
    const name = isExports(part(inner, "object"), scope) && inner ? keyName(inner, "property") : undefined;
    if (name === "commands" || name === "endpoints") return name;
    const binding = inner?.type === "Identifier" ? scope.find(word(inner, "name")) : undefined;
    return binding && this.#holders.get(binding);
  }

  /** `this.commands = {…}`, `commands.id = …`, and what is assigned to names that are followed. */
  #assignment(node: Syntax, scope: Scope): void {
    const left = part(node, "left");
    const right = part(node, "right");
    if (!left || !right) return;
    const added = this.#handlersIn(part(left, "object"), scope);
    if (added) recordAdded(added, left, scope, this.#values, this.#recorder);
    this.#exported(left, right, scope);
    const value = this.#values.of(left, scope);
    const own = left.type === "MemberExpression" && part(left, "object")?.type === "ThisExpression";
    const name = own ? keyName(left, "property") : undefined;
    if (name === "commands" || name === "endpoints") recordKeys(name, right, scope, this.#values, this.#recorder);
    const known = left.type === "Identifier" || own ? value.type === "hub" : false;
    this.#stack.push([right, scope, known ? "harmless" : "passed"]);
    // What is replaced by an assignment is not used.
    if (value.type !== "hub") this.#stack.push([left, scope, left.type === "Identifier" ? "pattern" : "harmless"]);
  }

  /** `module.exports = {…}` and `exports.commands = {…}`. */
  #exported(left: Syntax, right: Syntax, scope: Scope): void {
    if (isExports(left, scope)) recordDefault(right, scope, this.#values, this.#recorder);
    if (!isExports(part(left, "object"), scope)) return;
    const name = keyName(left, "property");
    if (name === undefined) recordAnything(left, this.#recorder);
    if (name === "commands" || name === "endpoints") recordKeys(name, right, scope, this.#values, this.#recorder);
  }

  /** Undefined: nothing there runs. */
  #roleOf(node: Syntax, key: string, child: Syntax, scope: Scope, role: Role): Role | undefined {
    switch (node.type) {
      case "VariableDeclarator":
        if (key === "id") return "pattern";
        return this.#isTaken(part(node, "id"), scope) ? "harmless" : "passed";
      case "ObjectPattern":
      case "ArrayPattern":
      case "RestElement":
        return "pattern";
      case "AssignmentPattern":
        return key === "left" ? "pattern" : "passed";
      case "ObjectProperty":
        if (key === "key") return flag(node, "computed") ? "harmless" : undefined;
        return role === "pattern" ? "pattern" : "passed";
      case "TSParameterProperty":
      case "CatchClause":
        return key === "parameter" || key === "param" ? "pattern" : "harmless";
      case "ClassProperty":
      case "ClassPrivateProperty":
      case "ClassAccessorProperty":
        if (key === "key") return flag(node, "computed") ? "harmless" : undefined;
        return this.#isField(node, scope) ? "harmless" : "passed";
      case "LogicalExpression":
        return key === "left" && word(node, "operator") === "&&" ? "harmless" : role;
      case "ConditionalExpression":
        return key === "test" ? "harmless" : role;
      case "SequenceExpression":
        return parts(node, "expressions").at(-1) === child ? role : "harmless";
      case "LabeledStatement":
      case "BreakStatement":
      case "ContinueStatement":
        return key === "label" ? undefined : "harmless";
      case "ExportSpecifier":
        return undefined;
      case "ExportNamedDeclaration":
      case "ExportDefaultDeclaration":
        return "harmless";
      case "ReturnStatement":
      case "ArrayExpression":
      case "SpreadElement":
      case "YieldExpression":
      case "ThrowStatement":
      case "JSXExpressionContainer":
      case "JSXSpreadAttribute":
        return "passed";
    }
    if (/^(?:TSAs|TSSatisfies|TSNonNull|TSTypeAssertion|TSInstantiation|Parenthesized)/.test(node.type)) return role;
    if (/^(?:Function|ArrowFunction|ObjectMethod|ClassMethod|ClassPrivateMethod)/.test(node.type)) {
      if (key === "params") return "pattern";
      if (key === "id" || (key === "key" && !flag(node, "computed"))) return undefined;
      // The body of `() => aiHub` is what it returns.
      return "passed";
    }
    if (key === "id" && /^(?:Class|TSEnum|TSModule)/.test(node.type)) return undefined;
    return "harmless";
  }

  /** Whether all that a pattern takes out of `aiHub` is followed. */
  #isTaken(pattern: Syntax | undefined, scope: Scope): boolean {
    if (!pattern) return false;
    const name = (node: Syntax | undefined) => {
      const plain = node?.type === "AssignmentPattern" ? part(node, "left") : node;
      const binding = plain?.type === "Identifier" ? scope.find(word(plain, "name")) : undefined;
      return binding !== undefined && this.#values.ofBinding(binding).type === "hub";
    };
    const left = [pattern];
    for (let top = left.pop(); top; top = left.pop()) {
      if (top.type === "ObjectPattern") {
        const inner = parts(top, "properties").map((each) => part(each, "value"));
        if (inner.some((each) => !each)) return false;
        left.push(...inner.filter((each) => each !== undefined));
      } else if (!name(top)) return false;
    }
    return true;
  }

  #isField(node: Syntax, scope: Scope): boolean {
    const name = keyName(node, "key");
    const fields =
      scope.thisClass && name !== undefined ? this.#scopes.fields.get(scope.thisClass)?.get(name) : undefined;
    const [only] = fields ?? [];
    return fields?.length === 1 && only !== undefined && this.#values.of(only.value, only.scope).type === "hub";
  }

  #isFollowed(callee: Syntax, index: number, scope: Scope): boolean {
    const known = functionOf(callee, scope);
    if (known) return this.#values.ofType(parameterType(known, index)).type === "hub";
    const inner = bare(callee);
    const binding = inner.type === "Identifier" ? scope.find(word(inner, "name")) : undefined;
    const exported = binding?.type === "import" ? this.#others.exported(binding.from, binding.name) : undefined;
    return exported?.type === "followed" && exported.parameters[index] === true;
  }
}

function parameterType(callable: Syntax, index: number): Syntax | undefined {
  const parameter = parts(callable, "params")[index];
  return parameter && annotationOf(parameter);
}

/** The value of a property of an object literal; undefined when it is not there or may be replaced. */
function property(object: Syntax, name: string): Syntax | undefined {
  let found: Syntax | undefined;
  for (const each of parts(object, "properties")) {
    if (each.type === "SpreadElement") found = undefined;
    else if (keyName(each, "key") === name) found = part(each, "value");
  }
  return found;
}
