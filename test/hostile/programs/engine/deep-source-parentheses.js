// Tries: a source of 3,000 nested parentheses, brackets and arrow functions in one expression.
// From: an experiment: deep `eval("(((…")` throws a RangeError out of the module.
// generate: return `export default ${"(".repeat(3000)}1${")".repeat(3000)};\nexport const a = ${"[".repeat(3000)}${"]".repeat(3000)};`
// expect: value 1 | fault stack | error ERR_BUILD | error ERR_PLUGIN | error SyntaxError
