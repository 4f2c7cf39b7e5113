/** The calls of a statement, and where the interpreter says that they are made. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { instrument } from "../../../runtime/core/debug/instrument.ts";
import { instrumentAll, runGuest } from "./guest.ts";

/** What the lines of `STATEMENTS` call. A function's name says what its call's label ends with. */
const WORLD = `
const f = function f() { return o; }, g = function g() { return 1; }, h = () => 2;
const list = [1, 2];
const o = { f, m() { return o; }, k() { return list; }, mk() { return function made() { return 3; }; } };
function mk() { return o.mk(); }
function tag() { return 1; }
function* items() { yield 1; }
async function later() { await null; return o; }
class Base { constructor() {} }
class X extends Base { constructor() { super(g()); } static make() { return new X(); } #p() {} p() { this.#p(); } }
const N = { X };
const never = undefined;
`;

/** One statement each, with the functions that it enters itself, in order. */
const STATEMENTS: readonly (readonly [code: string, entered: string])[] = [
  ["f(1)", "f"],
  ["f ( 1 ), o . f (1), (f)(2), (o.f)(3), (0, o.f)(4)", "f o.f f o.f o.f"],
  ["f(g(1),  h(2))", "g h f"],
  ["o.m(f(), o.m(g()))", "f g o.m o.m"],
  ["o.m().m().k()", "o.m o.m().m o.m().m().k"],
  ["o\n  .m()\n  .m(f(\n    g()\n  ))", "o.m g f o.m().m"],
  ["new X(f())", "f new X"],
  ["new X", "new X"],
  ["new  N . X  /* ( */ ;", "new N.X"],
  ["var made = [new N.X, new (X), new X ()]", "new N.X new X new X"],
  ["`${f()} and ${g(h())}`", "f h g"],
  ["tag`a${f()}${g()}`", "f g tag"],
  ["o.m`x`", "o.m"],
  ["o?.f(g()), o.f?.(h()), never?.f(g()), never?.(f()), f?.(2)", "g o?.f h o.f f"],
  ["f(...[g()], ...list), o.f(...list, h())", "g f h o.f"],
  ["mk()(g())", "mk g mk()"],
  ["f() && never && g() || h()", "f h"],
  ["g() ? h() : f()", "g h"],
  ["never ?? g()", "g"],
  ["var { p = f(), [g()]: q } = h() && o", "h f g"],
  ["[o.q = g()] = [void f()]", "f g"],
  ["o[g()] = h()", "g h"],
  ["o[g()] += h()", "g h"],
  ["f(\n  g(),\n  h(\n    1\n  )\n)", "g h f"],
  ["f() + g() * h()", "f g h"],
  ["/* é😀( */ f('😀'), g('(', ')😀', h())", "f h g"],
  ["if (f()) g()", "f"],
  ["switch (f()) { case g(): break; case h(): break; default: f() }", "f g h"],
  ["for (let i = g(); i < h() - 1;) f()", "g"],
  ["for (const { a = g() } of o.k(f()).slice(0, 1)) h()", "f o.k g"],
  ["for (const x in o.k(f())) { break }", "f o.k"],
  ["X.make()", "X.make"],
  ["typeof f(), void g(), delete o[h()], -g()", "f g h g"],
  ["throw f()", "f"],
  ["await later(f())", "f later"],
  ["await (await later()).m(g())", "later g (await later()).m"],
  ["(() => 1)(), (function () { return 1; })()", "(…) (…)"],
  ["new (class extends Base { constructor() { super(f()) } })(g())", "g new (…)"],
  ["import.meta, f()", "f"],
  ["class K { [f()] = g(); static s = h(); static [g()]() {} }", "f g"],
];

/** A module of one line, and its sites that make calls: their columns and the calls. */
const OWNERS: readonly (readonly [code: string, sites: string])[] = [
  ["const f = () => a(b());", "17: b a"],
  ["const f = () => ({ x: a(), y: () => b() });", "18: a · 37: b"],
  ["while (a(b())) c();", "8: b a · 16: c"],
  ["do c(); while (a(b()))", "4: c · 16: b a"],
  ["for (let i = a(); b(i); c(i)) d();", "1: a · 19: b · 25: c · 31: d"],
  ["for (;;) a();", "10: a"],
  ["for (const x of a()) b();", "1: a · 22: b"],
  ["for (x[a()] of b()) { c(); }", "1: b a · 23: c"],
  ["let x = a(), y = b(), z = () => c();", "1: a · 14: b · 33: c"],
  ["if (a()) b(); else if (c()) d();", "1: a · 10: b · 20: c · 29: d"],
  ["switch (a()) { case b(): c(); case d(): }", "1: a b d · 26: c"],
  ["one: two: a();", "11: a"],
  ["try { a(); } catch ({ x = b() }) { c(); } finally { d(); }", "7: a · 36: c · 53: d"],
  [
    "class X extends a() { [b()] = c(); static y = d(); static { e(); } m(x = f()) { g(); } }",
    "1: a b · 31: c · 47: d · 61: e · 81: g",
  ],
  ["export default a(b);", "1: a"],
  ["export const x = a(), y = b();", "1: a · 23: b"],
  ["function f(x = a()) { return b(); }", "23: b"],
  ["label: { if (x) break label; a(); } debugger;", "30: a"],
  ["async function f() { for await (const x of a()) await b(); }", "22: a · 49: b"],
  ["new (a())(b()).c();", "1: a b new (a()) new (a())(…).c"],
];

/** Writes down, for each function that is entered, what the frame below it stands at. */
const WATCH = `
import { marks } from "aihub:debug";
const ErrorOf = Error, enter = marks.E;
const entered = [];
marks[0] = 1;
marks.E = (accessor, id) => {
  enter(accessor, id);
  const [, , caller = ""] = new ErrorOf().stack.split("\\n");
  entered.push(/\\((\\S+)\\)$/.exec(caller)?.[1]);
};
globalThis.take = () => entered.splice(0);
`;

interface Entered {
  readonly value: { readonly entered: readonly (string | undefined)[]; readonly error?: string };
}

describe("The calls of a statement", () => {
  for (const [code, expected] of STATEMENTS) {
    it(`are made where they are said to be: ${code.replace(/\s+/g, " ")}`, async () => {
      const before = `import "./watch.js";${WORLD}async function run() {\n  take();\n  `;
      const program = `${before}${code};
}
let error;
await run().catch((thrown) => { error = thrown instanceof Error ? String(thrown) : undefined; });
export default async () => ({ entered: take(), error });`;
      const { modules, tables, results } = instrumentAll({ "main.js": program });
      const { value } = (await runGuest({ modules: { ...modules, "watch.js": WATCH }, entry: "main.js" })) as Entered;
      assert.equal(value.error, undefined);
      const sites = tables[0]?.sites ?? [];
      const line = before.split("\n").length;
      const statement = sites.findIndex((site) => site.kind === "statement" && site.line === line);
      const callsOf = (site: number) =>
        (results[0]?.calls.of(site) ?? []).map(({ label, at }) => ({ label, at: `main.js:${at.line}:${at.column}` }));
      const everywhere = sites.flatMap((_, site) => callsOf(site).map(({ at }) => at));
      assert.equal(new Set(everywhere).size, everywhere.length, "no two calls are made at one place");
      const calls = callsOf(statement);
      const made = value.entered.flatMap((at) => calls.findIndex((call) => call.at === at)).filter((at) => at >= 0);
      assert.equal(made.map((at) => calls[at]?.label).join(" "), expected);
      assert.deepEqual(
        made,
        made.toSorted((a, b) => a - b),
        "listed in the order in which they are made",
      );
    });
  }

  for (const [code, expected] of OWNERS) {
    it(`belong to the site before them: ${code}`, () => {
      const { table, calls } = instrument(code, { module: "main.js", runtime: "aihub:debug" });
      const sites = table.sites.map(({ column }, at) => ({ column, labels: calls.of(at).map(({ label }) => label) }));
      const shown = sites
        .filter(({ labels }) => labels.length > 0)
        .toSorted((one, other) => one.column - other.column)
        .map(({ column, labels }) => `${column}: ${labels.join(" ")}`);
      assert.equal(shown.join(" · "), expected);
    });
  }
});
