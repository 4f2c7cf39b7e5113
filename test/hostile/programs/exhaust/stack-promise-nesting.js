// Tries: a promise resolved with a promise, a million deep, settled at the end.
// From: iterative resolution that recurses when freed.
// expect: value "done" | fault memory | fault stack | fault timeout
let resolveFirst;
let promise = new Promise((resolve) => {
  resolveFirst = resolve;
});
for (let i = 0; i < 100_000; i++) promise = promise.then((x) => x);
resolveFirst(1);
await promise;
export default "done";
