// Tries: `reverse` in place of an array-like of 2^53-1.
// From: DESIGN section 2.
// expect: fault timeout
Array.prototype.reverse.call({ length: 2 ** 53 - 1 });
