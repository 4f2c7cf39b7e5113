// Tries: compiled patterns, large and many.
// From: regexp bytecode is memory too.
// expect: fault memory | fault timeout | error SyntaxError
const keep = [];
for (let i = 0; ; i++) keep.push(new RegExp(`(${"a|".repeat(5000)}b){1,${i}}`));
