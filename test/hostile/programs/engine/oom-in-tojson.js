// Tries: to run out of memory while the result is being written.
// From: error paths of the bridge itself.
// expect: fault memory | fault timeout
const keep = [];
export default {
  toJSON() {
    for (;;) keep.push("x".repeat(100_000) + keep.length);
  },
};
