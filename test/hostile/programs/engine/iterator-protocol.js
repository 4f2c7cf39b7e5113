// Tries: iterators whose `return` throws, loops or is asked for twice, in destructuring, spread and for-of.
// From: iterator closing on abrupt completion.
// expect: value "alive"
let told = 0;
const make = (next) => ({
  [Symbol.iterator]: () => ({
    next,
    get return() {
      told++;
      throw new Error("return");
    },
  }),
});
for (const use of [
  () => {
    const [a, b] = make(() => ({ value: 1, done: false }));
    return a + b;
  },
  () => {
    for (const x of make(() => ({ value: 1, done: false }))) throw x;
  },
  () => new Map(make(() => ({ value: 1, done: false }))),
  () => Object.fromEntries(make(() => null)),
  () => Array.from(make(() => ({ get done() { throw new Error("done"); } }))),
  () => Promise.all(make(() => ({ value: 1, get value2() { return 1; }, done: true }))),
]) {
  try {
    use();
  } catch {
    told++;
  }
}
export default told >= 5 ? "alive" : told;
