// Tries: typed arrays of most of the memory, sorted with a comparator that changes them.
// From: CVE-2016-… typed array sort with a detaching comparator.
// expect: value "alive" | fault timeout | fault memory
const bytes = new Uint8Array(10_000);
crypto.getRandomValues(bytes);
const sizes = [];
for (const method of ["sort", "toSorted", "map", "filter", "findLast"]) {
  const buffer = new ArrayBuffer(4096, { maxByteLength: 8192 });
  const view = new Uint8Array(buffer);
  try {
    view[method]((a, b) => {
      buffer.resize(buffer.byteLength === 0 ? 8192 : 0);
      return a - b || 1;
    });
  } catch {}
  sizes.push(view.length);
}
bytes.sort((a, b) => b - a);
export default sizes.length === 5 ? "alive" : sizes;
