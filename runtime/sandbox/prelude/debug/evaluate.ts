/**
 * Expressions of the person, in a frame or in the global scope. The plugin's variables are reached through the accessors
 * of its scopes, which a `with` statement puts between the expression and the globals. What runs has the plugin's
 * permissions and no more: it is code of the same realm.
 */
import { ACCESS } from "../../../core/debug/site-table.ts";
import { brandOf, mapSize, setSize } from "../web/brand.ts";
import { numberOf } from "../web/inspect-insides.ts";
import { apply, bufferByteLength, getOwnPropertyDescriptor, getPrototypeOf } from "../web/primordials.ts";
import { isObject } from "../web/webidl.ts";
import type { Accessor, FrameRecord } from "./frame.ts";
import { siteOf } from "./frame.ts";
import { privateFields, privatesAround } from "./privates.ts";
import { insidesOf } from "./proxies.ts";
import { PluginSyntaxError, pluginEval, pluginGlobal } from "./realm.ts";
import { indexOfName, type LiveScope, MODULE_SCOPE, scopesOf, sourceOf } from "./tables.ts";

/** Called under another name than `eval` it runs in the plugin's global scope, in sloppy mode: strict code has no `with`. */
const compile = pluginEval;
/**
 * `eval` and `code` are the first two names that the scope is asked for. The code itself is strict, as modules are. The
 * scope has no name of its own here, which an expression could find.
 */
const run = compile('(function(){with(arguments[0]){return(()=>{"use strict";return eval(code)})()}})') as (
  this: unknown,
  scope: object,
) => unknown;
/** The same for a `this` that is no object: sloppy code would make one of it, the global object of nothing. */
const prepare = compile('(function(){with(arguments[0]){return function(){"use strict";return eval(code)}}})') as (
  scope: object,
) => (this: unknown) => unknown;

/** More names for one evaluation: the exception that stopped the plugin. */
export type ExtraNames = Readonly<Record<string, unknown>>;

/** @throws what the expression throws; a SyntaxError when it is none */
export function evaluate(text: string, frame: FrameRecord | undefined, extra: ExtraNames = {}): unknown {
  const code = isExpression(text) ? `(${text}\n)` : text;
  if (/\bawait\b/.test(code) && parses(`async()=>{${code}\n}`) && !parses(`()=>{"use strict";${code}\n}`)) {
    throw new SyntaxError("`await` is not possible here: an expression ends before the plugin runs on");
  }
  const scope = scopeObject(code, frame, extra);
  const self = frame ? selfSoFar(frame) : undefined;
  // That function has `arguments` of its own, which nobody means.
  if (!frame || isObject(self) || /\barguments\b/.test(code)) return apply(run, self, [scope]);
  return apply(prepare(scope), self, []);
}

/** Undefined before `super()`, where the rest of the frame is of use all the same. */
function selfSoFar(frame: FrameRecord): unknown {
  try {
    return selfOf(frame);
  } catch {
    return undefined;
  }
}

/** `{ a: 1 }` is an object to the person, and a block to JavaScript. */
function isExpression(text: string): boolean {
  return parses(`async()=>{"use strict";(${text}\n)}`);
}

function parses(code: string): boolean {
  try {
    compile(code);
    return true;
  } catch (error) {
    if (error instanceof PluginSyntaxError) return false;
    throw error;
  }
}

/** `this` of the frame; an arrow function has that of the functions around it. @throws ReferenceError before `super()` */
export function selfOf(frame: FrameRecord): unknown {
  let accessor = frame.accessor as Accessor | undefined;
  for (; accessor; accessor = accessor(ACCESS.parent) as Accessor | undefined) {
    const self = accessor(ACCESS.self);
    if (self !== undefined) return self;
  }
  return undefined;
}

interface Found {
  readonly scope: LiveScope;
  readonly index: number;
}

/** Other files' names of the same module are known too, but hide no global. */
function find(scopes: readonly LiveScope[], name: string, source: number): Found | undefined {
  for (const scope of scopes) {
    const index = indexOfName(scope.scope, name, source);
    const isOthers = scope.index === MODULE_SCOPE && scope.scope.sources[index] !== source;
    if (index >= 0 && !(isOthers && getOwnPropertyDescriptor(pluginGlobal, name))) return { scope, index };
  }
  return undefined;
}

/** The value of a variable. @param take reads a member of what is imported of a CommonJS module */
function read({ scope, index }: Found, take: (value: unknown, key: string) => unknown): unknown {
  const value = scope.accessor(index);
  const [, key] = scope.scope.members.find(([of]) => of === index) ?? [];
  return key === undefined ? value : take(value, key);
}

/** Would be those of the function that evaluates. */
const ARGUMENTS = "arguments";

const takeMember = (value: unknown, key: string) => (value as Record<string, unknown>)[key];

/** What stands for an imported namespace that the bundler has taken apart, with the members that are known. */
function namespaceOf(scopes: readonly LiveScope[], name: string, source: number): object | undefined {
  const scope = scopes.find(({ index }) => index === MODULE_SCOPE);
  const found = scope?.scope.names.flatMap((full, index) => {
    const isOwn = full.startsWith(`${name}.`) && scope.scope.sources[index] === source;
    return isOwn ? [[full.slice(name.length + 1), index] as const] : [];
  });
  if (!scope || !found || found.length === 0) return undefined;
  const members: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, index] of found) {
    Object.defineProperty(members, key, { get: () => scope.accessor(index), enumerable: true, configurable: true });
  }
  return new Proxy(members, {
    get(target, key) {
      if (typeof key === "string" && !(key in target)) throw new ReferenceError(`${name}.${key} is not available`);
      return target[key as string];
    },
    getOwnPropertyDescriptor: (target, key) =>
      key in target
        ? { value: target[key as string], enumerable: true, configurable: true, writable: false }
        : undefined,
    set(_, key) {
      throw new TypeError(`${name}.${String(key)} is read-only`);
    },
  });
}

function scopeObject(code: string, frame: FrameRecord | undefined, extra: ExtraNames): object {
  const scopes = frame ? scopesOf(frame) : [];
  const source = frame ? sourceOf(siteOf(frame)) : -1;
  const lookUp = (key: PropertyKey) => (typeof key === "string" ? find(scopes, key, source) : undefined);
  const namespace = (key: PropertyKey) => (typeof key === "string" ? namespaceOf(scopes, key, source) : undefined);
  const given: [name: string, value: unknown][] = [
    ["eval", pluginEval],
    ["code", code],
  ];
  return new Proxy(Object.create(null) as Record<string, unknown>, {
    has: (_, key) =>
      key === given[0]?.[0] || key === ARGUMENTS || key in extra || (lookUp(key) ?? namespace(key)) !== undefined,
    get(_, key) {
      if (key === given[0]?.[0]) return given.shift()?.[1];
      if (typeof key === "string" && key in extra) return extra[key];
      if (key === ARGUMENTS) throw new ReferenceError("The debugger does not know `arguments`");
      const found = lookUp(key);
      return found ? read(found, takeMember) : namespace(key);
    },
    set(_, key, value) {
      const found = lookUp(key);
      if (!found) return false;
      write(found, String(key), value);
      return true;
    },
  });
}

/** @throws TypeError for a constant, ReferenceError before it is initialised */
function write({ scope, index }: Found, name: string, value: unknown): void {
  if (scope.scope.fixed.includes(index)) throw new TypeError(`${name} is read-only`);
  scope.accessor(index, true, value);
}

/** The value of a scope's variable, without running any code. */
export function lookAtVariable(scope: LiveScope, index: number): unknown {
  return read({ scope, index }, member);
}

/** A variable that is a member of an object, and a getter there. */
export function getterOf(
  { accessor, scope }: LiveScope,
  index: number,
): { holder: object; receiver: object; key: string } | undefined {
  const [, key] = scope.members.find(([of]) => of === index) ?? [];
  if (key === undefined) return undefined;
  const holder = accessor(index);
  if (!isObject(holder) || insidesOf(holder) || !getOwnPropertyDescriptor(holder, key)?.get) return undefined;
  return { holder, receiver: holder, key };
}

/** Writes a variable of one scope. */
export function writeVariable(scope: LiveScope, name: string, source: number, value: unknown): void {
  const index = indexOfName(scope.scope, name, source);
  if (index < 0) throw new ReferenceError(`${name} is not a variable of this scope`);
  write({ scope, index }, name, value);
}

const STEP =
  /^(?:\??\.(#?[\p{ID_Start}$_][\p{ID_Continue}$]*)|(?:\?\.)?(?:\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\['([^'\\]*)'\]))/u;
const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u;
const MEMBER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*\.[\p{ID_Start}$_][\p{ID_Continue}$]*/u;

/**
 * The value of a name and members of it, such as `order.lines[0].total`, without running any code.
 *
 * @throws TypeError when that takes more than looking
 */
export function look(path: string, frame: FrameRecord | undefined): unknown {
  const text = path.trim();
  const [first] = NAME.exec(text) ?? [];
  const [imported] = MEMBER.exec(text) ?? [];
  // A namespace has getters, but what is imported of it is a variable.
  const name = frame && first && imported && isImported(imported, first, frame) ? imported : first;
  if (name === undefined) throw new TypeError("Only names and their members can be looked at");
  let value = name === "this" && frame ? selfOf(frame) : lookUpName(name, frame);
  let rest = text.slice(name.length);
  while (rest !== "") {
    const step = STEP.exec(rest);
    if (!step) throw new TypeError("Only names and their members can be looked at");
    if (value == null && step[0].startsWith("?.")) return undefined;
    const key = step[1] ?? step[2] ?? step[4] ?? (JSON.parse(`"${step[3] ?? ""}"`) as string);
    value = step[1]?.startsWith("#") ? privateField(value, key, frame) : member(value, key);
    rest = rest.slice(step[0].length);
  }
  return value;
}

function privateField(value: unknown, name: string, frame: FrameRecord | undefined): unknown {
  const fields = frame && isObject(value) ? privateFields(value, privatesAround([frame])) : [];
  const field = fields.find((one) => one.name === name);
  if (!field) throw new TypeError(`There is no field ${name} in it`);
  return field.value;
}

function isImported(name: string, namespace: string, frame: FrameRecord): boolean {
  const scopes = scopesOf(frame);
  const source = sourceOf(siteOf(frame));
  const around = find(scopes, namespace, source);
  return (!around || around.scope.index === MODULE_SCOPE) && find(scopes, name, source) !== undefined;
}

function lookUpName(name: string, frame: FrameRecord | undefined): unknown {
  const scopes = frame ? scopesOf(frame) : [];
  const source = frame ? sourceOf(siteOf(frame)) : -1;
  const found = find(scopes, name, source);
  if (found) return read(found, member);
  const namespace = namespaceOf(scopes, name, source);
  if (namespace) return namespace;
  const descriptor = getOwnPropertyDescriptor(pluginGlobal, name);
  if (!descriptor || descriptor.get) throw new ReferenceError(`${name} is not defined`);
  return descriptor.value as unknown;
}

function member(value: unknown, key: string): unknown {
  if (typeof value === "string" && key === "length") return value.length;
  if (!isObject(value)) throw new TypeError(`There is no ${key} in it`);
  if (insidesOf(value)) throw new TypeError("A proxy cannot be looked into without running its traps");
  for (let at: object | null = value; at !== null && !insidesOf(at); at = getPrototypeOf(at)) {
    const descriptor = getOwnPropertyDescriptor(at, key);
    if (descriptor?.get) return sizeOf(value, key) ?? getterRefused(key);
    if (descriptor) return descriptor.value as unknown;
  }
  return undefined;
}

/** What the getters of collections say, which are the interpreter's and run nothing of the plugin. */
function sizeOf(value: object, key: string): number | undefined {
  const brand = brandOf(value);
  if (key === "size" && brand === "Map") return mapSize(value);
  if (key === "size" && brand === "Set") return setSize(value);
  if (key === "length" && brand === "TypedArray") return numberOf(value, key);
  return key === "byteLength" && brand === "ArrayBuffer" ? bufferByteLength(value) : undefined;
}

function getterRefused(key: string): never {
  throw new TypeError(`${key} is a getter`);
}
