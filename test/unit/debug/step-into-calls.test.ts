/** Each kind of call that one can choose, and where the step into it leads. */
import { strict as assert } from "node:assert";
import { after, before, describe, it } from "mocha";
import { Debugged } from "./debugged.ts";

const WORLD = `let seen = "";
const note = (name: string) => { seen += name; return seen; };
const a = (..._: unknown[]) => { return chain; };
function b() { return 1; }
function c(value: unknown): any { return value; }
function fails(): never { throw new Error("meant"); }
function fall(n: number): number {
  if (n < 2) return n;
  return fall(n - 1) + fall(n - 2);
}
function withDefault(n = c(1)) { return n; }
async function later(value: unknown): Promise<any> {
  await null;
  return value;
}
function* count() {
  yield 1;
  yield b();
}
const tag = (..._: unknown[]) => { return "tagged"; };
class Base {
  constructor(_?: unknown) { note("base"); }
  get self() { return this; }
  get got() { return c(this); }
  set taken(value: unknown) { note("setter" + value); }
  [Symbol.iterator]() { return [b()].values(); }
  y(_?: unknown): this { return this; }
  toString() { return "text"; }
  #hidden() { return 1; }
  hide() {
    return this.#hidden();
  }
  static make() { return new Base(); }
}
class Derived extends Base {}
class Field extends Base { value = b(); }
class Own extends Derived {
  constructor() {
    super(b());
  }
}
const chain = new Base();
const list = [3, 4];
const bound = c.bind(null, 1);
const proxy = new Proxy(c, {});
const maybe: typeof chain | undefined = c(undefined);
`;

/**
 * A statement, which of its calls is stepped into (the second `b` is `b 2`), and where that leads. A step over leads to
 * line \`next\` of the function that makes the calls.
 */
const STEPS: readonly (readonly [statement: string, call: string, leads: string])[] = [
  ["a(b(), c(b()))", "b", "b"],
  ["a(b(), c(b()))", "b 2", "b"],
  ["a(b(), c(b()))", "c", "c"],
  ["a(b(), c(b()))", "a", "a"],
  ["c(a().y(b()).y().hide())", "a().y(…).y", "Base.y"],
  ["c(a().y(b()).y().hide())", "a().y(…).y().hide", "Base.hide"],
  ["c(b)(b())", "c", "c"],
  ["new Base(b())", "b", "b"],
  ["new Base(b())", "new Base", "new Base"],
  ["new Derived(b())", "new Derived", "new Base"],
  ["new Field()", "new Field", "new Base"],
  ["new Own()", "new Own", "new Own"],
  ["void `${b()} and ${c(b())}`", "c", "c"],
  ["tag`${b()}`", "tag", "tag"],
  ["chain.y`${b()}`", "chain.y", "Base.y"],
  ["Base.make().y()", "Base.make", "Base.make"],
  ["Base.make().y()", "Base.make().y", "Base.y"],
  ["c(maybe?.y(b()))", "c", "c"],
  ["c(maybe?.y(b()))", "b", "next"],
  ["c(maybe?.y(b()))", "maybe?.y", "next"],
  ["c(chain?.self?.y(b()))", "chain?.self?.y", "Base.y"],
  ["a(...[b()], ...c(list))", "c", "c"],
  ["a(...[b()], ...c(list))", "a", "a"],
  ["await c(later(b()))", "c", "c"],
  ["await c(later(b()))", "later", "later"],
  ["(await later(chain)).y(b())", "(await later(…)).y", "Base.y"],
  ["a(await later(1), b())", "b", "b"],
  ["bound()", "bound", "c"],
  ["proxy(b())", "proxy", "c"],
  ["c(fall(3) + fall(2))", "fall", "fall"],
  ["withDefault()", "withDefault", "withDefault"],
  // What is never called, or is nothing of the plugin
  ["c(b() || c(2))", "c", "next"],
  ["b() ? c(1) : a()", "a", "next"],
  ["list.push(b())", "list.push", "next"],
  ["c(Math.max(b(), 2))", "Math.max", "next"],
  ["try { c(fails() ?? b()); } catch {}", "b", "next"],
  // Natives call what they are given
  ["c(list.map((n) => n + b()))", "c", "c"],
  ["c(list.map((n) => n + b()))", "list.map", "(anonymous)"],
  ["list.forEach(c)", "list.forEach", "c"],
  ["new Promise((done) => done(b()))", "new Promise", "(anonymous)"],
  ["c(JSON.stringify({ toJSON: b }))", "JSON.stringify", "{}.toJSON"],
  // What is called without a call
  ["a(chain.self, chain.got, b())", "b", "b"],
  ["chain.taken = Math.max(1, 2)", "Math.max", "next"],
  ["chain.taken = b()", "b", "b"],
  ["a(...chain, b())", "b", "b"],
  ["c(`${chain}`)", "c", "c"],
  // A generator begins when it is asked
  ["c(count())", "count", "next"],
  ["count().next()", "count().next", "count"],
  ["a(...count())", "count", "count"],
];

const LINES = new Map<string, number>();
const FUNCTIONS = [...new Set(STEPS.map(([statement]) => statement))].map((statement, at) => {
  LINES.set(statement, at);
  return `async () => {\n    ${statement};\n    note("next");\n  }`;
});
const BEFORE = `${WORLD}const statements = [\n  `;
const PROGRAM = `${BEFORE}${FUNCTIONS.join(",\n  ")},\n];
export const commands = { go: (at: number) => statements[at]?.() };
`;

const NAMES: Readonly<Record<string, string>> = { next: "(anonymous)", "{}.toJSON": "b" };

describe("A step into a chosen call", () => {
  let debugged: Debugged;
  before(async () => {
    debugged = await Debugged.create(PROGRAM);
    await debugged.plugin.start();
  });
  after(() => debugged.dispose());

  for (const [statement, call, leads] of STEPS) {
    it(`${statement}: ${call} leads to ${leads}`, async () => {
      const at = LINES.get(statement) ?? -1;
      const line = BEFORE.split("\n").length + 1 + at * 4;
      await debugged.breakAt(line);
      const result = debugged.go(at);
      await debugged.stop();
      await debugged.breakAt();
      const { frames: frameBefore } = await debugged.inspector.frames();
      await debugged.stepInto(call);
      const { frames } = await debugged.inspector.frames();
      assert.equal(frames[0]?.name, NAMES[leads] ?? leads);
      if (leads === "next") {
        assert.equal(frames[0]?.place.line, line + 1);
        assert.equal(frames[0]?.id, frameBefore[0]?.id);
      } else if (frames[0]?.name === "(anonymous)") assert.notEqual(frames[0]?.id, frameBefore[0]?.id);
      await debugged.inspector.resume();
      await result;
    });
  }
});
