// Tries: to put a working `constructor` back by redefining the locked property, or to delete the lock.
// From: SES "taming" notes: a lock that is configurable is no lock.
// expect: value "contained"
const prototype = Object.getPrototypeOf(() => {});
const tries = [
  () => Object.defineProperty(prototype, "constructor", { value: 1 }),
  () => {
    prototype.constructor = 1;
  },
  () => Reflect.deleteProperty(prototype, "constructor") && found.push("deleted"),
];
const found = [];
for (const attempt of tries) {
  try {
    attempt();
  } catch {}
}
try {
  found.push(typeof prototype.constructor("return 1"));
} catch (error) {
  if (!(error instanceof EvalError)) found.push(String(error));
}
export default found.length === 0 ? "contained" : found;
