// Tries: template literals nested 2,000 deep.
// From: parsers that recurse through the lexer.
// generate: return `export default ${"`${".repeat(2000)}1${"}`".repeat(2000)};`
// expect: value "1" | fault stack | error ERR_BUILD | error ERR_PLUGIN | error SyntaxError
