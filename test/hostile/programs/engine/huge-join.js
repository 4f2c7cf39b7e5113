// Tries: `join` and string conversion of an array of 10^9.
// From: an experiment: `new Array(1e9)+''`.
// expect: fault timeout | fault memory
export default `${new Array(1e9)}`.length;
