/**
 * The guest's part of the debug agent: evaluated in a fresh QuickJS before the prelude, only for a plugin that is
 * debugged. It sees the plugin's objects from inside, answers the inspector's requests, and gives instrumented code its
 * marks. See ARCHITECTURE.md, "Debugging".
 */
import type { AgentMethods, AgentReply, AgentRequest, ScopeReference } from "../../../core/debug/agent-messages.ts";
import type { Variable } from "../../../core/debug/inspector.ts";
import { ACCESS } from "../../../core/debug/site-table.ts";
import { brandOf, looking, mapSet } from "../web/brand.ts";
import { inspect } from "../web/inspect.ts";
import { lockdown } from "../web/lockdown.ts";
import { apply, functionSource, getOwnPropertyDescriptor, getPrototypeOf, reflectOwnKeys } from "../web/primordials.ts";
import { isObject } from "../web/webidl.ts";
import { Children, variable } from "./children.ts";
import { Debugger, PENDING } from "./debugger.ts";
import { evaluate, getterOf, look, lookAtVariable, selfOf, writeVariable } from "./evaluate.ts";
import { describeException } from "./exceptions.ts";
import { type FrameRecord, siteOf } from "./frame.ts";
import { harden } from "./harden.ts";
import type { AgentNative } from "./native.ts";
import { privateDoor, privatesAround, usePrivate } from "./privates.ts";
import { Promises } from "./promises.ts";
import { insidesOf, watchProxies } from "./proxies.ts";
import { PluginObject, pluginGlobal } from "./realm.ts";
import { type Reference, refer, referred } from "./references.ts";
import { waitingCallers } from "./stack.ts";
import { type LiveScope, loadTables, MODULE_SCOPE, namesInSight, scopesOf, sourceOf } from "./tables.ts";
import { writeMember } from "./write-member.ts";

const MAX_COMPLETIONS = 1000;
const MAX_CHAIN = 20;
const MAX_COPIED_DEPTH = 20;

export interface AgentEntrances {
  /** One `AgentRequest` as JSON in, one `AgentReply` out. */
  request(json: string): string;
}

export function boot(native: AgentNative): AgentEntrances {
  lockdown(globalThis);
  harden(globalThis);
  watchProxies(pluginGlobal);
  const promises = new Promises();
  looking.plain = PluginObject.prototype;
  looking.isProxy = (value) => insidesOf(value) !== undefined;
  let debug: Debugger | undefined;
  const running = (): Debugger => {
    if (!debug) throw new Error("Nothing was loaded yet");
    return debug;
  };
  const frameOf = (id: number | undefined): FrameRecord | undefined => {
    if (id === undefined) return undefined;
    const { frames } = running().stack;
    const frame = [...frames, ...waitingCallers(frames[0])].find((one) => one.id === id);
    if (!frame) throw new ReferenceError("There is no such frame any more");
    return frame;
  };

  const methods: AgentMethods = {
    load({ tables, keepsFrames }) {
      loadTables(tables);
      debug = new Debugger(native, promises, keepsFrames);
      Object.defineProperty(pluginGlobal, MARKS_NAME, { value: debug.marks, configurable: true });
      return null;
    },
    arm({ breakpoints }) {
      running().breakpoints.arm(breakpoints);
      running().mark();
      return null;
    },
    exceptions({ filters }) {
      running().exceptions.set(filters);
      running().mark();
      return null;
    },
    pause({ reason }) {
      running().stepping.pause(reason);
      running().mark();
      return null;
    },
    resume: () => null,
    cancel: () => null,
    frames() {
      const { frames } = running().stack;
      const stacked = frames.toReversed().map((frame) => ({ id: frame.id, site: siteOf(frame), async: false }));
      const awaiting = waitingCallers(frames[0]).map((frame) => ({ id: frame.id, site: siteOf(frame), async: true }));
      return [...stacked, ...awaiting];
    },
    scopes({ frame: id }) {
      const frame = frameOf(id);
      const { thrown, returned, stack } = running();
      const special: ScopeReference[] = [];
      const isTop = frame === stack.top;
      if (thrown && isTop) special.push(single("Exception", thrown.error, "$exception"));
      if (returned && isTop) special.push(single("Return value", returned.value));
      const scopes = frame ? scopesOf(frame) : [];
      const live = scopes.map(({ index }, at) => ({
        scope: index,
        reference: refer({ kind: "scope", frame: id, scope: at }),
      }));
      return [
        ...special,
        ...live,
        { scope: -1, name: "Global", reference: refer({ kind: "object", value: pluginGlobal }) },
      ];
    },
    variables({ reference, ...page }) {
      const found = referred(reference);
      if (found.kind === "scope") {
        const { filter, start = 0, count = Number.POSITIVE_INFINITY } = page;
        return filter === "indexed" ? [] : variablesOf(found, page.hex ?? false).slice(start, start + count);
      }
      return new Children((value) => native.promiseState(value), page, privatesAround(running().stack.frames)).of(
        found,
      );
    },
    setVariable({ reference, name, value: text, hex }) {
      const found = referred(reference);
      if (text.trim() === "") throw new SyntaxError("There is no value to set");
      if (found.kind === "scope") {
        const frame = frameOf(found.frame);
        const scope = frame && scopesOf(frame)[found.scope];
        const value = evaluate(text, frame, privateDoor(frame));
        if (scope) writeVariable(scope, name, sourceOf(siteOf(frame)), value);
        return variable(name, value, hex);
      }
      const isValueOfEntry = found.kind === "entry" && name === "value";
      if (found.kind !== "object" && !isValueOfEntry) throw new TypeError(`${name} cannot be set`);
      const { top, frames } = running().stack;
      const value = evaluate(text, top, privateDoor(top));
      if (found.kind === "entry") mapSet(found.map, found.key, value);
      else if (name.startsWith("#")) usePrivate(privatesAround(frames), found.value, name, true, value);
      else return variable(name, writeMember(found.value, name, value), hex);
      return variable(name, value, hex);
    },
    evaluate({ expression, frame: id, context, hex }) {
      const frame = frameOf(id);
      const { thrown, stack } = running();
      const extra =
        thrown && frame === stack.top ? { ...privateDoor(frame), $exception: thrown.error } : privateDoor(frame);
      const value = context === "hover" ? look(expression, frame) : evaluate(expression, frame, extra);
      const path = /^[\p{ID_Start}$_][\p{ID_Continue}$.]*$/u.test(expression) ? expression : `(${expression})`;
      if (context === "clipboard") return { name: "", value: wholly(value), type: typeof value, reference: 0 };
      return variable(expression, value, hex, { evaluateName: path });
    },
    completions({ expression, frame: id }) {
      const frame = frameOf(id);
      if (expression === "") {
        const names = frame ? namesInSight(frame) : [];
        const globals = reflectOwnKeys(pluginGlobal).filter((key) => typeof key === "string");
        const local = [...new Set(names)].map((label) => ({ label, kind: "variable" as const }));
        return [...local, ...globals.map((label) => ({ label, kind: "variable" as const }))].slice(0, MAX_COMPLETIONS);
      }
      return membersOf(look(expression, frame));
    },
    exceptionInfo() {
      const { thrown } = running();
      return thrown ? describeException(thrown.error, thrown.fate) : null;
    },
  };

  function single(name: "Exception" | "Return value", value: unknown, path?: string): ScopeReference {
    const shown = { kind: "single", name: name.toLowerCase(), value, ...(path !== undefined && { path }) } as const;
    return { scope: -1, name, reference: refer(shown) };
  }

  function variablesOf(found: Extract<Reference, { kind: "scope" }>, hex: boolean): readonly Variable[] {
    const frame = frameOf(found.frame);
    const scope = frame && scopesOf(frame)[found.scope];
    if (!frame || !scope) return [];
    const source = sourceOf(siteOf(frame));
    const isFunction = scope.accessor === frame.accessor && scope.accessor(ACCESS.parent) !== undefined;
    const shown = isFunction ? showThis(frame, hex) : [];
    const { names, sources } = scope.scope;
    for (const [index, name] of names.entries()) {
      if (scope.index === MODULE_SCOPE && sources[index] !== source) continue; // another file's
      try {
        shown.push(variable(name, lookAtVariable(scope, index), hex, { evaluateName: name }));
      } catch {
        shown.push(getterVariable(scope, index, name) ?? uninitialised(name));
      }
    }
    return shown;
  }

  function showThis(frame: FrameRecord, hex: boolean): Variable[] {
    try {
      const self = selfOf(frame);
      return self === undefined ? [] : [variable("this", self, hex, { evaluateName: "this" })];
    } catch {
      return [uninitialised("this")]; // before `super()`
    }
  }

  /** What is imported of a CommonJS module may be a getter there. */
  function getterVariable(scope: LiveScope, index: number, name: string): Variable | undefined {
    const getter = getterOf(scope, index);
    if (!getter) return undefined;
    const reference = refer({ kind: "getter", ...getter });
    return { name, value: "(…)", type: "getter", reference, lazy: true, kind: "getter", evaluateName: name };
  }

  return {
    request(json) {
      if (json === PENDING) {
        running().pending?.();
        return "";
      }
      const { id, method, params } = JSON.parse(json) as AgentRequest;
      const run = () => apply(methods[method] as (params: object) => unknown, methods, [params]);
      return JSON.stringify(answer(id, debug ? () => debug?.quietly(run) : run));
    },
  };
}

function uninitialised(name: string): Variable {
  return { name, value: "not initialised yet", type: "undefined", reference: 0 };
}

/** Where the runtime module of instrumented code finds its marks; it takes them away. */
const MARKS_NAME = "aihub:marks";

function answer(id: number, run: () => unknown): AgentReply {
  try {
    return { id, ok: true, value: run() ?? null };
  } catch (error) {
    const info = describeException(error, "");
    return { id, ok: false, error: info.message ? `${info.name}: ${info.message}` : info.name };
  }
}

/** For the clipboard: texts and functions as they are, data as JSON, what JSON does not hold as the console shows it. */
function wholly(value: unknown): string {
  if (typeof value === "string") return value;
  if (isObject(value) && !insidesOf(value)) {
    if (typeof value === "function") return functionSource(value);
    const brand = brandOf(value);
    try {
      if (brand === "Object" || brand === "Array") return JSON.stringify(value, undefined, 2) ?? inspect(value);
    } catch {
      // a circle, a bigint, a getter that throws
    }
  }
  return inspect(value, MAX_COPIED_DEPTH);
}

function membersOf(value: unknown) {
  const labels = new Map<string, "property" | "function">();
  let at: object | null = isObject(value)
    ? value
    : value == null
      ? null
      : getPrototypeOf(PluginObject(value) as object);
  for (let depth = 0; at !== null && !insidesOf(at) && depth < MAX_CHAIN && labels.size < MAX_COMPLETIONS; depth++) {
    for (const key of reflectOwnKeys(at)) {
      if (typeof key !== "string" || /^\d+$/.test(key) || labels.has(key)) continue;
      const descriptor = getOwnPropertyDescriptor(at, key);
      labels.set(key, typeof descriptor?.value === "function" ? "function" : "property");
    }
    at = getPrototypeOf(at);
  }
  return [...labels].slice(0, MAX_COMPLETIONS).map(([label, kind]) => ({ label, kind }));
}
