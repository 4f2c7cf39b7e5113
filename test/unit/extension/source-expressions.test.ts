import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { expressionAt, namesInSight } from "../../../extension/debug/source-expressions.ts";

/** The names in sight at `|`, by line. */
function namesAt(marked: string, path = "main.ts"): string[] {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const lineEnd = text.indexOf("\n", offset);
  const spans = namesInSight(path, text, offset, lineEnd < 0 ? text.length : lineEnd);
  return text.split("\n").flatMap((line, index) => {
    const start = text.split("\n").slice(0, index).join("\n").length + (index > 0 ? 1 : 0);
    const own = spans.filter((span) => span.start >= start && span.start <= start + line.length);
    return own.length > 0 ? [own.map((span) => text.slice(span.start, span.end)).join(" ")] : [];
  });
}

/** What a hover at `|` evaluates. */
function hoverAt(marked: string, path = "main.ts"): string | undefined {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const span = expressionAt(path, text, offset);
  return span && text.slice(span.start, span.end);
}

describe("names in sight of a stop", () => {
  it("are those of the function around it, down to its line", () => {
    const source = `const outer = 1;
function total(rows: Row[], { tax = 0, ...more }: Options): number {
  let sum: number = tax;
  for (const row of rows) {
    |sum += row.amount as number;
    after(row);
  }
  return sum;
}`;
    assert.deepEqual(namesAt(source), ["rows tax more", "sum tax", "row rows", "sum row"]);
  });

  it("are not those of functions inside, nor of blocks that are over", () => {
    const source = `function f(n) {
  const twice = (n) => n * 2;
  if (n) { const n = 1; g(n, twice); var kept = 1; }
  try { g(); } catch (error) { g(error, n); }
  for (let i = 0; i < n; i++) g(i, n);
  |g(n);
}`;
    assert.deepEqual(namesAt(source), ["n", "twice", "n twice kept", "n", "n n", "n"]);
  });

  it("are not those that a block around the stop hides", () => {
    const source = `function f(row, name) {
  const outer = name;
  for (const row of rows) {
    use(row, name);
    { const deeper = row, outer = 1; use(outer); }
    switch (row) {
      case 1: {
        const name = row;
        |use(name, outer);
      }
    }
  }
}`;
    assert.deepEqual(namesAt(source), ["outer", "row rows", "row", "row", "row", "name row", "name outer"]);
    assert.deepEqual(namesAt("function f(e) { try { use(e); } catch (e) { |use(e); } }"), ["e e"]);
    assert.deepEqual(namesAt("function f(i) {\n  for (let i = 0; ; i++) {\n    |use(i);\n  }\n}"), ["i i", "i"]);
  });

  it("are not the functions that are called", () => {
    assert.deepEqual(namesAt("const a = 1;\n|f(g(a), h.i(a), k)(a);"), ["a", "a h a k a"]);
  });

  it("leave out what the statement is to declare", () => {
    assert.deepEqual(namesAt("const a = 1;\n|const { b, c: [d] } = a;"), ["a", "a"]);
  });

  it("are variables: no keys, members, labels, types, strings or comments", () => {
    const source =
      "/* a */ type T = a; here: for (;;) { |x = { a: b, c, [d]: e.f, ['g']: `h ${i} j` } as k; break here; }";
    assert.deepEqual(namesAt(source), ["x b c d e i"]);
  });

  it("of the module are seen outside all functions, methods are functions", () => {
    assert.deepEqual(namesAt("const a = 1;\nclass A { m(p) { |return p + a; } }"), ["p p a"]);
    assert.deepEqual(namesAt("const a = 1;\nfunction f(b) { return b; }\n|f(a);"), ["a", "a"]);
  });

  it("of a source that is no source are none, without a throw", () => {
    assert.deepEqual(namesAt("|((((("), []);
    assert.deepEqual(namesAt(`|${"(".repeat(20_000)}`), []);
    assert.deepEqual(namesAt(`|${"a;".repeat(600_000)}`), []);
  });
});

describe("the expression under the pointer", () => {
  it("is the variable, or the members up to it", () => {
    assert.equal(hoverAt("f(ro|ws)"), "rows");
    assert.equal(hoverAt("a.b|b.c"), "a.bb");
    assert.equal(hoverAt("a.b.|c"), "a.b.c");
    assert.equal(hoverAt("a|a.b.c"), "aa");
    assert.equal(hoverAt("a?.b[0].c|c"), "a?.b[0].cc");
    assert.equal(hoverAt("class A { #t = 1; m() { return this.#|t; } }"), "this.#t");
    assert.equal(hoverAt("class A { m() { return th|is.t; } }"), "this");
    assert.equal(hoverAt("let x = { y: z|z }"), "zz");
    assert.equal(hoverAt("<p>{a.b|}</p>", "main.tsx"), "a.b");
  });

  it("is nothing in keys, types, strings and comments", () => {
    for (const source of [
      "x = { a|: 1 }",
      "let x: Ro|w;",
      "x = 'a|b'",
      "// a|b",
      "f(a: nu|mber) {}",
      "/a|b/",
      "|((((",
    ]) {
      assert.equal(hoverAt(source), undefined, source);
    }
  });
});
