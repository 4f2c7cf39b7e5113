// Tries: patterns with exponential backtracking, plain, in lookbehind and with back-references.
// From: ReDoS; lookbehind matches backwards in QuickJS.
// expect: fault timeout
/(?<=(a+)+b)c/.test(`${"a".repeat(40)}c`);
/(a+)+$/.test(`${"a".repeat(40)}b`);
/^(?:(a|b|ab)*)*\1$/.test("ab".repeat(30));
