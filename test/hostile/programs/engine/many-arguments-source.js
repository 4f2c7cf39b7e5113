// Tries: a call written with 70,000 arguments and a function with 70,000 parameters.
// From: 16-bit argument counts.
// generate: return `const f = (${Array.from({ length: 70000 }, (_, i) => `p${i}`).join(",")}) => p69999; export default f(${Array.from({ length: 70000 }, (_, i) => i).join(",")});`
// expect: value 69999 | error SyntaxError | error ERR_PLUGIN | error RangeError | fault stack
