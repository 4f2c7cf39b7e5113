// Tries: a generator that calls its own next, return and throw, and an async one that does so while suspended.
// From: use-after-free reports of generators (QuickJS #… "generator is running").
// expect: value "alive"
let told = 0;
function* generate() {
  for (const way of ["next", "return", "throw"]) {
    try {
      generator[way]();
    } catch (error) {
      if (error instanceof TypeError) told++;
    }
  }
  yield* {
    [Symbol.iterator]: () => ({ next: () => generator.return(1), return: () => generator.throw(1) }),
  };
}
const generator = generate();
try {
  generator.next();
} catch {
  told++;
}
async function* asynchronous() {
  running.next().then(() => told++);
  yield 1;
  yield 2;
}
const running = asynchronous();
await running.next();
await running.return(Promise.reject(new Error("x"))).catch(() => told++);
export default told >= 4 ? "alive" : told;
