import { strict as assert } from "node:assert";
import { Console } from "node:console";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import { describe, it } from "mocha";
import { createRealm } from "./harness.ts";

/** Expressions whose text in the sandbox is what Node's `inspect` makes of them. */
const VALUES = `
{} ; [] ; {a:1} ; {a:{b:{c:{d:1}}}} ; [1,[2,[3,[4,[5]]]]] ; [1,,3] ; new Array(5) ; {a:{b:{c:{}, d:[], e:new Map()}}}
[undefined,null,NaN,-0,10n,Symbol('x'),'it\\'s',"a\\nb"] ; ['\\u001b[31m','"\\'',"\`", '\\ud800x'] ; 4 ; -0 ; 5n ; null ; undefined ; Symbol('s')
new Map([['a',{b:1}]]) ; new Set([1,'x']) ; new Map() ; new Set() ; new (class extends Map{})([[1,2]])
new Date(0) ; new Date(NaN) ; /a/gi ; Object(1) ; Object('ab') ; Object(true) ; Object(Symbol('q')) ; Object(1n)
()=>1 ; function foo(){} ; class A{} ; class B extends Array{} ; Object.assign(()=>1,{x:1}) ; async function f(){} ; function*g(){} ; async()=>{}
Object.create(null) ; Object.assign(Object.create(null),{a:1}) ; new (class Foo{x=1}) ; new (class Foo{}) ; new (class Foo extends (class Bar{}){})
{get a(){throw 1},set b(v){},get c(){throw 1},set c(v){}} ; {[Symbol('s')]:1,'a-b':2,3:4} ; {[Symbol.toStringTag]:'T'} ; Math ; new WeakMap()
(()=>{const a={};a.me=a;return a})() ; (()=>{const a={x:{}};a.x.y=a;a.x.z=a.x;return a})() ; (()=>{const m=new Map();m.set(1,m);return m})()
new Uint8Array([1,2,3]) ; new Uint8Array(200) ; new Float64Array([1.5]) ; new ArrayBuffer(4) ; Object.assign([1,2],{x:1})
Array.from({length:150},(_,i)=>i) ; Array.from({length:30},(_,i)=>'item'+i) ; Array.from({length:101},()=>({a:1})) ; {a:'x'.repeat(100)}
[1.5,2.25,3,4,5,6,7,8,9,10] ; [true,false,true,false,true,false,true] ; [[]] ; [{}] ; {a:[],b:{}} ; [['a',1],['b',2]]
{a:1,b:'two',c:[1,2,3],d:{e:{f:1}},g:'long enough to break the line at eighty'} ; Object.fromEntries(Array.from({length:30},(_,i)=>['k'+i,i]))
{name:'alpha',values:[{id:1,tags:['a','b'],deep:{x:{y:1}}}],fn(){},n:null,u:undefined} ; 'x'.repeat(10050).split('+')
`
  .trim()
  .split(/ ; |\n/);

/** Statements that print; Node's console prints the same text. */
const STATEMENTS = [
  "console.log()",
  "console.log('a', 1, 'b', { c: 'd' })",
  "console.log('%s is %d years, %i, %f, %j %o %O %c%%', 'Bob', 42.5, 42.9, '1.5x', { a: 1 }, { o: [] }.o.x, { b: { c: {} } }, 'color: red', 'more')",
  "console.log('%s %s', 'one')",
  "console.log('%d %d %i', '5', 7n, Symbol())",
  "console.log('%s %s %s', null, undefined, -0)",
  "console.log('%s', Symbol('a'), '%s')",
  "console.log('100%', 'x')",
  "console.info('i'); console.warn('w'); console.error('e'); console.debug('d')",
  "console.group('outer'); console.log('in\\nside'); console.group(); console.log({ a: 1 }); console.groupEnd(); console.groupEnd(); console.groupEnd(); console.log('out')",
  "console.count(); console.count('x'); console.count(); console.countReset(); console.count()",
  "console.assert(true, 'no'); console.assert(false); console.assert(false, 'yes %s', 1); console.assert(0, { a: 1 })",
  "console.dir({ a: { b: { c: { d: { e: 1 } } } } }, { depth: 0 }); console.dir({ a: { b: { c: { d: { e: 1 } } } } }, { depth: null })",
  "console.table([{ a: 1, b: 'x' }, { a: 2, c: true }]); console.table([1, 'two']); console.table(5); console.table([{ a: 1, b: 2 }], ['b']); console.table({ r: { a: 1 } })",
];

describe("console in the sandbox", () => {
  const shared = createRealm();

  for (const value of VALUES) {
    it(`shows ${value.slice(0, 80)}`, async () => {
      const { run, logs } = await shared;
      logs.length = 0;
      await run(`void console.log(${value})`);
      // biome-ignore lint/security/noGlobalEval: the snippets are this suite's own
      assert.equal(logs[0], `info: ${inspect(globalThis.eval(`(${value})`))}`);
    });
  }

  for (const statement of STATEMENTS) {
    it(`prints ${statement.slice(0, 80)}`, async () => {
      const { run, logs } = await shared;
      logs.length = 0;
      await run(`(() => { ${statement} })()`);
      const lines = logs.map((line) => line.replace(/^\w+: /, "")).join("\n");
      assert.equal(lines, nodePrints(statement));
    });
  }

  it("gives each method its level", async () => {
    const { run, logs } = await createRealm();
    await run(`(() => { for (const method of ["log", "info", "warn", "error", "debug"]) console[method](method) })()`);
    assert.deepEqual(logs, ["info: log", "info: info", "warn: warn", "error: error", "debug: debug"]);
  });

  it("times", async () => {
    const { run, logs } = await createRealm();
    await run(`(() => { console.time(); console.timeLog("default", 1); console.timeEnd(); console.timeEnd() })()`);
    assert.match(logs.join("\n"), /^info: default: [\d.]+ms 1\ninfo: default: [\d.]+ms\nwarn: No such label 'default'/);
  });

  it("shows errors with their stack, cause and own properties", async () => {
    const { run, logs } = await createRealm();
    await run(`(() => { const e = Object.assign(new TypeError("bad", { cause: new Error("why") }), { code: 7 });
      console.log(e); console.log(new DOMException("m", "AbortError")); console.log({ inner: new RangeError("r") }); console.trace("here") })()`);
    assert.match(
      String(logs[0]),
      /^info: TypeError: bad\n {4}at .*(\n.*)*\{\n {2}\[cause\]: Error: why\n {6}at (.|\n)*code: 7\n\}$/,
    );
    assert.match(String(logs[1]), /^info: AbortError: m\n {4}at /);
    assert.match(String(logs[2]), /^info: \{\n {2}inner: RangeError: r\n {6}at /);
    assert.match(String(logs[3]), /^info: Trace: here\n {4}at /);
  });

  it("shows the web's objects by their attributes", async () => {
    const { run, logs } = await createRealm();
    await run(`(() => { console.log(AbortSignal.abort(1), new TextDecoder()) })()`);
    assert.deepEqual(logs, [
      "info: AbortSignal { aborted: true, reason: 1, onabort: null } TextDecoder { encoding: 'utf-8', fatal: false, ignoreBOM: false }",
    ]);
  });

  it("survives hostile values without running their code, but for the traps of proxies", async () => {
    const { run, logs } = await createRealm();
    await run(`(() => {
      globalThis.ran = 0;
      const bomb = { get() { ran++; throw new Error("ran") }, configurable: true };
      const hostile = Object.defineProperties(class {}, { name: bomb, [Symbol.toStringTag]: bomb });
      const error = Object.defineProperties(new Error("x"), { message: bomb, name: bomb, stack: bomb });
      const date = Object.defineProperties(new Date(0), { toISOString: bomb, constructor: bomb, [Symbol.toPrimitive]: bomb });
      const array = Object.defineProperty([1], 0, bomb);
      const map = Object.defineProperties(new Map([[1, 2]]), { size: bomb, entries: bomb, [Symbol.iterator]: bomb });
      console.log([hostile, error, date, array, map, { toString: bomb.get, inspect: bomb.get, toJSON: bomb.get }]);
      console.log(new Proxy({}, new Proxy({}, bomb)), new Proxy([], { get: bomb.get, getOwnPropertyDescriptor: bomb.get }));
      const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); console.log(proxy, [proxy]);
      console.log(new Proxy(() => {}, { getPrototypeOf: bomb.get }));
    })()`);
    assert.equal(logs.length, 4);
    assert.match(
      String(logs[0]),
      /1970-01-01T00:00:00.000Z(?:.|\n)*\[Getter\](?:.|\n)*1 => 2(?:.|\n)*toString: \[Function: get\]/,
    );
    assert.match(String(logs[2]), /cannot be inspected/);
    assert.ok(Number(await run("ran")) <= 3, "only the traps ran");
  });

  it("bounds huge, sparse, deep and wide values", async () => {
    const { run, logs } = await createRealm();
    await run(`(() => {
      console.log("x".repeat(20_000));
      console.log(new Array(2 ** 32 - 1), Object.assign([], { 4294967294: 1 }), Object.assign([1], { length: 4e9 }));
      let deep = {}; for (let i = 0; i < 1e5; i++) deep = { deep }; console.dir(deep, { depth: 20 });
      console.log(Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => "y".repeat(9000))));
      console.log(Object.fromEntries(Array.from({ length: 1e4 }, (_, i) => ["k" + i, i])));
      for (let i = 0; i < 1e4; i++) console.group(); console.log("in");
    })()`);
    assert.equal(logs[0], `info: ${"x".repeat(16_384)}… (3616 more characters)`);
    assert.equal(
      logs[1],
      "info: [ <4294967295 empty items> ] [ <4294967294 empty items>, 1 ] [ 1, <3999999999 empty items> ]",
    );
    assert.match(String(logs[3]), /… \(\d+ more characters\)$/);
    assert.match(String(logs[4]), /\.\.\. 9900 more properties/);
    for (const line of logs) assert.ok(line.length < 16_500);
  });

  it("prints what the bridge could not carry", async () => {
    const { run, logs } = await createRealm();
    await run(`void console.log("a\\0b\\ud800c")`);
    assert.deepEqual(logs, ["info: a\\0b\ufffdc"]);
  });
});

/** What Node's console prints for the statement, on one stream. */
function nodePrints(statement: string): string {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  new Function("console", statement)(new Console({ stdout: stream, stderr: stream }));
  return text.replace(/\n$/, "");
}
