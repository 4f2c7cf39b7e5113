/**
 * Expressions of the person, in a frame or in the global scope. The plugin's variables are reached through the accessors
 * of its scopes, which a `with` statement puts between the expression and the globals. What runs has the plugin's
 * permissions and no more: it is code of the same realm.
 */
import { ACCESS } from "../../../core/debug/site-table.ts";
import { apply, getOwnPropertyDescriptor, getPrototypeOf } from "../web/primordials.ts";
import type { Accessor, FrameRecord } from "./frame.ts";
import { siteOf } from "./frame.ts";
import { isObject } from "./preview.ts";
import { insidesOf } from "./proxies.ts";
import { PluginSyntaxError, pluginEval, pluginGlobal } from "./realm.ts";
import { indexOfName, type LiveScope, scopesOf, sourceOf } from "./tables.ts";

/** Called under another name than `eval` it runs in the plugin's global scope, in sloppy mode: strict code has no `with`. */
const compile = pluginEval;
/** `eval` and `code` are the first two names that the scope is asked for. The code itself is strict, as modules are. */
const run = compile('(function(scope){with(scope){return(()=>{"use strict";return eval(code)})()}})') as (
  this: unknown,
  scope: object,
) => unknown;

/** More names for one evaluation: the exception that stopped the plugin. */
export type ExtraNames = Readonly<Record<string, unknown>>;

/** @throws what the expression throws; a SyntaxError when it is none */
export function evaluate(text: string, frame: FrameRecord | undefined, extra: ExtraNames = {}): unknown {
  const code = isExpression(text) ? `(${text}\n)` : text;
  return apply(run, frame ? selfOf(frame) : undefined, [scopeObject(code, frame, extra)]);
}

/** `{ a: 1 }` is an object to the person, and a block to JavaScript. */
function isExpression(text: string): boolean {
  try {
    compile(`async()=>{"use strict";(${text}\n)}`);
    return true;
  } catch (error) {
    if (error instanceof PluginSyntaxError) return false;
    throw error;
  }
}

/** `this` of the frame; an arrow function has that of the functions around it. */
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

function find(scopes: readonly LiveScope[], name: string, source: number): Found | undefined {
  for (const scope of scopes) {
    const index = indexOfName(scope.scope, name, source);
    if (index >= 0) return { scope, index };
  }
  return undefined;
}

function scopeObject(code: string, frame: FrameRecord | undefined, extra: ExtraNames): object {
  const scopes = frame ? scopesOf(frame) : [];
  const source = frame ? sourceOf(siteOf(frame)) : -1;
  const lookUp = (key: PropertyKey) => (typeof key === "string" ? find(scopes, key, source) : undefined);
  const given: [name: string, value: unknown][] = [
    ["eval", pluginEval],
    ["code", code],
  ];
  return new Proxy(Object.create(null) as Record<string, unknown>, {
    has: (_, key) => key === given[0]?.[0] || key in extra || lookUp(key) !== undefined,
    get(_, key) {
      if (key === given[0]?.[0]) return given.shift()?.[1];
      if (typeof key === "string" && key in extra) return extra[key];
      const found = lookUp(key);
      return found?.scope.accessor(found.index);
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

/** Writes a variable of one scope. */
export function writeVariable(scope: LiveScope, name: string, source: number, value: unknown): void {
  const index = indexOfName(scope.scope, name, source);
  if (index < 0) throw new ReferenceError(`${name} is not a variable of this scope`);
  write({ scope, index }, name, value);
}

const STEP = /^(?:\.([\p{ID_Start}$_][\p{ID_Continue}$]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\['([^'\\]*)'\])/u;
const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u;

/**
 * The value of a name and members of it, such as `order.lines[0].total`, without running any code.
 *
 * @throws TypeError when that takes more than looking
 */
export function look(path: string, frame: FrameRecord | undefined): unknown {
  const text = path.trim();
  const [name] = NAME.exec(text) ?? [];
  if (name === undefined) throw new TypeError("Only names and their members can be looked at");
  let value = name === "this" && frame ? selfOf(frame) : lookUpName(name, frame);
  let rest = text.slice(name.length);
  while (rest !== "") {
    const step = STEP.exec(rest);
    if (!step) throw new TypeError("Only names and their members can be looked at");
    const key = step[1] ?? step[2] ?? step[4] ?? (JSON.parse(`"${step[3] ?? ""}"`) as string);
    value = member(value, key);
    rest = rest.slice(step[0].length);
  }
  return value;
}

function lookUpName(name: string, frame: FrameRecord | undefined): unknown {
  const scopes = frame ? scopesOf(frame) : [];
  const source = frame ? sourceOf(siteOf(frame)) : -1;
  const found = find(scopes, name, source);
  if (found) return found.scope.accessor(found.index);
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
    if (descriptor?.get) throw new TypeError(`${key} is a getter`);
    if (descriptor) return descriptor.value as unknown;
  }
  return undefined;
}
