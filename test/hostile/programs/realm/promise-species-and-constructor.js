// Tries: a promise constructor of its own for the promises of host calls, to be handed their resolving functions.
// From: CVE-2023-30547 and CVE-2023-37903 (vm2), species and `constructor` on promises.
// expect: value "contained"
const caught = [];
class Spy {
  constructor(executor) {
    executor(
      (value) => caught.push(value),
      (error) => caught.push(error),
    );
  }
}
Object.defineProperty(Promise, Symbol.species, { value: Spy, configurable: true });
Object.defineProperty(Promise.prototype, "constructor", { value: Spy, configurable: true });
const call = aiHub.config.getAll === undefined ? undefined : aiHub.config.validate(1);
call?.then(
  () => {},
  () => {},
);
await null;
const reached = [...caught, call].map((value) => {
  try {
    return typeof value.constructor.constructor("return process")();
  } catch (error) {
    return error.name;
  }
});
export default reached.every((name) => name === "EvalError" || name === "TypeError") ? "contained" : reached;
