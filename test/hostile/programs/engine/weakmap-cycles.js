// Tries: weak maps whose values hold their keys, through several maps, then a collection by allocation.
// From: ephemerons in reference-counting collectors.
// expect: value "alive" | fault memory | fault timeout
const maps = Array.from({ length: 10 }, () => new WeakMap());
for (let i = 0; i < 20_000; i++) {
  const key = {};
  for (const map of maps) map.set(key, { key, map, fn: () => key });
}
for (let i = 0; i < 200; i++) new Array(10_000).fill(i);
export default "alive";
