// Tries: `Promise.prototype.then` of its own, which gets the prelude's closing functions, called many times.
// From: CVE-2023-37466 (vm2); broken built-ins break only the plugin.
// expect: value "forged" | value "contained"
const real = Promise.prototype.then;
const handlers = [];
Promise.prototype.then = function (onValue, onError) {
  if (typeof onValue === "function") handlers.push(onValue);
  return real.call(this, onValue, onError);
};
export default () => {
  setTimeout(() => {
    for (const handler of handlers) for (let i = 0; i < 100; i++) {
      try {
        handler("forged");
      } catch {}
    }
  }, 0);
  return new Promise((resolve) => setTimeout(resolve, 50, "contained"));
};
