// Tries: 300 nested blocks, each with a variable of the same name; esbuild, which renames them, takes cubic time (2,000: 19 s).
// From: scope analysis by recursion.
// generate: return `${"{ let a = 1;".repeat(300)}${"}".repeat(300)} export default "alive";`
// expect: value "alive" | fault stack | error ERR_BUILD | error ERR_PLUGIN | error SyntaxError
