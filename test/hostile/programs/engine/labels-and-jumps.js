// Tries: breaks and continues through nested labels, switch, try and with destructuring in loop heads.
// From: QuickJS bytecode of `finally` with labelled jumps (advisories of 2024).
// expect: value "alive"
let steps = 0;
outer: for (const [a, b = steps++] of [[1], [2], [3]]) {
  middle: for (;;) {
    try {
      switch (a) {
        case 1:
          continue outer;
        case 2:
          break middle;
        default:
          break outer;
      }
    } finally {
      inner: {
        steps++;
        if (steps % 2) break inner;
        try {
          throw b;
        } catch {
          break inner;
        } finally {
          steps++;
        }
      }
    }
  }
}
export default steps > 3 ? "alive" : steps;
