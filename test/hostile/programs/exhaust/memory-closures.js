// Tries: closures over closures.
// From: variable environments.
// expect: fault memory | fault timeout
let f = () => 0;
for (;;) {
  const inner = f;
  const payload = new Array(50).fill(inner);
  f = () => payload.length + inner.length;
}
