// Tries: arrays until there is no memory.
// From: an experiment: setMemoryLimit does not bound WebAssembly builds.
// expect: fault memory | fault timeout
const keep = [];
for (;;) keep.push(new Array(1000).fill(1));
