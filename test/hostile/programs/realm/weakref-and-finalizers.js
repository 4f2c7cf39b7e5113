// Tries: finalisers and weak references that outlive what they watch, in hope of a stale native.
// From: use-after-free reports of FinalizationRegistry in QuickJS and V8.
// expect: value "contained"
const seen = [];
const registry = new FinalizationRegistry((held) => {
  seen.push(typeof held);
  try {
    held.constructor.constructor("return 1")();
    seen.push("escaped");
  } catch {}
});
let weak = [];
for (let i = 0; i < 2000; i++) {
  const object = { i, self: undefined };
  object.self = object;
  registry.register(object, { i });
  weak.push(new WeakRef(object));
}
const alive = weak.filter((ref) => ref.deref() !== undefined).length;
weak = [];
await new Promise((resolve) => setTimeout(resolve, 20));
export default !seen.includes("escaped") && alive >= 0 ? "contained" : seen;
