// Tries: one buffer larger than the memory, and one larger than any.
// From: a single allocation that fails.
// expect: value "refused" | fault memory
let refused = 0;
for (const size of [2 ** 32, 2 ** 53 - 1, Infinity, -1, 1e9]) {
  try {
    new ArrayBuffer(size);
  } catch {
    refused++;
  }
}
export default refused === 5 ? "refused" : refused;
