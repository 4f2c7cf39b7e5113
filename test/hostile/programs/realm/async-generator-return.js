// Tries: an async generator's `return` with a thenable, whose `then` gets resolving functions from inside.
// From: CVE-2023-37903 family (vm2), async generators.
// expect: value "contained"
const reached = [];
const thenable = {
  get then() {
    return (resolve, reject) => {
      for (const f of [resolve, reject]) {
        try {
          reached.push(typeof f.constructor("return process")());
        } catch (error) {
          reached.push(error.name);
        }
      }
      resolve(1);
    };
  },
};
async function* generate() {
  yield thenable;
}
await generate().return(thenable);
for await (const value of generate()) reached.push(typeof value === "number" ? "EvalError" : "object");
export default reached.length > 3 && reached.every((name) => name === "EvalError") ? "contained" : reached;
