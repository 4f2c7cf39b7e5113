// Tries: a BigInt squared until there is no memory.
// From: arbitrary precision as an amplifier.
// expect: fault memory | fault timeout | error RangeError
let big = 3n;
for (;;) big *= big;
