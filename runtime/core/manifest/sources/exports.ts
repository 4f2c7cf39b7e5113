/** What a module exports: handlers of commands and endpoints, and what other modules may follow. */
import type { Recorder } from "./recorder.ts";
import type { Binding, Scope } from "./scopes.ts";
import { bare, flag, keyName, part, parts, type Syntax, word } from "./syntax.ts";
import type { Exported, Value, Values } from "./values.ts";

const KINDS = { commands: "command", endpoints: "endpoint" } as const;
const UNKNOWN: Value = { type: "unknown" };

export type HandlersName = keyof typeof KINDS;

/** The variables that are exported as handlers: more may be added to them later. */
export type Holders = ReadonlyMap<Binding, HandlersName>;

export interface ExportedName {
  readonly name: string;
  /** The expression, or the declaration of a function or class. */
  readonly node: Syntax;
  readonly scope: Scope;
  /** The variable under that name. */
  readonly binding?: Binding;
}

/** A name that is taken from another module and handed on; `*` is everything. */
export interface Reexport {
  readonly from: string;
  readonly imported: string;
  readonly name: string;
  readonly node: Syntax;
}

/** Everything that a program exports. */
export function exportsOf(program: Syntax, root: Scope): { own: ExportedName[]; again: Reexport[] } {
  const own: ExportedName[] = [];
  const again: Reexport[] = [];
  const local = (name: string, exported: string, node: Syntax) => {
    const binding = root.find(name);
    if (binding?.type === "import") again.push({ from: binding.from, imported: binding.name, name: exported, node });
    else if (binding) own.push({ name: exported, ...declarationOf(binding, node, root) });
  };
  for (const statement of parts(program, "body")) {
    if (word(statement, "exportKind") === "type") continue;
    const from = word(part(statement, "source"), "value");
    const declaration = part(statement, "declaration");
    if (statement.type === "ExportAllDeclaration") again.push({ from, imported: "*", name: "*", node: statement });
    else if (statement.type === "ExportDefaultDeclaration" && declaration) {
      const name = declaration.type === "Identifier" ? word(declaration, "name") : "";
      if (name !== "" && root.find(name)) local(name, "default", declaration);
      else own.push({ name: "default", node: declaration, scope: root });
    } else if (statement.type === "ExportNamedDeclaration") {
      for (const specifier of parts(statement, "specifiers")) {
        const exported = part(specifier, "exported");
        const name = word(exported, "name") || word(exported, "value");
        const inner = part(specifier, "local");
        const imported = word(inner, "name") || word(inner, "value");
        if (from !== "")
          again.push({ from, imported: specifier.type === "ExportSpecifier" ? imported : "*", name, node: specifier });
        else local(imported, name, specifier);
      }
      for (const name of declaredNames(declaration)) local(name, name, declaration ?? statement);
    }
  }
  return { own, again };
}

function declaredNames(declaration: Syntax | undefined): string[] {
  if (!declaration || flag(declaration, "declare")) return [];
  const id = word(part(declaration, "id"), "name");
  if (id !== "") return [id];
  return parts(declaration, "declarations").flatMap((declarator) => {
    const pattern = part(declarator, "id");
    const inner = parts(pattern, "properties").map((property) => word(part(property, "value"), "name"));
    return [word(pattern, "name"), ...inner].filter((name) => name !== "");
  });
}

function declarationOf(binding: Binding, at: Syntax, root: Scope): Omit<ExportedName, "name"> {
  if (binding.type === "function" || binding.type === "class") return { node: binding.node, scope: binding.scope };
  // A variable is known by its name, so that patterns and assignments count.
  if (binding.type !== "variable") return { node: at, scope: root };
  const plain = binding.path?.length === 0 && binding.assigned.length === 0 ? binding.init : undefined;
  return { node: plain ?? at, scope: binding.scope, binding };
}

/** Records the commands and endpoints among what is exported. */
export function recordHandlers(exported: readonly ExportedName[], values: Values, recorder: Recorder): Holders {
  const holders = new Map<Binding, HandlersName>();
  for (const { name, node, scope, binding } of exported) {
    if (name === "commands" || name === "endpoints") {
      recordKeys(name, node, scope, values, recorder);
      if (binding) holders.set(binding, name);
    }
    if (name === "default") recordDefault(node, scope, values, recorder);
  }
  return holders;
}

/** What is exported by default, or is all that a module exports. */
export function recordDefault(node: Syntax, scope: Scope, values: Values, recorder: Recorder): void {
  let inner = bare(node);
  if (inner.type === "CallExpression" && word(part(inner, "callee"), "name") === "definePlugin") {
    inner = parts(inner, "arguments")[0] ?? inner;
  }
  if (/^(?:Function|Arrow|Class)/.test(inner.type)) {
    for (const member of parts(part(inner, "body"), "body")) {
      const name = member.type === "ClassProperty" ? keyName(member, "key") : undefined;
      const value = part(member, "value");
      if (value && (name === "commands" || name === "endpoints")) recordKeys(name, value, scope, values, recorder);
    }
    return;
  }
  const object = values.objectOf(inner, scope);
  if (!object) {
    recordAnything(inner, recorder); // made somewhere else
    return;
  }
  for (const property of parts(object[0], "properties")) {
    const name = keyName(property, "key");
    const value = part(property, "value");
    if (property.type === "SpreadElement" || name === undefined) recordAnything(property, recorder);
    else if (value && (name === "commands" || name === "endpoints"))
      recordKeys(name, value, object[1], values, recorder);
  }
}

/** Any handler may come of this. */
export function recordAnything(node: Syntax, recorder: Recorder): void {
  for (const [name, kind] of Object.entries(KINDS)) recorder.add(kind, name, node, undefined, UNKNOWN);
}

/** Every key of the object is an id. */
export function recordKeys(name: HandlersName, node: Syntax, scope: Scope, values: Values, recorder: Recorder): void {
  const kind = KINDS[name];
  const object = values.objectOf(node, scope);
  if (!object) {
    recorder.add(kind, name, node, undefined, UNKNOWN);
    return;
  }
  for (const property of parts(object[0], "properties")) recordKey(name, property, "key", object[1], values, recorder);
}

function recordKey(
  name: HandlersName,
  node: Syntax,
  at: "key" | "property",
  scope: Scope,
  values: Values,
  recorder: Recorder,
): void {
  const kind = KINDS[name];
  const key = part(node, at);
  const id = keyName(node, at);
  if (key && id !== undefined)
    recorder.add(kind, name, key, key, { type: "text", text: id, whole: true, literal: key });
  else recorder.add(kind, name, node, undefined, key ? values.of(key, scope) : UNKNOWN);
}

/** `commands.id = …`, and a table that is handed on: whoever gets it may add what they like. */
export function recordAdded(name: HandlersName, node: Syntax, scope: Scope, values: Values, recorder: Recorder): void {
  if (node.type === "MemberExpression") recordKey(name, node, "property", scope, values, recorder);
  else recorder.add(KINDS[name], name, node, undefined, UNKNOWN);
}

/** What other modules can follow of an export; undefined when they cannot. */
export function followedOf({ node, scope, binding }: ExportedName, path: string, values: Values): Exported | undefined {
  const callable = functionOf(node, scope);
  if (callable) {
    const annotations = parts(callable, "params").map(annotationOf);
    const parameters = annotations.map((each) => values.ofType(each).type === "hub");
    return parameters.includes(true) ? { type: "followed", parameters } : undefined;
  }
  const value = binding ? values.ofBinding(binding) : values.of(node, scope);
  if (value.type !== "text") return value.type === "unknown" ? undefined : value;
  const { literal, text, whole } = value;
  if (!whole) return undefined;
  const { start, end } = literal ?? node;
  const quote = literal ? 1 : 0;
  return { type: "constant", text, module: path, start: start + quote, end: end - quote };
}

/** The function, or the constructor of the class, that is called by this. */
export function functionOf(node: Syntax | undefined, scope: Scope, depth = 0): Syntax | undefined {
  const inner = node && bare(node);
  if (!inner || depth > 8) return undefined;
  if (/^(?:Function|ArrowFunction|ClassMethod|ClassPrivateMethod)/.test(inner.type)) return inner;
  if (inner.type.startsWith("Class")) {
    return parts(part(inner, "body"), "body").find((member) => word(member, "kind") === "constructor");
  }
  if (inner.type === "MemberExpression" && part(inner, "object")?.type === "ThisExpression") {
    const members = parts(part(scope.thisClass, "body"), "body");
    const name = keyName(inner, "property");
    return members.find((member) => member.type.endsWith("Method") && keyName(member, "key") === name);
  }
  const binding = inner.type === "Identifier" ? scope.find(word(inner, "name")) : undefined;
  if (binding?.type === "function" || binding?.type === "class")
    return functionOf(binding.node, binding.scope, depth + 1);
  const plain = binding?.type === "variable" && binding.path?.length === 0 && binding.assigned.length === 0;
  return plain ? functionOf(binding.init, binding.scope, depth + 1) : undefined;
}

/** The annotation of a parameter. */
export function annotationOf(parameter: Syntax): Syntax | undefined {
  let plain: Syntax | undefined = parameter;
  if (plain.type === "TSParameterProperty") plain = part(plain, "parameter");
  if (plain?.type === "AssignmentPattern") plain = part(plain, "left");
  return part(part(plain, "typeAnnotation"), "typeAnnotation");
}
