// Tries: `finally` blocks that replace a pending completion by another, in loops and generators.
// From: an experiment: "finally traps"; QuickJS keeps completions on its value stack.
// expect: fault timeout
function trap() {
  for (;;) {
    try {
      return 1;
    } finally {
      continue;
    }
  }
}
trap();
