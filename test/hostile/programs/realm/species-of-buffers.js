// Tries: species constructors of arrays, typed arrays and buffers that hand out objects of the guest's choice.
// From: CVE-2016-… in several engines: species in slice and subarray.
// expect: value "contained"
const shared = new ArrayBuffer(8);
for (const Class of [Array, ArrayBuffer, Object.getPrototypeOf(Uint8Array)]) {
  Object.defineProperty(Class, Symbol.species, { value: function Fake() { return shared; }, configurable: true });
}
const results = [];
for (const use of [
  () => structuredClone(new Uint8Array(4)).length,
  () => new TextEncoder().encode("abc").length,
  () => new TextDecoder().decode(new Uint8Array([65])),
  () => crypto.getRandomValues(new Uint8Array(4)).length,
  () => [1, 2].map((x) => x).length,
]) {
  try {
    results.push(use());
  } catch (error) {
    results.push(error.name);
  }
}
await aiHub.config.validate(1);
export default results.length === 5 ? "contained" : results;
