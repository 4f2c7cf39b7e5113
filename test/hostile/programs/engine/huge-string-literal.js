// Tries: a string literal of 5 MB and an identifier of 100,000 characters.
// From: atoms have a length field.
// generate: return `const ${"i".repeat(100000)} = "${"x".repeat(5000000)}"; export default ${"i".repeat(100000)}.length;`
// expect: value 5000000 | fault memory
