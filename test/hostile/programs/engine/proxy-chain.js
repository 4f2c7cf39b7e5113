// Tries: 100,000 proxies around one another, then every operation on the outermost.
// From: an experiment: proxy chains overflow the native stack.
// expect: value "alive" | fault stack
let proxy = {};
for (let i = 0; i < 100_000; i++) proxy = new Proxy(proxy, {});
let told = 0;
for (const use of [() => proxy.x, () => "x" in proxy, () => Object.keys(proxy), () => delete proxy.x, () => Object.getPrototypeOf(proxy), () => { proxy.x = 1; }, () => Array.isArray(proxy), () => proxy instanceof Object]) {
  try {
    use();
  } catch {
    told++;
  }
}
export default told >= 0 ? "alive" : told;
