import { describe, it } from "mocha";
import { assertOutcomes, assertSame } from "./same.ts";

const TEXTS = [
  "''",
  "'plain'",
  "'é ü 日本 😀'",
  "'\\ud800x\\udc00'",
  "'a\\u0000b'",
  "'\\ufeffbom'",
  "'x'.repeat(70000)",
];

describe("TextEncoder and TextDecoder in the sandbox", () => {
  it("encode as Node does", () =>
    assertSame([
      ...TEXTS.map((text) => `new TextEncoder().encode(${text}).toString()`),
      ...TEXTS.flatMap((text) =>
        [0, 1, 2, 3, 5, 7, 100].map(
          (room) =>
            `(() => { const to = new Uint8Array(${room}); const r = new TextEncoder().encodeInto(${text}, to); return [r.read, r.written, [...to]] })()`,
        ),
      ),
      "new TextEncoder().encode().length",
      "new TextEncoder().encode(12).toString()",
      "new TextEncoder().encode() instanceof Uint8Array",
      "new TextEncoder().encode(Symbol())",
      "new TextEncoder().encodeInto('x', [])",
      "(() => { const b = new Uint8Array(4); new TextEncoder().encodeInto('ab', b.subarray(1)); return [...b] })()",
      "new TextEncoder().encoding",
      "TextEncoder()",
      "TextEncoder.prototype.encode.call({}, 'x')",
      "Object.prototype.toString.call(new TextEncoder())",
    ]));

  it("decode as Node does", () =>
    assertSame([
      ...[
        "utf-8",
        "UTF8",
        " utf-8\\n",
        "utf-16le",
        "utf-16",
        "ucs-2",
        "utf-16be",
        "latin1",
        "ascii",
        "windows-1252",
        "iso-8859-2",
        "koi8-r",
        "gbk",
        "gb18030",
        "big5",
        "shift_jis",
        "euc-jp",
        "iso-2022-jp",
        "euc-kr",
        "nonsense",
        "utf-8\\u0000",
        "",
      ].flatMap((label) => [
        `new TextDecoder("${label}").encoding`,
        `new TextDecoder("${label}").decode(new Uint8Array([65, 0, 0x1b, 0x80, 0x9f, 0xe9, 0xff, 0x41, 0xc3, 0xa9]))`,
        `new TextDecoder("${label}", { fatal: true }).decode(new Uint8Array([65, 66, 0xff, 0xff, 0xff]))`,
        `(() => { const d = new TextDecoder("${label}"); return [0x81, 0x30, 0x81, 0x30, 0xe6, 0x97, 0xa5, 0x88, 0xea, 0x41].map((b) => d.decode(new Uint8Array([b]), { stream: true })).join("iso-2022-jp" === d.encoding ? "" : "|") + d.decode() })()`,
      ]),
      "new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 65]))",
      "new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf, 65]))",
      "(() => { const d = new TextDecoder(); return [0xef, 0xbb, 0xbf, 0xf0, 0x9f, 0x98, 0x80].map((b) => d.decode(new Uint8Array([b]), { stream: true })) })()",
      "(() => { const d = new TextDecoder(); d.decode(new Uint8Array([0xf0, 0x9f]), { stream: true }); return [d.decode(), d.decode(new Uint8Array([65]))] })()",
      "(() => { const d = new TextDecoder('utf-8', { fatal: true }); d.decode(new Uint8Array([0xf0]), { stream: true }); try { d.decode() } catch (e) { return [e.name, d.decode(new Uint8Array([65]))] } })()",
      "[new TextDecoder().fatal, new TextDecoder('utf-8', { fatal: 1 }).fatal, new TextDecoder('utf-8', { ignoreBOM: true }).ignoreBOM]",
      "new TextDecoder().decode(new Uint8Array([65, 66, 67, 68]).buffer)",
      "new TextDecoder().decode(new DataView(new Uint8Array([65, 66, 67, 68]).buffer, 1, 2))",
      "new TextDecoder().decode(new Uint16Array([0x4241]))",
      "new TextDecoder().decode(new Uint8Array([65, 66, 67]).subarray(1))",
      "new TextDecoder().decode()",
      "new TextDecoder().decode('text')",
      "new TextDecoder().decode(null)",
      "TextDecoder.prototype.decode.call({})",
    ]));
});

describe("atob and btoa in the sandbox", () => {
  it("behave as Node's do", () =>
    assertSame([
      ...["''", "'a'", "'ab'", "'\\u0000\\u00ff'", "'é'", "'日'", "undefined", "null", "12"].map(
        (text) => `btoa(${text})`,
      ),
      ...[
        "''",
        "'YQ=='",
        "'YQ'",
        "' Y W I = '",
        "'AP8='",
        "'YQ='",
        "'Y'",
        "'Y%'",
        "'YWI===='",
        "null",
        "'____'",
        "'é'",
        "'YQ==\\u0000'",
      ].map((text) => `atob(${text})`),
      "atob(btoa(Array.from({ length: 256 }, (_, i) => String.fromCharCode(i)).join('')))",
      "btoa()",
      "atob()",
      "btoa(Symbol())",
      "[btoa.length, atob.name]",
    ]));
});

describe("structuredClone in the sandbox", () => {
  it("behaves as Node's does", () =>
    assertSame([
      ...["1", "-0", "'x'", "null", "undefined", "10n.toString()", "NaN", "[1, , 3]", "{ a: { b: [1] } }"].map(
        (value) => `structuredClone(${value})`,
      ),
      "Object.is(structuredClone(-0), -0)",
      "1 in structuredClone([1, , 3])",
      "(() => { const a = { n: 1 }; a.self = a; const b = structuredClone(a); return [b !== a, b.self === b, b.n] })()",
      "(() => { const s = {}; const [x, y] = structuredClone([s, s]); return x === y })()",
      "[...structuredClone(new Map([[{ k: 1 }, new Set([1, 'a'])]])).entries()].map(([k, v]) => [k, [...v]])",
      "(() => { const m = new Map(); m.set('me', m); const c = structuredClone(m); return c.get('me') === c })()",
      "structuredClone(new Date(86400000)).getTime()",
      "Number.isNaN(structuredClone(new Date(NaN)).getTime())",
      "(() => { const r = /a(b)/giu; r.lastIndex = 3; const c = structuredClone(r); return [c.source, c.flags, c.lastIndex] })()",
      "(() => { const c = structuredClone(Object(1n)); return [typeof c, c.valueOf() === 1n] })()",
      "[Object(true), Object(1), Object('s')].map((x) => { const c = structuredClone(x); return [typeof c, c.valueOf()] })",
      "structuredClone(Object(Symbol()))",
      "(() => { const b = new Uint8Array([1, 2, 3, 4]).buffer; const c = structuredClone(b); return [c !== b, [...new Uint8Array(c)], b.byteLength] })()",
      "(() => { const b = new Uint8Array([1, 2, 3, 4]).buffer; const c = structuredClone({ b, v: new Uint8Array(b, 1, 2) }, { transfer: [b] }); return [b.byteLength, c.b.byteLength, [...c.v], c.v.buffer === c.b, b.detached] })()",
      "(() => { const b = new ArrayBuffer(4); let n; try { structuredClone({ b, f() {} }, { transfer: [b] }) } catch (e) { n = e.name } return [n, b.byteLength] })()",
      "structuredClone(1, { transfer: [{}] })",
      "(() => { const b = new ArrayBuffer(1); return structuredClone(b, { transfer: [b, b] }) })()",
      "(() => { const b = new ArrayBuffer(1); structuredClone(b, { transfer: [b] }); return structuredClone(b) })()",
      "(() => { const c = structuredClone(new ArrayBuffer(2, { maxByteLength: 8 })); return [c.byteLength, c.maxByteLength, c.resizable] })()",
      ...["Int8Array", "Uint8ClampedArray", "Uint16Array", "Float32Array", "Float64Array"].map(
        (name) =>
          `(() => { const c = structuredClone(new ${name}([1, 2, 3]).subarray(1)); return [c.constructor.name, [...c], c.byteOffset] })()`,
      ),
      "(() => { const c = structuredClone(new BigInt64Array([5n])); return [c.constructor.name, c[0] === 5n] })()",
      "(() => { const c = structuredClone(new DataView(new ArrayBuffer(8), 2, 4)); return [c.constructor.name, c.byteOffset, c.byteLength] })()",
      ...["Error", "TypeError", "RangeError", "EvalError", "SyntaxError", "URIError", "ReferenceError"].map(
        (name) =>
          `(() => { const c = structuredClone(new ${name}('m', { cause: { a: 1 } })); return [c instanceof ${name}, c.name, c.message, c.cause, Object.keys(c), typeof c.stack] })()`,
      ),
      "(() => { class Own extends TypeError {} const e = new Own('m'); e.name = 'Own'; const c = structuredClone(e); return [c.constructor.name, c.name, c.message] })()",
      "(() => { const c = structuredClone(new DOMException('m', 'DataCloneError')); return [c.name, c.message, c.code, c instanceof DOMException] })()",
      "(() => { class P { x = 1; get y() { return 2 } } const c = structuredClone(new P()); return [c.constructor.name, c] })()",
      "structuredClone({ get x() { return 7 } })",
      "structuredClone({ [Symbol('s')]: 1, a: 2 })",
      "Object.keys(structuredClone(Object.assign([1, 2], { extra: 3 })))",
      "(() => { const o = JSON.parse('{\"__proto__\": 1}'); const c = structuredClone(o); return [Object.keys(c), Object.getPrototypeOf(c) === Object.prototype] })()",
      "structuredClone(Object.create({ inherited: 1 }, { hidden: { value: 2 }, shown: { value: 3, enumerable: true } }))",
      ...[
        "() => {}",
        "class {}",
        "Symbol('s')",
        "{ f() {} }",
        "[Symbol()]",
        "Promise.resolve()",
        "new WeakMap()",
        "new WeakSet()",
        "new WeakRef({})",
        "(function* () {})()",
      ].map((value) => `structuredClone(${value})`),
      "structuredClone()",
      "structuredClone(1, 5)",
      "structuredClone({ get x() { throw new RangeError('own') } })",
    ]));

  it("refuses the web's own objects", () =>
    assertOutcomes(
      ["new EventTarget()", "new Event('x')", "new AbortController()", "new URL('http://a')", "performance"].map(
        (value) => [`structuredClone({ value: ${value} })`, "DataCloneError"],
      ),
    ));
});
