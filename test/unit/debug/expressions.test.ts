import { strict as assert } from "node:assert";
import { after, before, describe, it } from "mocha";
import { Debugged } from "./debugged.ts";

describe("Expressions", () => {
  let debugged: Debugged;
  before(async () => {
    debugged = await Debugged.create(`const secret = "module";
class Counter {
  count = 1;
  bump() {
    const step = 2;
    const add = () => {
      debugger;
      return this.count + step;
    };
    return add();
  }
}
export const commands = { go: () => [secret, new Counter().bump()] };
`);
    void debugged.go();
    await debugged.stop();
  });
  after(() => debugged.dispose());

  it("see the frame: locals, closures, the module, `this`; statements too", async () => {
    for (const [expression, expected] of [
      ["step + this.count", "3"],
      ["secret", "'module'"],
      ["{ a: step }", "{a: 2}"],
      ["const t = step * 2; t + 1", "5"],
      ["[1, 2].map((n) => n * step)", "(2) [2, 4]"],
      ["typeof nobody", "'undefined'"],
      ["JSON.stringify({ step })", `'{"step":2}'`],
    ] as const) {
      assert.equal(await debugged.evaluate(expression), expected, expression);
    }
    assert.equal(await debugged.evaluate("step", 1), "2");
    assert.equal(await debugged.evaluate("this.count", 1), "1");
    await assert.rejects(debugged.evaluate("step", 2), /not defined/);
  });

  it("know private names of the classes around the frame", async () => {
    const other = await Debugged.create(`class Safe {
  #secret = 1;
  static #made = 0;
  next: Safe | undefined;
  #hidden() { return this.#secret; }
  open(other?: Safe) {
    this.next = other;
    Safe.#made++;
    debugger;
    return this.#hidden() + Safe.#made;
  }
}
export const commands = { go: () => { const safe = new Safe(); return safe.open(new Safe()); } };`);
    try {
      const result = other.go();
      await other.stop();
      assert.deepEqual(
        (await other.inside("this")).filter((line) => line.startsWith("#")),
        ["#secret=1"],
      );
      for (const [expression, expected] of [
        ["this.#secret", "1"],
        ["this.#secret + this.next.#secret * 2", "3"],
        ["this.next.#secret = this.#secret + 6", "7"],
        ["this.next.#secret", "7"],
        ["Safe.#made", "1"],
        ["[this, this.next].map((one) => one.#secret)", "(2) [1, 7]"],
      ] as const) {
        assert.equal(await other.evaluate(expression), expected, expression);
      }
      const { reference } = await other.value("this");
      await other.inspector.setVariable(reference, "#secret", "this.#secret + 40");
      await assert.rejects(other.evaluate("this.#nothing"), /not a private member/);
      await assert.rejects(other.evaluate("({}).#secret"), /TypeError/);
      await other.inspector.resume();
      assert.equal(await result, 42);
    } finally {
      await other.dispose();
    }
  });

  it("run once, also when what they run throws a SyntaxError", async () => {
    await debugged.evaluate("globalThis.runs = 0");
    await assert.rejects(debugged.evaluate('(globalThis.runs++, JSON.parse("{"))'), /SyntaxError/);
    assert.equal(await debugged.evaluate("runs"), "1");
  });

  it("that fail or never end leave the plugin as it was", async () => {
    await assert.rejects(debugged.evaluate("nobody.x"), /ReferenceError/);
    await assert.rejects(debugged.evaluate("1 +"), /SyntaxError/);
    await assert.rejects(debugged.evaluate("while (true);"), /longer than 1 s/);
    await assert.rejects(debugged.evaluate("(function f() { return f(); })()"), /stack overflow/i);
    await assert.rejects(debugged.evaluate("throw { message: 'odd' }"), /odd/);
    assert.deepEqual(await debugged.stack(), ["add:7", "Counter.bump:10", "go:13"]);
  });

  it("do not stop at breakpoints, and give the plugin no way to make code from text", async () => {
    await debugged.breakAt(5);
    assert.equal(await debugged.evaluate("new Counter().constructor.name"), "'Counter'");
    for (const expression of [
      "eval('1')",
      "globalThis.eval('1')",
      "new Function('return 1')()",
      "(() => {}).constructor('return 1')()",
    ]) {
      await assert.rejects(
        debugged.evaluate(expression),
        /not defined|not a function|not allowed|undefined/,
        expression,
      );
    }
    await debugged.breakAt();
  });

  it("have the plugin's permissions and no more", async () => {
    const scope = await debugged.value(
      "aiHub.fs.readFile('/etc/passwd').catch((error) => { globalThis.said = error.code; })",
    );
    assert.equal(scope.type, "Promise");
    assert.equal(await debugged.evaluate("typeof process + typeof require"), "'undefinedundefined'");
  });

  it("say that they cannot await, and have no names but those of the plugin", async () => {
    await assert.rejects(debugged.evaluate("await Promise.resolve(1)"), /`await` is not possible here/);
    await assert.rejects(debugged.evaluate("const x = await 1; x"), /`await` is not possible here/);
    assert.equal((await debugged.value("(async () => await 1)()")).type, "Promise");
    assert.equal(await debugged.evaluate("'await'"), "'await'");
    await assert.rejects(debugged.evaluate("arguments"), /does not know `arguments`/);
    assert.equal(await debugged.evaluate("(function () { return arguments.length; })(1, 2)"), "2");
    for (const name of ["scope", "code", "eval"]) await assert.rejects(debugged.evaluate(name), /not defined/, name);
  });

  it("on hover only look", async () => {
    assert.equal(await debugged.evaluate("this?.count", 0, "hover"), "1");
    assert.equal(await debugged.evaluate("this.nobody?.count.more", 0, "hover"), "undefined");
    assert.equal(await debugged.evaluate('this?.["count"]', 0, "hover"), "1");
    assert.equal(await debugged.evaluate("this.count", 0, "hover"), "1");
    for (const expression of ["this.bump()", "step = 3", "[step]", "`${step}`"]) {
      await assert.rejects(debugged.evaluate(expression, 0, "hover"), /Only names/, expression);
    }
  });

  it("on hover know how large collections are, and run no getter of the plugin for that", async () => {
    await debugged.evaluate(`void Object.assign(this, { held: {
      map: new Map([[1, 2]]), set: new Set([1, 2]), bytes: new Uint8Array(3), buffer: new ArrayBuffer(4),
      own: new (class extends Map { get size() { this.ran = true; return 9; } })(),
    } })`);
    for (const [expression, expected] of [
      ["this.held.map.size", "1"],
      ["this.held.set.size", "2"],
      ["this.held.bytes.length", "3"],
      ["this.held.buffer.byteLength", "4"],
      ["this.held.own.size", "0"],
      ["this.held.own.ran", "undefined"],
    ] as const) {
      assert.equal(await debugged.evaluate(expression, 0, "hover"), expected, expression);
    }
    await debugged.evaluate("delete this.held");
  });

  it("are completed", async () => {
    const frame = (await debugged.frame()).id;
    const names = (await debugged.inspector.completions("", 1, frame)).map(({ label }) => label);
    for (const name of ["step", "secret", "Counter", "aiHub", "JSON"]) assert.ok(names.includes(name), name);
    const members = await debugged.inspector.completions("x = this.co", 12, frame);
    assert.deepEqual(members.slice(0, 3), [
      { label: "count", kind: "property" },
      { label: "constructor", kind: "function" },
      { label: "bump", kind: "function" },
    ]);
    const optional = await debugged.inspector.completions("this?.constructor?.['prototype']?.co", 37, frame);
    assert.ok(optional.some(({ label }) => label === "bump"));
    assert.deepEqual(await debugged.inspector.completions("this.bump().", 13, frame), [], "nothing is called");
  });

  it("go to the clipboard whole", async () => {
    assert.equal(
      await debugged.evaluate("({ a: [1], b: 'x' })", 0, "clipboard"),
      '{\n  "a": [\n    1\n  ],\n  "b": "x"\n}',
    );
    assert.equal(await debugged.evaluate("'x'.repeat(20000)", 0, "clipboard"), "x".repeat(20_000));
    for (const [expression, expected] of [
      ["NaN", "NaN"],
      ["10n", "10n"],
      ["undefined", "undefined"],
      ["({ big: 10n })", "{ big: 10n }"],
      ["(() => { const a = { n: 1 }; a.self = a; return a; })()", "<ref *1> { n: 1, self: [Circular *1] }"],
      ["new Map([['a', { b: 1 }]])", "Map(1) { 'a' => { b: 1 } }"],
      ["new Set([1])", "Set(1) { 1 }"],
      ["({ get boom() { throw new Error('no'); } })", "{ boom: [Getter] }"],
      ["function f() { return 1; }", "function f() { return 1; }"],
    ] as const) {
      assert.equal(await debugged.evaluate(expression, 0, "clipboard"), expected, expression);
    }
    assert.match(await debugged.evaluate("new TypeError('why')", 0, "clipboard"), /^TypeError: why/);
    assert.match(await debugged.evaluate("new Proxy({}, { get() { throw 1; } })", 0, "clipboard"), /Proxy|\{\}/);
  });
});
