// Tries: the four function constructors, through prototypes, `new`, `call`, `Reflect.construct` and `bind`.
// From: issue nodejs/node "vm: AsyncFunction constructor", CVE-2019-10761 (vm2).
// expect: value "contained"
const found = [];
for (const sample of [() => {}, function* () {}, async () => {}, async function* () {}]) {
  const Maker = Object.getPrototypeOf(sample).constructor;
  for (const make of [
    () => Maker("return 1"),
    () => new Maker("return 1"),
    () => Maker.call(null, "return 1"),
    () => Maker.bind(null, "return 1")(),
    () => Reflect.construct(Maker, ["return 1"]),
    () => Reflect.construct(Object, ["return 1"], Maker)("x"),
    () => Maker.prototype.constructor("return 1"),
    () => Object.getPrototypeOf(Maker)?.constructor("return 1"),
  ]) {
    try {
      found.push(String(make()));
    } catch (error) {
      if (!(error instanceof EvalError) && !(error instanceof TypeError)) found.push(String(error));
    }
  }
}
export default found.length === 0 ? "contained" : found;
