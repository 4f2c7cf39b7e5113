// Tries: a `this` that is more than the guest's own global, from every kind of callback.
// From: sloppy functions called without a receiver see the global of their realm.
// expect: value "contained"
const seen = new Set();
function note() {
  seen.add(this);
}
setTimeout(note, 0);
queueMicrotask(note);
const target = new EventTarget();
target.addEventListener("x", note);
target.dispatchEvent(new Event("x"));
[1].map(note);
"a".replace("a", note);
JSON.stringify({ toJSON: note });
Promise.resolve().then(note);
await new Promise((resolve) => setTimeout(resolve, 20));
for (const known of [undefined, globalThis, target]) seen.delete(known);
const strange = [...seen].filter((value) => typeof value !== "object" || typeof value.toJSON !== "function");
export default strange.length === 0 ? "contained" : strange.map(String);
