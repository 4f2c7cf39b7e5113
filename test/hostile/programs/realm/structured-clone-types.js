// Tries: cloned values that keep code, getters or prototypes of the original.
// From: HTML structured cloning; functions and accessors must not survive.
// expect: value "contained"
const source = { list: [1], map: new Map([[{ k: 1 }, new Set([1])]]), date: new Date(0), own: undefined };
Object.defineProperty(source, "own", { enumerable: true, get: () => "got" });
Object.defineProperty(source, "__proto__", { enumerable: true, value: { polluted: true } });
const copy = structuredClone(source);
const bad = [];
if (copy.polluted || Object.prototype.polluted) bad.push("polluted");
if (Object.getOwnPropertyDescriptor(copy, "own").get) bad.push("getter");
for (const value of [() => {}, Symbol(), { f() {} }, new WeakMap(), Promise.resolve(), (function* () {})(), new FinalizationRegistry(() => {})]) {
  try {
    structuredClone(value);
    bad.push(String(typeof value));
  } catch (error) {
    if (error.name !== "DataCloneError") bad.push(error.name);
  }
}
export default bad.length === 0 ? "contained" : bad;
