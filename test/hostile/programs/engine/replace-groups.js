// Tries: named groups and `$<` references on a match object whose groups are a proxy.
// From: RegExp.prototype[Symbol.replace] is generic.
// expect: fault timeout | fault memory
const fake = {
  exec: () => null,
  flags: "g",
  global: true,
  unicode: true,
  lastIndex: 0,
};
let calls = 0;
fake.exec = () => (calls++ < 3 ? { index: -5, length: 2 ** 31, 0: "", groups: new Proxy({}, { get: () => "x".repeat(10) }) } : null);
let result;
try {
  result = RegExp.prototype[Symbol.replace].call(fake, "abc", "$<a>$1$99$&$`$'");
} catch (error) {
  result = error.name;
}
export default typeof result === "string" ? "alive" : result;
