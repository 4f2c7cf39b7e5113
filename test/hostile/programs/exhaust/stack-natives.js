// Tries: recursion through sort, replace, map, flat, JSON, Reflect and iterators.
// From: an experiment: host RangeErrors out of evalCode.
// expect: value "done" | fault stack
let dives = 0;
const recursions = [
  (self) => [2, 1].sort(() => self(self)),
  (self) => "x".replace("x", () => self(self)),
  (self) => [1].map(() => self(self)),
  (self) => JSON.parse("[1]", () => self(self)),
  (self) => JSON.stringify({ toJSON: () => self(self) }),
  (self) => Reflect.apply(self, null, [self]),
  (self) => [...{ [Symbol.iterator]: () => self(self) }],
  (self) => new Map([[1, 1]]).forEach(() => self(self)),
  (self) => Array.from([1], () => self(self)),
  (self) => new (class { constructor() { self(self); } })(),
  (self) => self.call.call(self, null, self),
  (self) => "a".split({ [Symbol.split]: () => self(self) }),
  (self) => Object.defineProperty({}, "x", { get: () => self(self) }).x,
];
for (const recursion of recursions) {
  try {
    recursion(recursion);
  } catch (error) {
    if (/stack|recursion/i.test(error.message)) dives++;
  }
}
export default dives === recursions.length ? "done" : dives;
