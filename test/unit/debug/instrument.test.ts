import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { instrument } from "../../../runtime/core/debug/instrument.ts";
import { instrumentAll, RUNTIME, runGuest } from "./guest.ts";

/** Runs `code` instrumented; `observe` is the text of the runtime's observer, which fills `out`. */
async function watch(code: string, observe: string): Promise<unknown> {
  const { modules, tables } = instrumentAll({ "p.js": code });
  const main = `import "${RUNTIME}"; const debug = globalThis.__debug, out = []; debug.tables = ${JSON.stringify(tables)};
const siteOf = (id) => { const table = debug.tables[0]; return table.sites[id - table.firstSite]; };
const nameOf = (accessor) => debug.tables[0].functions[siteOf(accessor(-3)).function].name;
const valuesOf = (id, accessor) => debug.scopesOf(id, accessor).map(({ info, read }) =>
  Object.fromEntries(info.variables.map(({ name }, index) => { try { return [name, read(index) ?? "undefined"]; } catch (error) { return [name, error.name]; } })));
debug.marks.fill(1); debug.observe = (kind, id, accessor, error) => { ${observe} };
export default async () => { const { default: f } = await import("./p.js"); try { await f?.(); } catch (error) { out.push("threw " + error); } return out; };`;
  const { value, error } = await runGuest({ modules: { ...modules, "main.js": main }, entry: "main.js" });
  assert.equal(error, undefined, JSON.stringify(error));
  return value;
}

describe("what the debug agent sees", () => {
  it("variables of every scope, also in the caller's block", async () => {
    const code = `let top = "m"; const f = (n) => { const a = n + 1; for (let i = 0; i < 1; i++) { const b = a + i; g(b); } }; const g = (z) => { debugger; }; export default () => f(1);`;
    const seen = await watch(
      code,
      `if (kind === "debugger") for (const frame of debug.frames.toReversed()) out.push([nameOf(frame), valuesOf(frame(-3), frame).slice(0, -1)]);`,
    );
    assert.deepEqual(seen, [
      ["g", [{ z: 2 }]],
      ["f", [{ b: 2 }, { i: 0 }, { a: 2, n: 1 }]],
      ["", [{}]],
    ]);
  });

  it("uninitialised variables throw, others can be set", async () => {
    const code = `const log = []; export default () => { let a = 1; debugger; let b = 2; log.push(a); return log; };`;
    const seen = await watch(
      code,
      `
      if (kind === "debugger") { out.push(valuesOf(id, accessor)[0]); debug.scopesOf(id, accessor)[0].read(0, 1, 42); }
      if (kind === "exit" && accessor(-5)) out.push(accessor(-5));`,
    );
    assert.deepEqual(seen, [{ a: 1, b: "ReferenceError" }, [42]]);
  });

  it("this, also when there is none yet", async () => {
    const code = `class A {} class B extends A { constructor() { debugger; super(); this.x = 1; debugger; } } export default () => new B();`;
    const seen = await watch(
      code,
      `if (kind === "debugger") { try { out.push(accessor(-6).x); } catch (error) { out.push(error.name); } }`,
    );
    assert.deepEqual(seen, ["ReferenceError", 1]);
  });

  it("this of an arrow function in a field or among parameters", async () => {
    const code = `class A { n = 1; f = () => { debugger; return this.n; }; g(h = () => { debugger; return this.n; }) { h(); } }
      export default () => { const a = new A(); a.f(); a.g(); };`;
    assert.deepEqual(await watch(code, `if (kind === "debugger") out.push(accessor(-6).n);`), [1, 1]);
  });

  it("private members, of every object of the class", async () => {
    const code = `class A { #a = 1; get #g() { return this.#a + 1; } set #g(v) { this.#a = v; } #m() {} static #s = 3; plain = 4;
        arrow = () => { debugger; }; method(other) { debugger; return [this.#a, other.#a]; } static make() { debugger; return new A(); }
        static { debugger; } get field() { return (() => { debugger; })(); } }
      class None { f() { debugger; } }
      export default () => { const a = A.make(); a.arrow(); const b = a.method(new A()); a.field; new None().f(); return A.prototype.method.call(new A(), b[1] && a); };`;
    const seen = await watch(
      code,
      `if (kind !== "debugger") return;
      let at = accessor; while (at && !at(-7)) at = at(-2);
      if (!at) return out.push("none");
      const privates = at(-7), self = accessor(-6) ?? at(-6), found = {};
      globalThis.list ??= out.push(privates());
      for (const [name, type, isStatic] of privates()) {
        try { const value = privates(self, name); found[name] = typeof value === "function" ? "function" : value; if (type !== "method") privates(self, name, "write", value); }
        catch (error) { found[name] = error.name; }
      }
      try { privates({}, "#a"); } catch (error) { found.other = error.name; }
      out.push(found);`,
    );
    const ofStatic = { "#a": "TypeError", "#g": "TypeError", "#m": "TypeError", "#s": 3, other: "TypeError" };
    const ofObject = (a: number) => ({ "#a": a, "#g": a + 1, "#m": "function", "#s": "TypeError", other: "TypeError" });
    assert.deepEqual(seen, [
      [
        ["#a", "field", 0],
        ["#g", "accessor", 0],
        ["#m", "method", 0],
        ["#s", "field", 1],
      ],
      ...[ofStatic, ofStatic, ofObject(1), ofObject(2), ofObject(3), "none", ofObject(1)],
    ]);
  });

  it("what a function returns", async () => {
    const code = `const f = (x) => x * 2; const g = () => { return f(4); }; export default () => { g(); };`;
    const seen = await watch(code, `if (kind === "exit") out.push(accessor(-5) ?? "none");`);
    assert.deepEqual(seen, ["none", 8, 8, "none"]);
  });

  it("exceptions, where they are thrown, with those of the engine", async () => {
    const code = `const f = () => { null.x; }; const g = () => { try { f(); } catch { throw new RangeError("r"); } }; export default () => g();`;
    const seen = await watch(
      code,
      `if (kind === "leave" || kind === "catch") out.push([kind, error.name, nameOf(accessor), siteOf(accessor(-3)).guarded]);`,
    );
    assert.deepEqual(seen, [
      ["leave", "TypeError", "f", false],
      ["catch", "TypeError", "g", true],
      ["leave", "RangeError", "g", false],
      ["leave", "RangeError", "", false],
      "threw RangeError: r",
    ]);
  });

  it("exceptions of a module's own declarations", async () => {
    const bundled = ["var x = null.x;", "var { x } = null;", "var a = 1, b = () => a, c = missing;"];
    const own = [
      "const x = null.x;",
      "let a = 1,\n  b = missing, c\nexport {}",
      "export const x=missing",
      "export default missing;",
    ];
    const more = [
      "const { a: [b], ...c } = await missing;",
      "const x = (0, missing), y = () => x;",
      "export let x =\n  null.x;",
    ];
    for (const code of [...bundled, ...own, ...more]) {
      const { modules, tables } = instrumentAll({ "p.js": code });
      const main = `import "${RUNTIME}"; const debug = globalThis.__debug, out = []; debug.marks.fill(1);
debug.observe = (kind, id, accessor, error) => { if (kind === "leave") out.push([error.name, accessor(-3) - ${tables[0]?.firstSite}]); };
export default async () => { await import("./p.js").catch(() => out.push("failed")); return out; };`;
      const { value } = await runGuest({ modules: { ...modules, "main.js": main }, entry: "main.js" });
      const last = tables[0]?.sites.findLastIndex(({ kind, function: fn }) => kind === "statement" && fn === 0);
      const name = code.includes("missing") ? "ReferenceError" : "TypeError";
      assert.deepEqual(value, [[name, last], "failed"], code);
    }
  });

  it("functions that run before the module that they stand in", async () => {
    const a = `import "./b.js"; export function f() { const x = 1; return x; } export default 0;`;
    const { modules, tables } = instrumentAll({ "a.js": a, "b.js": `import { f } from "./a.js"; f();` });
    const main = `import "${RUNTIME}"; const debug = globalThis.__debug, out = []; debug.tables = ${JSON.stringify(tables)}; debug.marks.fill(1);
debug.observe = (kind, id, accessor) => { if (kind === "stop") out.push(debug.scopesOf(id, accessor).length); };
export default async () => { await import("./a.js"); return out; };`;
    const { value, error } = await runGuest({ modules: { ...modules, "main.js": main }, entry: "main.js" });
    assert.deepEqual([value, error], [[1, 1, 1, 1], undefined]);
  });

  it("the same frame before and after an await, not meanwhile", async () => {
    const code = `const f = async () => { debugger; await null; debugger; }; export default async () => { const p = f(); g(); await p; }; const g = () => { debugger; };`;
    const seen = await watch(
      code,
      `
      globalThis.known ??= [];
      if (kind === "debugger") { if (!known.includes(accessor)) known.push(accessor); out.push(debug.frames.map((frame) => known.indexOf(frame)).filter((n) => n >= 0)); }`,
    );
    assert.deepEqual(seen, [[0], [1], [0]]);
  });

  it("what functions are closed over that were made before frames were kept", async () => {
    const code = `const { marks } = globalThis.__debug; marks.fill(0);
      const outer = (p) => {
        const found = [];
        { let block = p + 1; found.push(() => { debugger; return block; }); }
        for (let i = 0; i < 2; i++) found.push(() => { debugger; return i; });
        for (let k = 5, early = () => { debugger; return k; }; k < 6; k++) found.push(early);
        for (const each of ["e"]) found.push(() => { debugger; return each; });
        switch (p) { case 1: let s = "s"; found.push(() => { debugger; return s; }); }
        try { throw "t"; } catch (caught) { found.push(() => { debugger; return caught; }); }
        class Late { field = (() => { debugger; return p; })(); }
        found.push(() => new Late());
        return found;
      };
      const found = outer(1);
      export default () => { marks.fill(1); for (const f of found) f(); };`;
    const seen = await watch(
      code,
      `if (kind === "debugger") out.push(Object.fromEntries(valuesOf(id, accessor).slice(0, -1).flatMap((values) => Object.entries(values).filter(([, value]) => typeof value !== "function" && typeof value !== "object"))));`,
    );
    const p = { p: 1 };
    assert.deepEqual(seen, [
      { block: 2, ...p },
      { i: 0, ...p },
      { i: 1, ...p },
      { k: 5, ...p },
      { each: "e", ...p },
      { s: "s", ...p },
      { caught: "t", ...p },
      p,
    ]);
  });

  it("a function that was waiting when frames were first kept", async () => {
    const code = `const { marks } = globalThis.__debug; marks.fill(0); let go;
      const f = async (p) => { await new Promise((resolve) => { go = resolve; }); debugger; return p; };
      const g = function* (q) { yield q; debugger; };
      const waiting = f(7), iterator = g(8); iterator.next();
      export default async () => { marks.fill(1); go(); await waiting; iterator.next(); };`;
    const seen = await watch(code, `if (kind === "debugger") out.push([nameOf(accessor), valuesOf(id, accessor)[0]]);`);
    assert.deepEqual(seen, [
      ["f", { p: 7 }],
      ["g", { q: 8 }],
    ]);
  });

  it("endless loops ask in every round", async () => {
    for (const loop of [
      "for (;;) {}",
      "for (;;);",
      "while (true);",
      "do ; while (true);",
      "for (const x of (function* () { for (;;) yield; })());",
    ]) {
      const seen = await watch(
        `export default () => { ${loop} };`,
        `out.count = (out.count ?? 0) + 1; if (out.count === 50) throw new Error("stop");`,
      );
      assert.deepEqual(seen, ["threw Error: stop"], loop);
    }
  });
});

describe("hostile modules", () => {
  const fails = (code: string, map?: string): void => {
    assert.throws(() => instrument(code, { module: "main.js", runtime: RUNTIME, map }), { code: "ERR_BUILD" });
  };

  it("refuses what it cannot parse", () => {
    for (const code of ["let", "a b", "with (a) {}", "return", "\0", "class { #x; #x }"]) fails(code);
  });

  it("refuses a broken source map", () => {
    for (const map of ["", "{", "[]", '{"version":3}']) fails("f();", map);
  });

  it("survives or refuses deep nesting", () => {
    const depth = 50_000;
    for (const code of [
      `${"(".repeat(depth)}1${")".repeat(depth)};`,
      `${"[".repeat(depth)}${"]".repeat(depth)};`,
      `${"{".repeat(depth)}${"}".repeat(depth)}`,
      `${"if (a) ".repeat(depth)};`,
      `${"()=>".repeat(depth)}1;`,
      `${"- ".repeat(depth)}1;`,
      `a = ${"1+".repeat(depth)}1;`,
    ]) {
      try {
        instrument(code, { module: "main.js", runtime: RUNTIME });
      } catch (error) {
        assert.equal((error as { code?: string }).code, "ERR_BUILD");
      }
    }
  });

  it("takes time and room in proportion to the module", () => {
    const unit =
      "function f(a, b) { const c = [a, b].map((x) => { let y = x; return y + 1; }); if (c) { for (const d of c) g(d); } return c; }\n";
    const sized = (bytes: number) =>
      `const g = 1;\n${Array.from({ length: bytes / unit.length }, (_, n) => unit.replace("function f", `function f${n}`)).join("")}`;
    const big = sized(2_000_000);
    const { code, table } = instrument(big, { module: "main.js", runtime: RUNTIME });
    const small = instrument(sized(200_000), { module: "main.js", runtime: RUNTIME });
    assert.ok(code.length < big.length * 15, `${code.length / big.length} times as long`);
    assert.ok(code.length < small.code.length * 11, `${code.length / small.code.length} times the tenth`);
    assert.ok(table.sites.length > 100_000);
  });
});
