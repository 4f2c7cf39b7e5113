import { strict as assert } from "node:assert";
import { after, before, describe, it } from "mocha";
import { Debugged } from "./debugged.ts";

const SOURCE = `class Base { get inherited(): number { ran.push("inherited"); return 1; } }
class Point extends Base {
  #secret = 1;
  static origin = 0;
  constructor(public x: number) { super(); }
  get danger(): never { ran.push("danger"); throw new Error("no"); }
  set only(_: number) {}
  secret() { return this.#secret; }
}
const ran: string[] = [];
const proxy = new Proxy({ inside: 1 }, { get: () => { ran.push("get"); return 2; }, ownKeys: () => { ran.push("keys"); return []; }, getPrototypeOf: () => { ran.push("proto"); return null; } });
export const commands = {
  async go(input: unknown) {
    const text = "it's\\n\\u202e";
    const numbers = { int: 255, minus: -0, big: 12n, nan: NaN };
    const big = Array.from({ length: 250 }, (_, i) => i);
    const holes = [1, , 3];
    const map = new Map<unknown, unknown>([["a", 1], [{ k: 1 }, [2]]]);
    const set = new Set([1, "x"]);
    const bytes = new Uint8Array([1, 2, 3]);
    const point = new Point(3);
    const odd = { "a-b": 1, 0: 2, [Symbol("s")]: 3, nested: { deep: { deeper: true } } };
    const pending = new Promise(() => {});
    const settled = Promise.resolve(7);
    const failed = Promise.reject(new Error("why")); failed.catch(() => {});
    const misc = [new Date(0), /x/gi, new Error("boom"), () => 1, class Foo {}, null, undefined, Symbol("q"), new WeakMap(), Object(1)];
    const bare = Object.create(null);
    const liar = { constructor: { name: "Trusted" }, toString() { ran.push("toString"); return "x"; }, get stack() { ran.push("stack"); return ""; } };
    const fixed = 5;
    let free = 6;
    {
      const free = "shadow";
      ran.length = 0;
      debugger;
      input = free;
    }
    return [fixed, free, text, ran, proxy, numbers, big, holes, map, set, bytes, point, odd, pending, settled, failed, misc, bare, liar, input];
  },
};
`;

describe("Variables", () => {
  let debugged: Debugged;
  before(async () => {
    debugged = await Debugged.create(SOURCE);
    void debugged.go({ a: 1 });
    await debugged.stop();
  });
  after(() => debugged.dispose());

  it("are shown in one line, without running anything of the plugin", async () => {
    const { Local = [] } = await debugged.variables();
    const shown = Object.fromEntries(Local.map((line) => line.split(/=(.*)/s) as [string, string]));
    assert.deepEqual(shown.text, `"it's\\\\n\u202e"`.replaceAll("\\\\", "\\"));
    assert.equal(shown.numbers, "{int: 255, minus: -0, big: 12n, nan: NaN}");
    assert.equal(shown.big, "(250) [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …]");
    assert.equal(shown.holes, "(3) [1, empty, 3]");
    assert.equal(shown.map, "Map(2) {'a' => 1, {…} => Array(1)}");
    assert.equal(shown.set, "Set(2) {1, 'x'}");
    assert.equal(shown.bytes, "Uint8Array(3) [1, 2, 3]");
    assert.equal(shown.point, "Point {x: 3}");
    assert.equal(shown.odd, "{0: 2, 'a-b': 1, nested: {…}, Symbol(s): 3}");
    assert.equal(shown.bare, "{}");
    assert.equal(shown.liar, "{constructor: {…}, toString: ƒ, stack: (…)}");
    assert.equal(shown.fixed, "5");
    assert.equal(
      await debugged.evaluate("misc"),
      "(10) [1970-01-01T00:00:00.000Z, /x/gi, Error: boom, ƒ, ƒ, null, undefined, Symbol(q), WeakMap, Number {1}]",
    );
    assert.equal(await debugged.evaluate("proxy"), "Proxy({…})");
    assert.equal(await debugged.evaluate("ran"), "(0) []");
  });

  it("are in their scopes, and those inside hide those outside", async () => {
    const { Block, Local, Module } = await debugged.variables();
    assert.deepEqual(Block, ["free='shadow'"]);
    assert.ok(Local?.includes("free=6"));
    assert.ok(Local?.includes("input={a: 1}"));
    assert.ok(Module?.some((line) => line.startsWith("ran=")));
    assert.equal(await debugged.evaluate("free"), "'shadow'");
  });

  it("unfold: properties, entries, getters on demand, and what only developer tools show", async () => {
    assert.deepEqual(await debugged.inside("map"), ["[[Entries]]=2", "[[Prototype]]=Map {}"]);
    const entries = (await debugged.inspector.variables((await debugged.value("map")).reference))[0];
    const inside = await debugged.inspector.variables(entries?.reference ?? 0);
    assert.deepEqual(
      inside.map(({ name, value }) => `${name}: ${value}`),
      ["0: {'a' => 1}", "1: {{k: 1} => (1) [2]}"],
    );
    assert.deepEqual(await debugged.inside("proxy"), [
      "[[Target]]={inside: 1}",
      "[[Handler]]={get: ƒ, ownKeys: ƒ, getPrototypeOf: ƒ}",
    ]);
    assert.deepEqual((await debugged.inside("settled")).slice(0, 2), [
      "[[PromiseState]]='fulfilled'",
      "[[PromiseResult]]=7",
    ]);
    assert.deepEqual((await debugged.inside("failed")).slice(0, 2), [
      "[[PromiseState]]='rejected'",
      "[[PromiseResult]]=Error: why",
    ]);
    assert.deepEqual((await debugged.inside("pending")).slice(0, 1), ["[[PromiseState]]='pending'"]);
    const point = await debugged.inspector.variables((await debugged.value("point")).reference);
    assert.deepEqual(point.map(({ name, value }) => `${name}=${value}`).slice(0, 3), [
      "x=3",
      "danger=(…)",
      "inherited=(…)",
    ]);
    assert.equal(await debugged.evaluate("ran"), "(0) []", "no getter has run");
    const [, danger, inherited] = point;
    assert.equal(inherited?.lazy, true);
    assert.equal((await debugged.inspector.variables(inherited?.reference ?? 0))[0]?.value, "1");
    await assert.rejects(debugged.inspector.variables(danger?.reference ?? 0), /no/);
    assert.equal(await debugged.evaluate("ran"), "(2) ['inherited', 'danger']");
  });

  it("are paged", async () => {
    const { reference, indexed } = await debugged.value("big");
    assert.equal(indexed, 250);
    const page = await debugged.inspector.variables(reference, { filter: "indexed", start: 100, count: 2 });
    assert.deepEqual(
      page.map(({ name, value }) => `${name}=${value}`),
      ["100=100", "101=101"],
    );
    const named = await debugged.inspector.variables(reference, { filter: "named" });
    assert.deepEqual(
      named.map(({ name }) => name),
      ["length", "[[Prototype]]"],
    );
  });

  it("can be written: of scopes, of objects, as expressions; but not constants", async () => {
    const scopes = await debugged.inspector.scopes((await debugged.frame()).id);
    const local = scopes.find(({ name }) => name === "Local")?.reference ?? 0;
    assert.equal((await debugged.inspector.setVariable(local, "free", "40 + 2")).value, "42");
    assert.ok((await debugged.variables()).Local?.includes("free=42"));
    await assert.rejects(debugged.inspector.setVariable(local, "fixed", "1"), /fixed is read-only/);
    await assert.rejects(debugged.inspector.setVariable(local, "nobody", "1"), /nobody is not a variable/);
    await assert.rejects(debugged.inspector.setVariable(local, "free", "1 +"), /SyntaxError/);
    const point = await debugged.value("point");
    await debugged.inspector.setVariable(point.reference, "x", "point.x + 1");
    assert.equal(await debugged.evaluate("point.x"), "4");
    const frame = (await debugged.frame()).id;
    assert.equal((await debugged.inspector.setExpression("odd.nested.deep", "[1]", frame)).value, "(1) [1]");
    await assert.rejects(debugged.inspector.setExpression("fixed", "1", frame), /read-only/);
  });

  it("are written under the names that they are shown by, and nothing is added", async () => {
    const { inspector } = debugged;
    const odd = await debugged.value("odd");
    await inspector.setVariable(odd.reference, "'a-b'", "10");
    await inspector.setVariable(odd.reference, "0", "20");
    await inspector.setVariable(odd.reference, "Symbol(s)", "30");
    assert.deepEqual((await debugged.inside("odd")).slice(0, 4), [
      "0=20",
      "'a-b'=10",
      "nested={deep: Array(1)}",
      "Symbol(s)=30",
    ]);
    for (const name of ["[[Prototype]]", "nobody", "a-b"]) {
      await assert.rejects(inspector.setVariable(odd.reference, name, "1"), /cannot be set/, name);
    }
    await assert.rejects(inspector.setVariable(odd.reference, "0", " "), /no value/);
    const proxied = await debugged.value("proxy");
    await assert.rejects(inspector.setVariable(proxied.reference, "[[Target]]", "1"), /cannot be set/);
    assert.equal(await debugged.evaluate("ran.some((what) => ['get', 'keys', 'proto'].includes(what))"), "false");
    const bytes = await debugged.value("bytes");
    assert.equal((await inspector.setVariable(bytes.reference, "0", "257")).value, "1", "what it became");
    const point = await debugged.value("point");
    await assert.rejects(inspector.setVariable(point.reference, "danger", "1"), /danger is read-only/);
  });

  it("are written in entries of a Map, whatever the key is", async () => {
    const { inspector } = debugged;
    const { reference } = await debugged.value("map");
    const entries = (await inspector.variables(reference)).find(({ name }) => name === "[[Entries]]");
    const [, second] = await inspector.variables(entries?.reference ?? 0);
    const entry = second?.reference ?? 0;
    assert.equal((await inspector.setVariable(entry, "value", "'new'")).value, "'new'");
    assert.equal((await inspector.variables(entry)).at(1)?.value, "'new'");
    assert.equal(await debugged.evaluate("[...map.values()][1]"), "'new'");
    await assert.rejects(inspector.setVariable(entry, "key", "1"), /cannot be set/);
  });

  it("have names to evaluate them by, and can be shown in hexadecimal", async () => {
    const { reference } = await debugged.value("odd");
    const inside = await debugged.inspector.variables(reference);
    assert.deepEqual(
      inside.slice(0, 3).map(({ evaluateName }) => evaluateName),
      ['odd["0"]', 'odd["a-b"]', "odd.nested"],
    );
    const frame = (await debugged.frame()).id;
    const shown = await debugged.inspector.evaluate("numbers", { frame, context: "watch", hex: true });
    assert.equal(shown.value, "{int: 0xff, minus: 0x0, big: 0xcn, nan: NaN}");
  });

  it("of a stop that is over are gone", async () => {
    const other = await Debugged.create("export const commands = { go() { const a = { b: 1 };\ndebugger; } };");
    try {
      void other.go();
      await other.stop();
      const { reference } = await other.value("a");
      await other.inspector.resume();
      await assert.rejects(other.inspector.variables(reference), /has run since/);
    } finally {
      await other.dispose();
    }
  });
});
