// Tries: a class of 20,000 private methods, fields and computed names.
// From: class field initialisers are one function.
// generate: return `class Big {${Array.from({ length: 20000 }, (_, i) => `#m${i}() { return ${i}; } f${i} = ${i};`).join("")} sum() { return this.#m19999() + this.f19999; } } export default new Big().sum();`
// expect: value 39998 | fault memory | fault timeout | error ERR_PLUGIN | error SyntaxError
