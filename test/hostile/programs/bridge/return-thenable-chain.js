// Tries: a thenable that resolves to a new thenable, for ever.
// From: promise resolution has no depth limit.
// expect: fault timeout | fault memory
const next = () => ({ then: (resolve) => resolve(next()) });
export default next;
