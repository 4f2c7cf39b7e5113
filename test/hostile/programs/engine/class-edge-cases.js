// Tries: derived constructors that return primitives, call super twice or never, with private fields on foreign objects.
// From: private names and `this` before super.
// expect: value "alive"
let refused = 0;
class Stamp extends (function (o) { return o; }) {
  #secret = 1;
  static read(o) {
    return o.#secret;
  }
}
for (const use of [
  () => new (class extends Object { constructor() { /* no super */ } })(),
  () => new (class extends Object { constructor() { super(); super(); } })(),
  () => new (class extends null { constructor() { return 1; } })(),
  () => new (class extends Array { constructor() { super(2 ** 32); } })(),
  () => new Stamp(Object.freeze({})) && new Stamp(globalThis) && new Stamp(globalThis),
  () => Stamp.read({}),
  () => new (class A { static { new A(); throw new Error("static"); } })(),
]) {
  try {
    use();
  } catch {
    refused++;
  }
}
export default refused >= 5 ? "alive" : refused;
