// Tries: the prelude's closing functions caught by a command's own hands and called thousands of times with big results.
// From: a flood of `done` messages from one call.
// manifest: {"ui":{"commands":[{"id":"go","title":"Go"}]}}
// invoke: go
// expect: value "first" | fault timeout | fault memory
const real = Promise.prototype.then;
let finish;
Promise.prototype.then = function (onValue, onError) {
  if (typeof onValue === "function" && onValue.length === 1) finish = onValue;
  return real.call(this, onValue, onError);
};
const big = "x".repeat(1_000_000);
export const commands = {
  go: async () => {
    setTimeout(() => {
      for (let i = 0; i < 5000; i++) finish?.(big);
    }, 0);
    return "first";
  },
};
