// Tries: clones of clones.
// From: amplification by the prelude's own code.
// expect: fault memory | fault timeout | fault stack
let value = [1];
for (;;) value = structuredClone([value, value]);
