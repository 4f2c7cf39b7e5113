// Tries: sticky and global matching with a lastIndex that is negative, huge or an object.
// From: generic RegExp methods and out-of-bounds reads.
// expect: value "alive"
const pattern = /(?:)/gy;
let steps = 0;
for (const lastIndex of [-1, 2 ** 31, 2 ** 53, Infinity, Number.NaN, { valueOf: () => -1e9 }]) {
  pattern.lastIndex = lastIndex;
  try {
    pattern.exec("\u{1F600}abc");
    "x".replace(pattern, "y");
    for (const _ of "abc".matchAll(/(?:)/gu)) steps++;
  } catch {
    steps++;
  }
}
export default steps > 10 ? "alive" : steps;
