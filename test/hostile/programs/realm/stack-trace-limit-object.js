// Tries: an object with a hostile `valueOf` as `Error.stackTraceLimit`, read while natives throw.
// From: V8 and QuickJS-ng read the limit on every error.
// expect: value "contained"
let depth = 0;
Error.stackTraceLimit = {
  valueOf() {
    depth++;
    if (depth < 50) new Error("again").stack;
    return 1e9;
  },
};
Object.defineProperty(Error.prototype, "stack", {
  get() {
    return aiHub;
  },
  set() {
    throw new Error("no stack for you");
  },
  configurable: true,
});
let name = "";
try {
  new URL("http://[");
} catch (error) {
  name = error.name;
}
export default name === "TypeError" || name === "Error" ? "contained" : name;
