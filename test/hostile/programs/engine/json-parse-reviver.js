// Tries: a reviver that changes the object under the parser, adds to it without end and returns proxies.
// From: JSON.parse revivers in every engine.
// expect: value "alive" | fault timeout | fault memory | fault stack
let calls = 0;
const parsed = JSON.parse(`{"a":[${"1,".repeat(1000)}1],"b":{"c":1}}`, function (key, value) {
  calls++;
  if (key === "0") this.length = 5;
  if (key === "3") this[4] = new Proxy([1, 2, 3], { get: (list, key) => (key === "length" ? 50 : list[key]) });
  if (key === "c") delete this.c;
  return value;
});
export default calls > 5 && parsed.b !== undefined ? "alive" : calls;
