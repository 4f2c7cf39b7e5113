// Tries: a Request that names an allowed host first and another one when it is sent.
// From: time of check, time of use; URL objects with changing toString.
// allow: {"net":["example.invalid"]}
// expect: value "contained"
let reads = 0;
class Liar extends Request {
  get url() { return reads++ === 0 ? "http://127.0.0.1:1/" : "http://example.invalid/"; }
}
class Late extends Request {
  get url() { return reads++ % 2 === 0 ? "http://example.invalid/" : "http://127.0.0.1:1/"; }
}
const url = { toString: () => (reads++ % 2 === 0 ? "http://127.0.0.1:1/" : "http://example.invalid/") };
Object.defineProperty(Object.prototype, "url", { get: () => "http://127.0.0.1:1/", set() {}, configurable: true });
const results = [];
for (const attempt of [() => fetch(new Liar("http://example.invalid")), () => fetch(new Late("http://example.invalid")), () => fetch(url), () => fetch(new Request(url))]) {
  results.push(await attempt().then(() => "answered", (error) => error.message));
}
const reached = results.filter((text) => !text.startsWith("Domain not permitted") && !text.startsWith("fetch failed: The host example.invalid"));
export default reached.length === 0 ? "contained" : reached;
