// Tries: registered symbols, which are never freed.
// From: Symbol.for keeps its keys for ever.
// expect: fault memory | fault timeout
for (let i = 0; ; i++) Symbol.for(`a long description of a symbol ${"x".repeat(500)} ${i}`);
