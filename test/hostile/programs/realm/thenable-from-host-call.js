// Tries: a `then` on every object, so that values coming from the host call into the guest while they are resolved.
// From: CVE-2023-37466 (vm2), thenables and Promise handlers.
// expect: value "contained"
const seen = [];
Object.defineProperty(Object.prototype, "then", {
  configurable: true,
  get() {
    const self = this;
    seen.push(typeof self);
    return undefined;
  },
});
const answers = [];
try {
  answers.push(await aiHub.config.validate({ a: 1 }));
} catch (error) {
  answers.push(error.code);
}
delete Object.prototype.then;
const foreign = answers.filter((a) => typeof a === "object" && Object.getPrototypeOf(a) !== Object.prototype);
export default foreign.length === 0 && seen.length > 0 ? "contained" : "a foreign object";
