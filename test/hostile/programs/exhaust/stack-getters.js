// Tries: recursion through getters, setters, proxies and toPrimitive, native frames in between.
// From: native stack per guest frame is larger there.
// expect: value "done" | fault stack
let dives = 0;
const dive = (f) => {
  try {
    f();
  } catch (error) {
    if (/stack|recursion/i.test(error.message)) dives++;
  }
};
const object = {
  get a() {
    return this.a;
  },
  set b(value) {
    this.b = value;
  },
  [Symbol.toPrimitive]() {
    return `${this}`;
  },
};
const proxy = new Proxy(object, { get: (_, key, receiver) => receiver[key], has: (_, key) => key in proxy });
dive(() => object.a);
dive(() => {
  object.b = 1;
});
dive(() => `${object}`);
dive(() => proxy.x);
dive(() => "x" in proxy);
export default dives === 5 ? "done" : dives;
