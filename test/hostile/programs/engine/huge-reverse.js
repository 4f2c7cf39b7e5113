// Tries: `reverse` in place of an array-like of 2^53-1.
// From: long built-ins that ask for no interrupt (ARCHITECTURE.md, QuickJS).
// expect: fault timeout
Array.prototype.reverse.call({ length: 2 ** 53 - 1 });
