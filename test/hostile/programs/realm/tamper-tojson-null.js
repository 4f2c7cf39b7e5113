// Tries: an error described as null, thrown in a timer and in a microtask and reported by hand.
// From: as tamper-tojson-thrown.
// expect: error ERR_PLUGIN
Object.prototype.toJSON = () => null;
setTimeout(() => {
  throw new Error("timer");
}, 0);
queueMicrotask(() => {
  throw new Error("microtask");
});
reportError(new Error("reported"));
await new Promise((resolve) => setTimeout(resolve, 20));
throw new Error("described as null");
