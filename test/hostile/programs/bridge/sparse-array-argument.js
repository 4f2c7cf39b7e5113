// Tries: an array of length 2^32-1 without elements, written out by JSON.stringify.
// From: an experiment: `new Array(1e9)+''`.
// expect: fault timeout | fault memory
const sparse = [];
sparse.length = 2 ** 32 - 1;
export default aiHub.config.validate(sparse);
