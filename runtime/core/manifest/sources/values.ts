/** What an expression stands for, as far as that can be told without running it. */
import type { Binding, Field, Scope, Scopes } from "./scopes.ts";
import { isPlugin } from "./scopes.ts";
import { bare, flag, keyName, part, parts, type Syntax, word } from "./syntax.ts";

export type Value =
  /** `aiHub` or something of it: `["fs", "readFile"]`. The global `fetch` is `["fetch"]`. */
  | { readonly type: "hub"; readonly path: readonly string[] }
  | { readonly type: "global" }
  /** A text that never changes, or (`whole: false`) one that starts so. */
  | { readonly type: "text"; readonly text: string; readonly whole: boolean; readonly literal: Syntax | undefined }
  /** A constant text of another module. */
  | {
      readonly type: "constant";
      readonly text: string;
      readonly module: string;
      readonly start: number;
      readonly end: number;
    }
  | { readonly type: "unknown" };

/** What a module offers others: values by exported name; for functions, which parameters are followed. */
export type ModuleExports = ReadonlyMap<string, Exported>;
export type Exported =
  | Exclude<Value, { type: "text" } | { type: "unknown" }>
  | { readonly type: "followed"; readonly parameters: readonly boolean[] };

/** Finds what another module exports; undefined when it is not known. */
export type Imports = (from: string, name: string) => Exported | undefined;

const UNKNOWN: Value = { type: "unknown" };
const HUB: Value = { type: "hub", path: [] };
/** Longer chains of constants and members are not followed. */
const MAX_DEPTH = 32;
const MAX_TEXT = 4096;

/** Types of `@aihub/sdk`, and of the SDK in plugins that bring their own, by the part of `aiHub` that has them. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  AiHub: [],
  PluginSDK: [],
  FsApi: ["fs"],
  HttpApi: ["http"],
  UiApi: ["ui"],
  UIAPI: ["ui"],
  ApiApi: ["api"],
  EventsApi: ["events"],
  ConfigApi: ["config"],
  ConfigAPI: ["config"],
  LifecycleApi: ["lifecycle"],
  LogApi: ["log"],
  PermissionsApi: ["permissions"],
  MemoryAPI: ["memory"],
  AIAPI: ["ai"],
};
const WRAPPERS = new Set(["NonNullable", "Pick", "Readonly", "Required", "Partial", "Omit"]);
/** Helpers of the base class `Plugin`. */
const HELPERS: Readonly<Record<string, readonly string[]>> = {
  sdk: [],
  showNotification: ["ui", "showNotification"],
  storeData: ["memory", "store"],
  retrieveData: ["memory", "retrieve"],
};

export class Values {
  readonly #scopes: Scopes;
  readonly #imports: Imports;
  readonly #known = new Map<Binding, Value>();
  readonly #fields = new Map<Syntax, Map<string, Value>>();

  constructor(scopes: Scopes, imports: Imports) {
    this.#scopes = scopes;
    this.#imports = imports;
  }

  /** The value of an expression in a scope. */
  of(expression: Syntax | undefined, scope: Scope, depth = 0): Value {
    if (!expression || depth > MAX_DEPTH) return UNKNOWN;
    const node = bare(expression);
    switch (node.type) {
      case "Identifier":
        return this.#named(word(node, "name"), scope, depth);
      case "MemberExpression":
      case "OptionalMemberExpression":
        return this.#member(node, scope, depth);
      case "StringLiteral":
        return { type: "text", text: word(node, "value"), whole: true, literal: node };
      case "TemplateLiteral":
        return this.#template(node, scope, depth);
      case "BinaryExpression":
        if (word(node, "operator") !== "+") return UNKNOWN;
        return joined(this.of(part(node, "left"), scope, depth + 1), this.of(part(node, "right"), scope, depth + 1));
      case "LogicalExpression": {
        // `aiHub.fs ?? fail()`; of texts the other side may count as well.
        const left = this.of(part(node, "left"), scope, depth + 1);
        const side = word(node, "operator") === "&&" ? this.of(part(node, "right"), scope, depth + 1) : left;
        return side.type === "hub" ? side : UNKNOWN;
      }
      case "NewExpression":
      case "CallExpression":
        return this.#url(node, scope, depth);
      default:
        return UNKNOWN;
    }
  }

  /** The object literal that an expression stands for. */
  objectOf(expression: Syntax | undefined, scope: Scope, depth = 0): readonly [Syntax, Scope] | undefined {
    if (!expression || depth > MAX_DEPTH) return undefined;
    const node = bare(expression);
    if (node.type === "ObjectExpression") return [node, scope];
    const binding = node.type === "Identifier" ? scope.find(word(node, "name")) : undefined;
    if (binding?.type !== "variable" || binding.path?.length !== 0 || binding.assigned.length > 0) return undefined;
    return this.objectOf(binding.init, binding.scope, depth + 1);
  }

  /** What a name that is declared here stands for. */
  ofBinding(binding: Binding, depth = 0): Value {
    const known = this.#known.get(binding);
    if (known) return known;
    this.#known.set(binding, UNKNOWN); // for what refers to itself
    const value = this.#bound(binding, depth);
    this.#known.set(binding, value);
    return value;
  }

  /** The part of `aiHub` that a type annotation names. */
  ofType(annotation: Syntax | undefined): Value {
    let node = annotation;
    for (let depth = 0; node && depth < MAX_DEPTH; depth += 1) {
      if (node.type === "TSUnionType") {
        const real = parts(node, "types").filter(({ type }) => !/^TS(?:Undefined|Null)Keyword$/.test(type));
        node = real.length === 1 ? real[0] : undefined;
      } else if (node.type === "TSTypeQuery") {
        return word(part(node, "exprName"), "name") === "aiHub" ? HUB : UNKNOWN;
      } else if (node.type === "TSIndexedAccessType") {
        const object = this.ofType(part(node, "objectType"));
        const index = word(part(part(node, "indexType"), "literal"), "value");
        return object.type === "hub" && index !== "" ? { type: "hub", path: [...object.path, index] } : UNKNOWN;
      } else if (node.type === "TSTypeReference") {
        const name = word(part(node, "typeName"), "name");
        if (WRAPPERS.has(name)) node = parts(part(node, "typeArguments"), "params")[0];
        else return this.#sdkType(name);
      } else return UNKNOWN;
    }
    return UNKNOWN;
  }

  #sdkType(name: string): Value {
    const imported = this.#scopes.types.get(name);
    if (!imported || !Object.hasOwn(TYPES, imported.name)) return UNKNOWN;
    return { type: "hub", path: TYPES[imported.name] ?? [] };
  }

  #named(name: string, scope: Scope, depth: number): Value {
    const binding = scope.find(name);
    if (binding) return this.ofBinding(binding, depth + 1);
    if (name === "aiHub") return HUB;
    if (name === "fetch") return { type: "hub", path: ["fetch"] };
    return name === "globalThis" || name === "self" ? { type: "global" } : UNKNOWN;
  }

  #bound(binding: Binding, depth: number): Value {
    if (binding.type === "import") {
      const exported = this.#imports(binding.from, binding.name);
      return exported && exported.type !== "followed" ? exported : UNKNOWN;
    }
    if (binding.type !== "variable" || binding.path === undefined) return UNKNOWN;
    const { annotation, init, path, assigned, scope, pluginOf } = binding;
    const typed = this.ofType(annotation);
    if (typed.type === "hub") return walk(typed, path);
    if (pluginOf && assigned.length === 0 && !annotation) return walk(HUB, path);
    const [first, ...more] = assigned;
    if (init && !first) return walk(this.of(init, scope, depth + 1), path);
    // `let hub;` that is filled in at one place.
    if (init || !first || more.length > 0) return UNKNOWN;
    const value = this.of(first[0], first[1], depth + 1);
    return value.type === "hub" ? value : UNKNOWN;
  }

  #member(node: Syntax, scope: Scope, depth: number): Value {
    const object = bare(part(node, "object") ?? node);
    let name = keyName(node, "property");
    if (name === undefined && flag(node, "computed")) {
      const key = this.of(part(node, "property"), scope, depth + 1);
      if (key.type === "text" && key.whole) name = key.text;
    }
    if (name === undefined) return UNKNOWN;
    if (object.type === "ThisExpression") return this.#field(scope.thisClass, name, depth);
    return walk(this.of(object, scope, depth + 1), [name]);
  }

  #field(owner: Syntax | undefined, name: string, depth: number): Value {
    if (!owner) return UNKNOWN;
    const known = this.#fields.get(owner) ?? new Map<string, Value>();
    this.#fields.set(owner, known);
    const before = known.get(name);
    if (before) return before;
    // Fields may refer to each other, and each to itself: without this, following them takes exponential time.
    known.set(name, UNKNOWN);
    const value = this.#assignedTo(owner, name, depth);
    known.set(name, value);
    return value;
  }

  #assignedTo(owner: Syntax, name: string, depth: number): Value {
    const fields: readonly Field[] = this.#scopes.fields.get(owner)?.get(name) ?? [];
    const inherits = part(owner, "superClass") !== undefined && isPlugin(owner);
    if (fields.length === 0) {
      return inherits && Object.hasOwn(HELPERS, name) ? { type: "hub", path: HELPERS[name] ?? [] } : UNKNOWN;
    }
    for (const { annotation, value, scope } of fields) {
      const typed = this.ofType(annotation);
      if (typed.type === "hub") return typed;
      const given = this.of(value, scope, depth + 1);
      if (given.type === "hub") return given;
    }
    const [only] = fields;
    return fields.length === 1 && only ? this.of(only.value, only.scope, depth + 1) : UNKNOWN;
  }

  #template(node: Syntax, scope: Scope, depth: number): Value {
    const expressions = parts(node, "expressions");
    let value: Value = { type: "text", text: "", whole: true, literal: undefined };
    for (const [index, quasi] of parts(node, "quasis").entries()) {
      const written = cooked(quasi);
      if (written === undefined) return UNKNOWN;
      value = joined(value, { type: "text", text: written, whole: true, literal: undefined });
      const expression = expressions[index];
      if (expression) value = joined(value, this.of(expression, scope, depth + 1));
      if (value.type !== "text" || !value.whole) break;
    }
    return value.type === "text" && expressions.length === 0 ? { ...value, literal: node } : value;
  }

  /** `new URL("https://…")`. */
  #url(node: Syntax, scope: Scope, depth: number): Value {
    const isUrl = node.type === "NewExpression" && word(part(node, "callee"), "name") === "URL" && !scope.find("URL");
    const [relative, base] = parts(node, "arguments");
    if (!isUrl || !relative) return UNKNOWN;
    const value = this.of(relative, scope, depth + 1);
    if (!base || value.type !== "text" || !value.whole) return base ? UNKNOWN : value;
    const from = textOf(this.of(base, scope, depth + 1));
    if (!from?.whole || !URL.canParse(value.text, from.text)) return UNKNOWN;
    return { type: "text", text: new URL(value.text, from.text).href, whole: true, literal: undefined };
  }
}

/** The text of a constant. */
export function textOf(value: Value): { readonly text: string; readonly whole: boolean } | undefined {
  if (value.type === "text") return value;
  return value.type === "constant" ? { text: value.text, whole: true } : undefined;
}

function cooked(quasi: Syntax): string | undefined {
  const value = (quasi as unknown as { value?: { cooked?: string | null } }).value;
  return value?.cooked ?? undefined;
}

function joined(left: Value, right: Value): Value {
  const start = textOf(left);
  if (!start) return UNKNOWN;
  if (!start.whole) return left;
  const end = textOf(right) ?? { text: "", whole: false };
  const text = start.text + end.text;
  return text.length > MAX_TEXT ? UNKNOWN : { type: "text", text, whole: end.whole, literal: undefined };
}

function walk(value: Value, path: readonly string[]): Value {
  let from = value;
  for (const name of path) {
    if (from.type === "global")
      from =
        name === "aiHub"
          ? HUB
          : name === "fetch"
            ? { type: "hub", path: ["fetch"] }
            : name === "globalThis"
              ? from
              : UNKNOWN;
    else if (from.type === "hub" && from.path.length < 4) from = { type: "hub", path: [...from.path, name] };
    else return UNKNOWN;
  }
  return from;
}
