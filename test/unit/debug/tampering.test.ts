/** What a plugin may do to the built-ins of its realm, and its debugger works all the same. */
import { strict as assert } from "node:assert";
import { inspect, isDeepStrictEqual } from "node:util";
import { describe, it } from "mocha";
import type { Variable } from "../../../runtime/core/debug/inspector.ts";
import { Debugged } from "./debugged.ts";

/**
 * `everything` replaces each property of each built-in in turn, calls `probe`, and puts it back. What it uses itself cannot
 * be replaced: names of its own, indexes, and statements.
 */
const TAMPERER = `// @ts-nocheck
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, ownKeys, getPrototypeOf } = Reflect;
const nameOf = String;
class Held {
  #secret = 7;
  get twice() { return 14; }
  static probe(what, held) {
    return held; // probed
  }
}
class Deep extends Held { own = [new Map([["key", this]]), new Proxy({}, {})]; }
const values = [1, { two: 2 }, new Deep()];
let lost = "";
function probe(what) {
  try {
    Held.probe(what, values);
  } catch (error) {
    lost += what + "; ";
  }
}
const targets = [], seen = new Set();
function gather(name, value, depth) {
  if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
  seen.add(value);
  targets.push([name, value]);
  for (const key of depth > 0 ? ownKeys(value) : []) {
    const descriptor = getOwnPropertyDescriptor(value, key);
    if ("value" in descriptor) gather(name + "." + nameOf(key), descriptor.value, depth - 1);
  }
}
const hidden = {
  arrays: [].values(), maps: new Map().values(), sets: new Set().values(), strings: ""[Symbol.iterator](),
  matches: "".matchAll(/x/g), generators: (function* () {})(), later: (async function* () {})(),
  asynchronous: async () => {}, typed: new Uint8Array(), iterators: Iterator.from({ next() {} }),
};
for (const name in hidden) {
  for (let at = getPrototypeOf(hidden[name]), up = 1; at; at = getPrototypeOf(at), up++) gather(name + "^" + up, at, 0);
}
gather("", globalThis, 2);
const bad = [function thrower() { throw "spoilt"; }, () => "spoilt"];
const names = [];
for (let i = 0; i < targets.length; i++) {
  names[i] = [];
  for (const key of ownKeys(targets[i][1])) names[i].push(nameOf(key));
}
const objects = Object.prototype, arrays = Array.prototype;
/** @param how 0 throws, 1 lies; without it both in turn */
function spoil(how, spoilt) {
  let count = 0;
  const length = targets.length;
  for (let i = 0; i < length; i++) {
    const target = targets[i][1], keys = ownKeys(target), total = keys.length;
    for (let k = 0; k < total; k++) {
      const key = keys[k], before = getOwnPropertyDescriptor(target, key), wrong = bad[how ?? count % 2];
      const { configurable, writable } = before;
      if (!configurable && !writable || key === "length" && target === arrays) continue; // which takes numbers only
      if (!defineProperty(target, key, writable ? { value: wrong } : { get: wrong, set: wrong })) continue;
      count++;
      if (!spoilt) continue;
      spoilt(targets[i][0] + "." + names[i][k]);
      defineProperty(target, key, before);
    }
  }
}
function inherit(spoilt) {
  const keys = ["toJSON", "then", "get", "set", "value", "writable", "enumerable", "configurable", "length", "constructor",
    "id", "site", "sites", "kind", "name", "names", "path", "start", "count", "filter", "hex", "page", "unknown", "log",
    "condition", "hits", "reason", "breakpoint", "breakpoints", "event", "method", "params", "frame", "scope", "fn", "handler",
    "target", "proxy", "reference", "accessor", "caller", "waits", "chain", "tables", "error", "fate", "how", "skipForeign",
    "has", "apply", "construct", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor", "0", "1", "2", "3", "7", "99"];
  for (let o = 0; o < 2; o++) {
    const target = o === 0 ? objects : arrays;
    for (let i = 0; i < keys.length; i++) {
      const before = getOwnPropertyDescriptor(target, keys[i]);
      for (let h = 0; h < 3; h++) {
        const configurable = true;
        const wrong = h === 2 ? { value: "spoilt", configurable } : { get: bad[h], set: bad[h], configurable };
        if (keys[i] === "length" && o === 1 || !defineProperty(target, keys[i], wrong)) continue;
        spoilt("inherited " + keys[i]);
        if (before) defineProperty(target, keys[i], before);
        else deleteProperty(target, keys[i]);
      }
    }
  }
}
export const commands = {
  each() { spoil(undefined, probe); return lost; },
  inherited() { inherit(probe); return lost; },
  all(how) {
    spoil(how);
    for (;;) probe("all");
  },
};
`;
const PROBED = TAMPERER.split("\n").findIndex((line) => line.includes("// probed")) + 1;

/** What is to be seen at each stop, but for the names of classes, which are whatever the plugin calls them. */
async function look({ inspector }: Debugged): Promise<[what: string, seen: unknown[]]> {
  const [top, caller] = (await inspector.frames()).frames;
  if (!top || !caller) return ["?", ["no frames"]];
  const { id: frame, name, place } = top;
  const [{ value: what }, { value: sum }, completions, [local]] = await Promise.all([
    inspector.evaluate("what", { frame, context: "hover" }),
    inspector.evaluate("what + 1", { frame, context: "watch" }),
    inspector.completions("held.", 6, frame),
    inspector.scopes(frame),
  ]);
  const inside = async (variables: readonly Variable[], of: string) =>
    inspector.variables(variables.find((variable) => variable.name === of)?.reference ?? 0);
  const held = await inside(await inspector.variables(local?.reference ?? 0), "held");
  const deep = await inside(held, "2");
  const shown = deep.map((variable) => variable.name).join();
  const secret = deep.find((variable) => variable.name === "#secret")?.value;
  const hasMembers = completions.some(({ label }) => label === "2") || completions.length > 30;
  return [what, [name, place.line, held[0]?.value, shown, secret, sum.length - what.length, hasMembers, caller.name]];
}

const SEEN = ["Held.probe", PROBED, "1", "own,#secret,twice,[[Prototype]]", "7", 1, true, "probe"];

/** Goes on from stop to stop. @returns how many there were, and what was not as it should be */
async function seenWhile(entry: string, input: unknown, enough: number): Promise<[number, string[]]> {
  const debugged = await Debugged.create(TAMPERER, {}, ["each", "inherited", "all"]);
  const wrong: string[] = [];
  let seen = 0;
  try {
    await debugged.breakAt(PROBED);
    await debugged.plugin.start();
    const over = debugged.plugin.invoke(entry, input).then(
      (lost) => (lost ? `thrown into the plugin: ${String(lost)}` : "over"),
      (error: unknown) => `failed: ${String(error)}`,
    );
    for (; seen < enough; seen++) {
      const next = await Promise.race([debugged.stop(), over]);
      if (typeof next === "string") {
        if (next !== "over") wrong.push(next);
        break;
      }
      try {
        const [what, shown] = await look(debugged);
        if (!isDeepStrictEqual(shown, SEEN)) wrong.push(`${what}: ${inspect(shown)}`);
      } catch (error) {
        wrong.push(String(error));
      }
      if (seen + 1 === enough) await debugged.breakAt();
      await debugged.inspector.resume();
    }
  } finally {
    await debugged.dispose();
  }
  return [seen, wrong];
}

describe("A debugger in a realm of which nothing is left", () => {
  it("stops and shows all with each built-in replaced in turn", async () => {
    const [stops, wrong] = await seenWhile("each", undefined, Number.POSITIVE_INFINITY);
    assert.deepEqual(wrong, []);
    assert.ok(stops > 1000, `${stops} stops`);
  });

  it("stops and shows all whatever objects and arrays inherit", async () => {
    const [stops, wrong] = await seenWhile("inherited", undefined, Number.POSITIVE_INFINITY);
    assert.deepEqual(wrong, []);
    assert.ok(stops > 300, `${stops} stops`);
  });

  for (const [how, kind] of ["throws", "lies"].entries()) {
    it(`stops and shows all when every built-in ${kind}`, async () => {
      assert.deepEqual(await seenWhile("all", how, 3), [3, []]);
    });
  }

  it("throws nothing of its own into the plugin, whose stack is full", async () => {
    // Padding lets the stack end now in the plugin's code and now in the agent's.
    const source = `
const never = () => {
  return 1;
};
const foreign = new Set();
function deep() {
  try {
    return deep() + 1;
  } catch (error) {
    if (!(error instanceof Error)) foreign.add(String(error));
    throw error;
  }
}
const padded = (padding, ...more) => padding === 0 ? deep() : padded(padding - 1, padding, ...more);
export const commands = { go() {
  for (let padding = 0; padding < 8; padding++) {
    try {
      padded(padding);
    } catch (error) {
      if (!error.message.includes("stack")) throw error;
    }
  }
  return [...foreign];
}, never };`;
    const debugged = await Debugged.create(source);
    try {
      await debugged.breakAt(3);
      for (const filters of [[], [{ filter: "caught", condition: "false" }] as const]) {
        await debugged.inspector.setExceptionFilters([...filters]);
        assert.deepEqual(await debugged.go(), []);
      }
    } finally {
      await debugged.dispose();
    }
  });

  it("is frozen where an error of its own gets out through a promise, whose stack is full", async () => {
    const source = `
const loose = new Set();
function look(error) {
  if (error instanceof Error) return;
  for (let at = Object.getPrototypeOf(error); at; at = Object.getPrototypeOf(at)) {
    for (const one of [at, at.constructor, at.toString]) if (!Object.isFrozen(one)) loose.add(String(at.constructor.name));
  }
}
function deep() {
  try { Promise.resolve(1).then((x) => x); } catch (error) { look(error); }
  try { Promise.reject(1).catch(() => {}); } catch (error) { look(error); }
  try { new Promise((_, reject) => reject(2)).catch(() => {}); } catch (error) { look(error); }
  return deep() + 1;
}
const padded = (padding, ...more) => padding === 0 ? deep() : padded(padding - 1, padding, ...more);
export const commands = { go() {
  for (let padding = 0; padding < 4; padding++) {
    try { padded(padding); } catch (error) { look(error); }
  }
  return [...loose];
} };`;
    const debugged = await Debugged.create(source);
    try {
      await debugged.inspector.setExceptionFilters([{ filter: "uncaught", condition: "false" }]);
      assert.deepEqual(await debugged.go(), []);
    } finally {
      await debugged.dispose();
    }
  });
});
