// Tries: property names that are integers at the edges, long, empty and symbols, on arrays, strings and functions.
// From: QuickJS atoms: integers up to 2^31-1 are tagged.
// expect: value "alive"
const names = ["0", "-0", "2147483647", "2147483648", "4294967294", "4294967295", "4294967296", "9007199254740993", "1e21", "", "\0", "x".repeat(70_000), Symbol.iterator, Symbol()];
let found = 0;
for (const holder of [[], {}, () => {}, new Map(), new Uint8Array(4), Object("text"), new Proxy({}, {})]) {
  for (const name of names) {
    try {
      holder[name] = name;
      if (Object.hasOwn(holder, name)) found++;
      delete holder[name];
    } catch {
      found++;
    }
  }
}
export default found > 50 ? "alive" : found;
