// Tries: offsets and lengths at every edge: negative, fractional, 2^31, 2^32, 2^53, on views, DataView and subarray.
// From: integer overflows in typed arrays of 32-bit builds.
// expect: value "alive"
let refused = 0;
let taken = 0;
const edges = [-1, -0, 0.5, 15, 16, 17, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, 2 ** 53, Infinity, Number.NaN];
const buffer = new ArrayBuffer(16);
for (const a of edges) {
  for (const b of edges) {
    for (const use of [
      () => new Uint32Array(buffer, a, b),
      () => new DataView(buffer, a, b).getFloat64(a),
      () => new Uint8Array(buffer).subarray(a, b).fill(7, b, a),
      () => new Uint8Array(buffer).copyWithin(a, b),
      () => new Uint8Array(buffer).set([1, 2, 3], a),
      () => new BigInt64Array(buffer).with(a, 1n),
      () => buffer.slice(a, b),
    ]) {
      try {
        use();
        taken++;
      } catch (error) {
        if (error instanceof Error) refused++;
      }
    }
  }
}
export default refused + taken === edges.length ** 2 * 7 ? "alive" : [refused, taken];
