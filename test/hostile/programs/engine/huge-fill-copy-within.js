// Tries: `fill`, `copyWithin`, `splice` and `concat` at lengths that no memory holds.
// From: array methods on array-likes.
// expect: fault timeout | fault memory
const like = { length: 2 ** 53 - 1 };
Array.prototype.copyWithin.call(like, 0, 1);
