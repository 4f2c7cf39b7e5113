// Tries: to clear, delete and add while maps and sets iterate themselves.
// From: use-after-free of map records (QuickJS 2020, 2021 advisories).
// expect: value "alive" | fault timeout
const map = new Map(Array.from({ length: 1000 }, (_, i) => [{ i }, i]));
let steps = 0;
for (const [key] of map) {
  map.delete(key);
  if (steps++ < 2000) map.set({}, steps);
  if (steps === 500) map.clear();
}
const set = new Set([1]);
set.forEach((x) => {
  set.delete(x);
  if (x < 5000) set.add(x + 1);
});
const weak = new WeakMap();
for (let i = 0; i < 5000; i++) weak.set({ i }, weak);
export default steps > 0 ? "alive" : steps;
