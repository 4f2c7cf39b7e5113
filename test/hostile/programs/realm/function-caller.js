// Tries: `caller`, `callee` and `arguments` to climb from a callback into the prelude's frames.
// From: sloppy-mode stack walking (ECMAScript forbids it only for strict functions).
// expect: value "contained"
const climbed = [];
function look() {
  for (const read of [() => look.caller, () => look.arguments, () => arguments.callee, () => arguments.caller]) {
    try {
      const value = read();
      if (value !== null && value !== undefined) climbed.push(String(value).slice(0, 40));
    } catch {}
  }
}
setTimeout(look, 0);
queueMicrotask(look);
new EventTarget().addEventListener("x", look);
[1].forEach(look);
await new Promise((resolve) => setTimeout(resolve, 20));
export default climbed.length === 0 ? "contained" : climbed;
