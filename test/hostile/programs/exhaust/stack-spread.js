// Tries: calls with millions of arguments, by spread, apply and fromCharCode.
// From: arguments are copied to the native stack.
// expect: value "done" | fault memory | fault stack
const many = new Array(500_000).fill(1);
let refused = 0;
for (const call of [() => Math.max(...many), () => Math.max.apply(null, { length: 2 ** 31 }), () => String.fromCharCode(...many), () => Reflect.construct(Array, { length: 1e7 })]) {
  try {
    call();
  } catch {
    refused++;
  }
}
export default refused >= 1 ? "done" : refused;
