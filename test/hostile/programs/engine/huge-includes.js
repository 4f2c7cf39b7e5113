// Tries: `includes` over 2^32-1 holes.
// From: DESIGN section 2.
// expect: fault timeout
new Array(2 ** 32 - 1).includes(1);
