// Tries: 100,000 times `bind`, and bound arguments that add up.
// From: bound functions call by recursion.
// expect: value "alive" | fault stack | fault memory | fault timeout
let f = (...args) => args.length;
let told;
for (let i = 0; i < 100_000; i++) f = f.bind(null);
try {
  told = f();
} catch (error) {
  told = error.name;
}
export default told !== undefined ? "alive" : told;
