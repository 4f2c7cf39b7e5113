import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { createRealm } from "./harness.ts";
import { assertOutcomes, assertSame } from "./same.ts";

describe("Headers in the sandbox", () => {
  it("behave as Node's do", () =>
    assertSame([
      "[...new Headers({ b: '2', A: ' 1 ' })]",
      "[...new Headers([['a', '1'], ['A', '2'], ['set-cookie', 'x'], ['Set-Cookie', 'y']])]",
      "(() => { const h = new Headers(new Headers({ a: 1 })); h.append('a', 'x'); return [h.get('A'), h.has('a'), h.get('b'), h.has('b')] })()",
      "(() => { const h = new Headers([['a', '1'], ['b', '2'], ['a', '3']]); h.set('a', '4'); h.delete('B'); return [...h] })()",
      "(() => { const h = new Headers([['set-cookie', 'x'], ['set-cookie', 'y']]); return [h.getSetCookie(), h.get('set-cookie')] })()",
      "(() => { const out = []; new Headers({ b: '1', a: '2' }).forEach((v, k, h) => out.push(v, k, h instanceof Headers)); return out })()",
      "[[...new Headers({ b: '1', a: '2' }).keys()], [...new Headers({ b: '1', a: '2' }).values()]]",
      "new Headers({ 'a b': '1' })",
      "new Headers({ a: '1\\n2' })",
      "new Headers({ a: '1\\0' })",
      "new Headers({ a: '\\u0100' })",
      "new Headers({ a: '\\u00ff' }).get('a')",
      "new Headers([['a']])",
      "new Headers([['a', 'b', 'c']])",
      "new Headers(5)",
      "new Headers(null)",
      "new Headers().append('a')",
      "Headers.prototype.get.call({}, 'a')",
      "Object.prototype.toString.call(new Headers())",
      "Headers()",
    ]));
});

describe("Request and Response in the sandbox", () => {
  it("behave as Node's do", () =>
    assertSame([
      "(() => { const r = new Request('http://A.example:80/x y?z#f', { method: 'post', body: 'ü', headers: { a: 'b' } }); return [r.url, r.method, r.redirect, [...r.headers], r.signal.aborted, r.bodyUsed] })()",
      "(async () => { const r = new Request('http://a.example', { method: 'POST', body: 'ü' }); const c = r.clone(); return [await r.text(), r.bodyUsed, c.bodyUsed, await c.text()] })()",
      "(async () => { const r = new Request(new Request('http://a.example', { method: 'PUT', body: 'x', headers: { a: '1' } }), { headers: { b: '2' } }); return [r.method, [...r.headers].filter(([n]) => n !== 'content-type'), await r.text()] })()",
      "new Request('http://a.example', { method: 'patch' }).method",
      "new Request('http://a.example', { body: 'x' })",
      "new Request('http://a.example', { method: 'HEAD', body: 'x' })",
      "new Request('/x')",
      "new Request('http://u:p@a.example')",
      "new Request('http://a.example', { method: 'CONNECT' })",
      "new Request('http://a.example', { method: 'a b' })",
      "new Request('http://a.example', { redirect: 'x' })",
      "new Request('http://a.example', { signal: {} })",
      "new Request()",
      "(() => { const c = new AbortController(); c.abort(); return new Request('http://a.example', { signal: c.signal }).signal.aborted })()",
      "(() => { const r = new Response(); return [r.status, r.ok, r.statusText, r.type, r.url, r.redirected, r.bodyUsed, [...r.headers]] })()",
      "(async () => { const r = new Response('a\\ud800'); return [[...r.headers], await r.text(), r.bodyUsed] })()",
      "(async () => { const r = new Response('x'); await r.text(); return r.text() })()",
      "(async () => { const r = new Response('x'); await r.text(); return r.clone() })()",
      "(async () => { const r = new Response('[1]'); const c = r.clone(); return [await r.json(), await c.text()] })()",
      "(async () => await new Response('{').json().catch((e) => e.name))()",
      "(async () => [...new Uint8Array(await new Response(new Uint8Array([1, 2, 3]).subarray(1)).arrayBuffer())])()",
      "(async () => [...await new Response(new Uint8Array([239, 187, 191, 65]).buffer).bytes()])()",
      "(async () => await new Response(new Uint8Array([239, 187, 191, 65, 255])).text())()",
      "(async () => { const r = new Response(new URLSearchParams({ a: 'b c' })); return [[...r.headers], await r.text()] })()",
      "(async () => await new Response({}).text())()",
      "(async () => { const r = Response.json({ a: 1 }, { status: 201 }); return [r.status, [...r.headers], await r.json()] })()",
      "Response.json({}, { headers: { 'content-type': 'a/b' } }).headers.get('content-type')",
      "Response.json(undefined)",
      "(() => { const r = Response.error(); return [r.status, r.type, r.ok] })()",
      "(() => { const r = Response.redirect('http://a.example/x', 307); return [r.status, r.headers.get('location')] })()",
      "Response.redirect('http://a.example/x', 200)",
      "new Response('x', { status: 204 })",
      "[new Response(null, { status: 204 }).status, new Response(null, { status: 599 }).ok]",
      "new Response('', { status: 199 })",
      "new Response('', { status: 600 })",
      "new Response('', { statusText: 'a\\nb' })",
      "Response.prototype.text.call({})",
      "['Headers', 'Request', 'Response'].map((n) => Object.getOwnPropertyDescriptor(globalThis, n)).map((d) => [d.enumerable, d.configurable, d.writable])",
      "[typeof fetch, fetch.name, fetch.length, Object.prototype.toString.call(new Response()), Object.prototype.toString.call(new Request('http://a'))]",
    ]));

  it("refuse what the web refuses", () =>
    assertOutcomes([
      ["structuredClone(new Response())", "DataCloneError"],
      ["fetch()", "TypeError"],
      ["fetch('no url')", "TypeError"],
      ["fetch('http://a.example', { signal: AbortSignal.abort() })", "AbortError"],
      ["fetch('http://a.example')", "TypeError"],
    ]));

  it("have no body stream, and no classes that are only half there", async () => {
    const { run } = await createRealm();
    assert.deepEqual(await run("['body' in new Response('x'), typeof ReadableStream, typeof Blob, typeof FormData]"), [
      false,
      "undefined",
      "undefined",
      "undefined",
    ]);
  });
});
