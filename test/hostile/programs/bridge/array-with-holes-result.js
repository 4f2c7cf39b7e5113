// Tries: a result that is an array of a length that no host should walk.
// From: an experiment: dumping a huge array.
// expect: fault timeout | fault memory
export default () => new Array(1e9);
