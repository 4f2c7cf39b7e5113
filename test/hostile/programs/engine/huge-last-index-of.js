// Tries: `lastIndexOf` over a length of 2^53-1.
// From: long built-ins that ask for no interrupt (ARCHITECTURE.md, QuickJS).
// expect: fault timeout
Array.prototype.lastIndexOf.call({ length: 2 ** 53 - 1 }, 1);
