// Tries: push, unshift and splice at the largest lengths, on arrays and on array-likes.
// From: an experiment: memory corruption of quickjs-ng 0.12 (push at huge length).
// expect: value "alive" | fault timeout | fault memory
let refused = 0;
for (const length of [2 ** 32 - 1, 2 ** 53 - 1]) {
  for (const use of [
    (o) => Array.prototype.push.call(o, 1, 2),
    (o) => Array.prototype.pop.call(o),
  ]) {
    for (const make of [() => ({ length }), () => Object.assign([], { length: 2 ** 32 - 1 })]) {
      try {
        use(make());
      } catch {
        refused++;
      }
    }
  }
}
export default refused > 0 ? "alive" : refused;
