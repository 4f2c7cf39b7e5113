// Tries: `sort` of 2^32-1 holes.
// From: DESIGN section 2.
// expect: fault timeout | fault memory
new Array(2 ** 32 - 1).sort();
