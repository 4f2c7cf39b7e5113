// Tries: a function of 70,000 locals and a switch of 70,000 cases: indexes of 16 bits overflow.
// From: bytecode formats with 16-bit operands.
// generate: return `function f(x) {${Array.from({ length: 70000 }, (_, i) => `var v${i} = x;`).join("")} switch (x) {${Array.from({ length: 70000 }, (_, i) => `case ${i}: return v${i};`).join("")}} } export default f(69999);`
// expect: value 69999 | error SyntaxError | error ERR_PLUGIN | error RangeError | fault stack | fault timeout | fault memory
