// Tries: `indexOf` over 2^32-2 holes: one built-in that never asks for an interrupt.
// From: long built-ins that ask for no interrupt (ARCHITECTURE.md, QuickJS).
// expect: fault timeout
new Array(2 ** 32 - 2).indexOf(1);
