import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { createRealm } from "./harness.ts";
import { assertSame } from "./same.ts";

interface UrlCase {
  readonly input: string;
  readonly base: string | null;
  readonly failure?: boolean;
  readonly [part: string]: unknown;
}

const PARTS = "href protocol username password host hostname port pathname search hash".split(" ");

/** All of the web platform tests' cases where they lie beside the checkout, else the committed sample of them. */
function urlCases(): UrlCase[] {
  const whole = new URL("../../../../shared/wpt/urltestdata.json", import.meta.url);
  const file = existsSync(whole) ? whole : new URL("../../fixtures/url-cases.json", import.meta.url);
  const entries = JSON.parse(readFileSync(file, "utf8")) as (UrlCase | string)[];
  return entries.filter((entry) => typeof entry !== "string");
}

describe("URL in the sandbox", () => {
  it("parses as the web platform tests say", async () => {
    const cases = urlCases();
    assert.ok(cases.length >= 40);
    const { run } = await createRealm();
    const inside = (await run(`${JSON.stringify(cases.map(({ input, base }) => [input, base]))}.map(([input, base]) => {
      const args = base === null ? [input] : [input, base];
      const can = URL.canParse(...args);
      try {
        const url = new URL(...args);
        const parts = Object.fromEntries(${JSON.stringify([...PARTS, "origin"])}.map((part) => [part, url[part]]));
        return { ...parts, can, parsed: URL.parse(...args).href };
      } catch (error) {
        return { failure: error instanceof TypeError, can, parsed: URL.parse(...args) };
      }
    })`)) as Record<string, unknown>[];
    for (const [index, expected] of cases.entries()) {
      const wanted: Record<string, unknown> =
        expected.failure === true
          ? { failure: true, can: false, parsed: null }
          : { ...Object.fromEntries(PARTS.map((part) => [part, expected[part]])), can: true, parsed: expected.href };
      const { origin, ...got } = inside[index] as Record<string, unknown>;
      assert.deepEqual(got, wanted, JSON.stringify(expected));
      if (typeof expected.origin === "string") assert.equal(origin, expected.origin, JSON.stringify(expected));
    }
  });

  it("behaves as Node's URL does", () =>
    assertSame([
      "new URL('//a/b?c#d', 'http://x').toJSON()",
      "JSON.stringify({ url: new URL('http://a') })",
      "`${new URL('http://a/\\u0000\\ud800')}`",
      "new URL()",
      "new URL('/x')",
      "URL('http://a')",
      "URL.canParse()",
      "URL.canParse('x', 'nonsense')",
      "URL.canParse(undefined, 'http://a')",
      "new URL(Symbol())",
      "new URL('http://a', undefined).href",
      "new URL({ toString: () => 'http://object/' }).href",
      "[URL.name, URL.length, URL.parse.length, URL.canParse.length, URLSearchParams.length]",
      "Object.keys(URL.prototype).sort()",
      "Object.prototype.toString.call(new URL('http://a'))",
      "Object.getOwnPropertyDescriptor(globalThis, 'URL').enumerable",
      "Object.getOwnPropertyDescriptor(URL.prototype, 'href').get.call({})",
      "URL.prototype.href",
      ...["protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash", "href"].flatMap(
        (part) =>
          ["", "x", "https:", "8080", "a:b@c/d?e#f", "é ü", "%zz", "\\u0000", "http://new:81/p?q#h"].map(
            (
              value,
            ) => `(() => { const u = new URL("http://u:p@h:1/p?q=1#f"); u.${part} = ${JSON.stringify(value).replace("\\\\", "\\")};
              return [u.href, u.${part}] })()`,
          ),
      ),
      "(() => { 'use strict'; const u = new URL('http://a'); u.origin = 'x'; return u.href })()",
      "(() => { const u = new URL('http://a'); try { u.href = 'no' } catch {} return u.href })()",
    ]));

  it("links searchParams both ways", () =>
    assertSame([
      "(() => { const u = new URL('http://a/?b=1'); u.searchParams.append('c', 'd e&f'); return u.href })()",
      "(() => { const u = new URL('http://a/?b=1'); const p = u.searchParams; u.search = '?x=%20y'; return [p.get('x'), p === u.searchParams] })()",
      "(() => { const u = new URL('http://a/?b=1'); const p = u.searchParams; u.href = 'http://b/?z=1'; return [...p] })()",
      "(() => { const u = new URL('http://a/?b=1#h'); u.searchParams.delete('b'); return u.href })()",
      "(() => { const u = new URL('http://a/?b=~1'); u.searchParams.sort(); return u.href })()",
      "(() => { const u = new URL('http://a/?b=1'); const p = u.searchParams; u.hash = 'x'; p.set('b', '2'); return u.href })()",
      "(() => { const u = new URL('http://a/?a=1&b=2&c=3'); const seen = []; for (const [k] of u.searchParams) { seen.push(k); u.searchParams.delete(k) } return seen })()",
    ]));
});

describe("URLSearchParams in the sandbox", () => {
  it("behaves as Node's does", () =>
    assertSame([
      ...[
        "a=1&b=2&a=3",
        "?a",
        "a=%zz%41",
        "a=%ff%c3%a9",
        "a+b=c+d%2B",
        "=x&&y=",
        "%EF%BB%BFa=%00",
        "a=\\ud800",
      ].flatMap((text) => [
        `[...new URLSearchParams("${text}")]`,
        `new URLSearchParams("${text}").toString()`,
        `new URLSearchParams("${text}").size`,
      ]),
      "new URLSearchParams([['a', 'b'], new Set(['c', 'd'])]).toString()",
      "new URLSearchParams([['a']])",
      "new URLSearchParams([['a', 'b', 'c']])",
      "new URLSearchParams([1])",
      "new URLSearchParams({ a: 1, b: undefined, '\\ud800': 2 }).toString()",
      "new URLSearchParams(new URLSearchParams('a=b')).toString()",
      "new URLSearchParams(null).toString()",
      "new URLSearchParams(undefined).toString()",
      "new URLSearchParams(5).toString()",
      "new URLSearchParams(new Map([['x', 'y']])).toString()",
      "new URLSearchParams([['~!\\'()*-._', ' é😀']]).toString()",
      "(() => { const p = new URLSearchParams('b=1&a=2&b=3&c'); p.set('b', 9); return `${p}` })()",
      "(() => { const p = new URLSearchParams('b=1&a=2'); p.set('n', 9); p.append('b', null); return `${p}` })()",
      "(() => { const p = new URLSearchParams('b=1&a=2&b=3'); p.delete('b', '1'); return `${p}` })()",
      "(() => { const p = new URLSearchParams('b=1&a=2&b=3'); p.delete('b'); return `${p}` })()",
      "(() => { const p = new URLSearchParams('b=1&a=2&b=3'); return [p.has('b'), p.has('b', 3), p.has('b', 4), p.get('z'), p.getAll('b')] })()",
      "(() => { const p = new URLSearchParams('z=1&a=2&\\ufffd=3&😀=4&a=1'); p.sort(); return [...p] })()",
      "(() => { const seen = []; new URLSearchParams('a=1&b=2').forEach(function (v, k, p) { seen.push(this.x, v, k, p.size) }, { x: 0 }); return seen })()",
      "new URLSearchParams('a=1').forEach(1)",
      "[...new URLSearchParams('a=1&b=2').keys(), ...new URLSearchParams('a=1').values(), ...new URLSearchParams('a=1').entries()]",
      "URLSearchParams.prototype[Symbol.iterator] === URLSearchParams.prototype.entries",
      "new URLSearchParams('a=1').entries().map((x) => x.length).toArray()",
      "Object.prototype.toString.call(new URLSearchParams().keys())",
      "(() => { const i = new URLSearchParams('a=1').keys(); return [i.next(), i.next(), i.next(), i[Symbol.iterator]() === i] })()",
      "URLSearchParams.prototype.get.call({}, 'a')",
      "URLSearchParams.prototype.entries.call({})",
      "new URLSearchParams('').append('a')",
      "new URLSearchParams('').get()",
      "Object.keys(URLSearchParams.prototype).sort()",
    ]));
});
