// Tries: proxies that break their invariants: keys that repeat, descriptors that lie, prototypes that cycle.
// From: proxy invariants are checked by the engine, in C.
// expect: value "alive" | fault stack
const told = [];
const target = Object.freeze({ a: 1 });
const traps = {
  ownKeys: () => ["a", "a"],
  getOwnPropertyDescriptor: () => ({ value: 2, configurable: true }),
  get: () => 2,
  has: () => false,
  deleteProperty: () => true,
  defineProperty: () => true,
  getPrototypeOf: () => proxy,
  isExtensible: () => true,
  preventExtensions: () => true,
  setPrototypeOf: () => true,
};
const proxy = new Proxy(target, traps);
for (const use of [
  () => Object.keys(proxy),
  () => proxy.a,
  () => "a" in proxy,
  () => delete proxy.a,
  () => Object.getPrototypeOf(proxy),
  () => Object.isExtensible(proxy),
  () => ({ ...proxy }),
  () => proxy instanceof Map,
  () => structuredClone(proxy),
  () => JSON.stringify(proxy),
]) {
  try {
    use();
  } catch (error) {
    told.push(error.name);
  }
}
export default told.length >= 5 ? "alive" : told;
