// Tries: `includes` over 2^32-1 holes.
// From: long built-ins that ask for no interrupt (ARCHITECTURE.md, QuickJS).
// expect: fault timeout
new Array(2 ** 32 - 1).includes(1);
