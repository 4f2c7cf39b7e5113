// Tries: `lastIndexOf` over a length of 2^53-1.
// From: DESIGN section 2.
// expect: fault timeout
Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1);
